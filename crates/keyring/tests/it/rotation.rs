//! A keyring moves to a newer master key, and an older one is destroyed.

use clock::Clock;
use database::Database;
use keyring::{Error, KeySlot, Keyring, MasterKeyError, MasterKeys, Migrator, Rewrapped, WhenEmpty};
use tempfile::TempDir;
use uuid::Uuid;

use crate::engine::{MASTER_KEY, manual_clock, number, on_each_engine, place, process, sqlite};

const DAY: i64 = 86_400_000_000;
/// After so long a version wraps.
const HOUR: i64 = 3_600_000_000;
const TWO_KEYS: &str = "1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= 2:AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=";
const SECOND_KEY: &str = "2:AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=";

async fn open(database: &Database, keys: &str, clock: &Clock) -> Result<Keyring, Error> {
    Keyring::open(database.clone(), MasterKeys::from_text(keys).unwrap(), clock.clone()).await
}

async fn seal(keyring: &Keyring, subject: u128) -> (KeySlot, Vec<u8>) {
    let slot = keyring.assign().await.unwrap();
    let sealed = keyring.key(slot).await.unwrap().seal(&place(Uuid::from_u128(subject), 1), b"text").unwrap();
    (slot, sealed)
}

async fn assert_opens(keyring: &Keyring, subject: u128, (slot, sealed): &(KeySlot, Vec<u8>)) {
    let key = keyring.key(*slot).await.unwrap();
    assert_eq!(key.open(&place(Uuid::from_u128(subject), 1), sealed).as_deref(), Ok(&b"text"[..]));
}

