//! Master keys come from a folder or a text, and a lost one is never replaced in silence.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use database::Database;
use keyring::{Error, KeySlot, Keyring, MasterKeyError, MasterKeys, Migrator, WhenEmpty};
use tempfile::TempDir;

use crate::engine::{MASTER_KEY, manual_clock, on_each_engine, process, sqlite};

async fn open(database: &Database, folder: &Path) -> Result<Keyring, Error> {
    let masters = MasterKeys::from_folder(folder, WhenEmpty::MakeFirst)?;
    Keyring::open(database.clone(), masters, manual_clock()).await
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

fn files(folder: &Path) -> usize {
    fs::read_dir(folder).unwrap().count()
}

#[tokio::test]
async fn the_first_start_makes_a_key_that_only_its_owner_can_read() {
    on_each_engine::<Migrator>(async |database| {
        let temporary = TempDir::new().unwrap();
        // Made before, by somebody with other things in mind.
        let folder = temporary.path().join("master");
        fs::create_dir(&folder).unwrap();
        fs::set_permissions(&folder, Permissions::from_mode(0o755)).unwrap();
        fs::write(folder.join("ledger.db"), "").unwrap();
        let slot = open(&database, &folder).await.unwrap().assign().await.unwrap();
        assert_eq!(mode(&folder), 0o700);
        assert_eq!(mode(&folder.join("1.key")), 0o600);
        let again = open(&database, &folder).await.unwrap();
        again.key(slot).await.unwrap();
        assert_eq!(files(&folder), 2);
    })
    .await;
}

#[tokio::test]
async fn a_first_start_that_may_not_make_a_key_says_where_to_put_one() {
    let (_folder, database) = sqlite::<Migrator>().await;
    let folder = TempDir::new().unwrap();
    let masters = MasterKeys::from_folder(folder.path(), WhenEmpty::Refuse).unwrap();
    let error = Keyring::open(database, masters, manual_clock()).await.unwrap_err();
    assert!(matches!(error, Error::Master(MasterKeyError::None { .. })), "{error}");
    assert!(error.to_string().contains(folder.path().to_str().unwrap()), "{error}");
    assert_eq!(files(folder.path()), 0);
}

#[tokio::test]
async fn a_lost_key_is_named_and_none_is_made_in_its_place() {
    on_each_engine::<Migrator>(async |database| {
        let folder = TempDir::with_prefix("master").unwrap();
        fs::set_permissions(folder.path(), Permissions::from_mode(0o700)).unwrap();
        open(&database, folder.path()).await.unwrap().assign().await.unwrap();
        fs::remove_file(folder.path().join("1.key")).unwrap();
        let error = open(&database, folder.path()).await.unwrap_err();
        assert!(matches!(error, Error::Master(MasterKeyError::Absent { version: 1, .. })), "{error}");
        assert!(error.to_string().contains(folder.path().to_str().unwrap()), "{error}");
        assert_eq!(files(folder.path()), 0);
    })
    .await;
}

#[tokio::test]
async fn another_key_of_the_same_number_is_refused() {
    on_each_engine::<Migrator>(async |database| {
        process(&database, &manual_clock()).await;
        let folder = TempDir::new().unwrap();
        MasterKeys::add_to_folder(folder.path()).unwrap();
        let error = open(&database, folder.path()).await.unwrap_err();
        assert!(matches!(error, Error::Master(MasterKeyError::Different { version: 1, .. })), "{error}");
    })
    .await;
}

#[tokio::test]
async fn nothing_unwraps_without_the_master_key() {
    on_each_engine::<Migrator>(async |database| {
        let slot = process(&database, &manual_clock()).await.assign().await.unwrap();
        // Whoever has the rows can bring another key, and make the keyring forget which one it was.
        crate::engine::tamper(&database, "DELETE FROM master_key").await;
        let folder = TempDir::new().unwrap();
        let thief = open(&database, folder.path()).await.unwrap();
        let found = thief.key(slot).await;
        assert!(matches!(found, Err(Error::Altered { .. })), "{found:?}");
    })
    .await;
}

#[tokio::test]
async fn a_page_does_not_pass_for_another() {
    on_each_engine::<Migrator>(async |database| {
        let keyring = process(&database, &manual_clock()).await;
        let mut slots: Vec<KeySlot> = Vec::new();
        for _ in 0..65 {
            slots.push(keyring.assign().await.unwrap());
        }
        let pages = [slots[0].page(), slots[64].page()];
        let mut transaction = database.begin().await.unwrap();
        let copy = "UPDATE key_page SET wrapped = (SELECT wrapped FROM key_page WHERE id = $1) WHERE id = $2";
        transaction.execute(copy, vec![pages[0].into(), pages[1].into()]).await.unwrap();
        transaction.commit().await.unwrap();
        let reader = process(&database, &manual_clock()).await;
        reader.key(slots[0]).await.unwrap();
        let found = reader.key(slots[64]).await;
        assert!(matches!(found, Err(Error::Altered { .. })), "{found:?}");
    })
    .await;
}

#[test]
fn keys_that_others_may_read_are_refused_with_the_way_out() {
    let folder = TempDir::new().unwrap();
    MasterKeys::add_to_folder(folder.path()).unwrap();
    let file = folder.path().join("1.key");
    for (path, wide, right) in [(file.as_path(), 0o640, 0o600), (folder.path(), 0o705, 0o700)] {
        fs::set_permissions(path, Permissions::from_mode(wide)).unwrap();
        let error = MasterKeys::from_folder(folder.path(), WhenEmpty::MakeFirst).unwrap_err().to_string();
        assert!(error.contains(&format!("chmod {right:o} {}", path.display())), "{error}");
        fs::set_permissions(path, Permissions::from_mode(right)).unwrap();
    }
    MasterKeys::from_folder(folder.path(), WhenEmpty::MakeFirst).unwrap();
}

#[test]
fn every_added_version_is_kept() {
    let folder = TempDir::new().unwrap();
    for version in 1..=3 {
        assert_eq!(MasterKeys::add_to_folder(folder.path()).unwrap(), version);
    }
    assert_eq!(files(folder.path()), 3);
}

#[test]
fn a_malformed_key_is_named_and_never_repeated() {
    let key = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    let texts = [
        key.to_owned(),
        format!("0:{key}"),
        format!("-1:{key}"),
        format!("x:{key}"),
        format!("1:{}", &key[..43]),
        format!("1:{}", &key[..40]),
        // 33 bytes.
        format!("1:{}", "A".repeat(44)),
        format!("1:{}", "A".repeat(400)),
        format!("{MASTER_KEY} {MASTER_KEY}"),
    ];
    for text in texts {
        let error = MasterKeys::from_text(&text).unwrap_err();
        assert!(matches!(error, MasterKeyError::Malformed { .. }), "{text}: {error}");
        assert!(error.to_string().starts_with("entry ") && !error.to_string().contains("AAAA"), "{error}");
    }
    MasterKeys::from_text(&format!(" {MASTER_KEY},\n2:{key}\n")).unwrap();

    let folder = TempDir::new().unwrap();
    MasterKeys::add_to_folder(folder.path()).unwrap();
    for text in [String::new(), "A".repeat(1000), "not base64".to_owned()] {
        fs::write(folder.path().join("1.key"), text).unwrap();
        let error = MasterKeys::from_folder(folder.path(), WhenEmpty::MakeFirst).unwrap_err();
        assert!(matches!(error, MasterKeyError::Malformed { .. }), "{error}");
    }
}