/// Waits until what is made ahead of need is made, so that the counts of pages stand still.
async fn pages_at_rest(database: &Database) -> i64 {
    let mut before = -1;
    loop {
        let count = number(database, "SELECT COUNT(*) FROM key_page").await;
        if count == before {
            return count;
        }
        before = count;
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
}

#[tokio::test]
async fn rewrapping_takes_everything_to_the_newest_key() {
    on_each_engine::<Migrator>(async |database| {
        let clock = manual_clock();
        let old = process(&database, &clock).await;
        let first = seal(&old, 1).await;
        let shredded = seal(&old, 2).await;
        old.shred(shredded.0).await.unwrap();
        let token = old.tenant_key("acme").await.unwrap().token("phone", "1");

        let both = open(&database, TWO_KEYS, &clock).await.unwrap();
        clock.advance(HOUR);
        assert_opens(&both, 1, &first).await;
        let pages = pages_at_rest(&database).await as u64;
        assert_eq!(both.rewrap().await.unwrap(), Rewrapped { pages, tenant_keys: 1 });
        assert_eq!(both.rewrap().await.unwrap(), Rewrapped::default());

        let new = open(&database, SECOND_KEY, &clock).await.unwrap();
        assert_opens(&new, 1, &first).await;
        assert!(matches!(new.key(shredded.0).await, Err(Error::Shredded(_))));
        assert_eq!(new.tenant_key("acme").await.unwrap().token("phone", "1"), token);
    })
    .await;
}

#[tokio::test]
async fn a_new_key_wraps_nothing_before_every_process_can_have_it() {
    on_each_engine::<Migrator>(async |database| {
        let clock = manual_clock();
        let old = process(&database, &clock).await;
        let shredded = old.assign().await.unwrap();
        let both = open(&database, TWO_KEYS, &clock).await.unwrap();
        let first = seal(&both, 1).await;
        let token = both.tenant_key("acme").await.unwrap().token("phone", "1");
        both.shred(shredded).await.unwrap();
        assert_eq!(both.rewrap().await.unwrap(), Rewrapped::default());
        clock.advance(HOUR - 1);
        let second = seal(&both, 2).await;
        for (subject, sealed) in [(1, &first), (2, &second)] {
            assert_opens(&old, subject, sealed).await;
        }
        assert_eq!(old.tenant_key("acme").await.unwrap().token("phone", "1"), token);
        assert_eq!(number(&database, "SELECT COUNT(*) FROM key_page WHERE master_version = 2").await, 0);

        clock.advance(1);
        both.shred(both.assign().await.unwrap()).await.unwrap();
        assert_eq!(number(&database, "SELECT COUNT(*) FROM key_page WHERE master_version = 2").await, 1);
        // A process that comes without it from now on is told so.
        let late = open(&database, MASTER_KEY, &clock).await.unwrap_err();
        assert!(matches!(late, Error::Master(MasterKeyError::Absent { version: 2, .. })), "{late}");
    })
    .await;
}

#[tokio::test]
async fn rewrapping_that_was_stopped_goes_on() {
    let (_folder, database) = sqlite::<Migrator>().await;
    let clock = manual_clock();
    let old = process(&database, &clock).await;
    let mut sealed = Vec::new();
    for subject in 0..64 * 80 {
        sealed.push(seal(&old, subject).await);
    }
    let pages = pages_at_rest(&database).await;
    let both = open(&database, TWO_KEYS, &clock).await.unwrap();
    clock.advance(HOUR);
    let stopped = tokio::spawn({
        let both = both.clone();
        async move { both.rewrap().await }
    });
    let rewrapped = "SELECT COUNT(*) FROM key_page WHERE master_version = 2";
    while number(&database, rewrapped).await == 0 {
        tokio::task::yield_now().await;
    }
    stopped.abort();
    let _ = stopped.await;
    let before = number(&database, rewrapped).await;
    let after = both.rewrap().await.unwrap();
    assert_eq!(after.pages as i64, pages - before);
    assert_eq!(number(&database, rewrapped).await, pages);
    let new = open(&database, SECOND_KEY, &clock).await.unwrap();
    for (subject, sealed) in sealed.iter().enumerate() {
        assert_opens(&new, subject as u128, sealed).await;
    }
}

#[tokio::test]
async fn a_key_is_destroyed_only_when_it_has_rested_everywhere() {
    let (_one, database) = sqlite::<Migrator>().await;
    let (_two, other_database) = sqlite::<Migrator>().await;
    let folder = TempDir::new().unwrap();
    let clock = manual_clock();
    let start = async |database: &Database| {
        let masters = MasterKeys::from_folder(folder.path(), WhenEmpty::MakeFirst)?;
        Keyring::open(database.clone(), masters, clock.clone()).await
    };
    let destroy = async |keyrings: &[Keyring]| Keyring::destroy_master_key(keyrings, 1, 30).await;

    let first = seal(&start(&database).await.unwrap(), 1).await;
    start(&other_database).await.unwrap().tenant_key("acme").await.unwrap();
    pages_at_rest(&database).await;
    assert_eq!(MasterKeys::add_to_folder(folder.path()).unwrap(), 2);
    let both = [start(&database).await.unwrap(), start(&other_database).await.unwrap()];

    clock.advance(HOUR);
    assert!(matches!(destroy(&both).await, Err(Error::Master(MasterKeyError::InUse { version: 1 }))));
    both[0].rewrap().await.unwrap();
    clock.advance(100 * DAY);
    assert!(matches!(destroy(&both).await, Err(Error::Master(MasterKeyError::InUse { version: 1 }))));
    both[1].rewrap().await.unwrap();
    clock.advance(29 * DAY);
    assert!(matches!(destroy(&both).await, Err(Error::Master(MasterKeyError::Resting { version: 1, days: 1 }))));
    assert!(folder.path().join("1.key").exists());
    clock.advance(DAY);
    destroy(&both).await.unwrap();
    destroy(&both).await.unwrap();
    assert!(!folder.path().join("1.key").exists());
    assert!(number(&database, "SELECT destroy_time FROM master_key WHERE version = 1").await > 0);

    assert!(matches!(destroy_newest(&both).await, Err(Error::Master(MasterKeyError::InUse { version: 2 }))));
    assert_opens(&start(&database).await.unwrap(), 1, &first).await;
}

async fn destroy_newest(keyrings: &[Keyring]) -> Result<(), Error> {
    Keyring::destroy_master_key(keyrings, 2, 0).await
}

#[tokio::test]
async fn a_key_that_wraps_again_begins_to_rest_again() {
    let (_folder, database) = sqlite::<Migrator>().await;
    let clock = manual_clock();
    let old = process(&database, &clock).await;
    let both = open(&database, TWO_KEYS, &clock).await.unwrap();
    let new = [open(&database, SECOND_KEY, &clock).await.unwrap()];
    let destroy = async || Keyring::destroy_master_key(&new, 1, 30).await;
    clock.advance(HOUR);
    both.rewrap().await.unwrap();
    clock.advance(20 * DAY);
    both.rewrap().await.unwrap();
    assert!(matches!(destroy().await, Err(Error::Master(MasterKeyError::Resting { version: 1, days: 10 }))));

    // A process that was not restarted makes new pages.
    let sealed = seal(&old, 1).await;
    pages_at_rest(&database).await;
    clock.advance(20 * DAY);
    assert!(matches!(destroy().await, Err(Error::Master(MasterKeyError::InUse { version: 1 }))));
    both.rewrap().await.unwrap();
    assert!(matches!(destroy().await, Err(Error::Master(MasterKeyError::Resting { version: 1, days: 30 }))));
    clock.advance(30 * DAY);
    destroy().await.unwrap();
    assert_opens(&new[0], 1, &sealed).await;
}

#[tokio::test]
async fn a_backup_from_before_the_destruction_stays_closed() {
    let (folder, database) = sqlite::<Migrator>().await;
    let clock = manual_clock();
    seal(&process(&database, &clock).await, 1).await;
    pages_at_rest(&database).await;
    database.close().await;
    let backup = TempDir::new().unwrap();
    std::fs::copy(folder.path().join("keyring.db"), backup.path().join("keyring.db")).unwrap();
    let address = database::Address::Sqlite(backup.path().join("keyring.db"));
    let restored = Database::connect(&address, database::Connections::default()).await.unwrap();
    let error = open(&restored, SECOND_KEY, &clock).await.unwrap_err();
    assert!(matches!(error, Error::Master(MasterKeyError::Absent { version: 1, .. })), "{error}");
}

#[tokio::test]
async fn a_key_in_a_text_is_destroyed_when_it_is_gone_from_there() {
    let (_folder, database) = sqlite::<Migrator>().await;
    let clock = manual_clock();
    open(&database, MASTER_KEY, &clock).await.unwrap();
    let both = open(&database, TWO_KEYS, &clock).await.unwrap();
    clock.advance(HOUR);
    both.rewrap().await.unwrap();
    let refused = Keyring::destroy_master_key(&[both], 1, 0).await;
    assert!(matches!(refused, Err(Error::Master(MasterKeyError::StillInText { version: 1 }))), "{refused:?}");
    let new = open(&database, SECOND_KEY, &clock).await.unwrap();
    Keyring::destroy_master_key(&[new], 1, 0).await.unwrap();
    assert!(number(&database, "SELECT destroy_time FROM master_key WHERE version = 1").await > 0);
}
