//! Sealing binds a text to one place and one key.

use keyring::{Context, Error, KeySlot, Keyring, Migrator, OpenError};
use proptest::prelude::*;
use uuid::Uuid;

use crate::engine::{manual_clock, on_each_engine, place, process, sqlite};

const TEXT: &[u8] = "{\"name\":\"王小明\"}".as_bytes();

/// Opens as a reader of records does: by the slot that the bytes name.
async fn read(keyring: &Keyring, context: &Context<'_>, sealed: &[u8]) -> Option<Vec<u8>> {
    let slot = KeySlot::of_sealed(sealed).ok()?;
    keyring.key(slot).await.ok()?.open(context, sealed).ok()
}

#[tokio::test]
async fn what_is_sealed_opens_in_its_place() {
    on_each_engine::<Migrator>(async |database| {
        let keyring = process(&database, &manual_clock()).await;
        let slot = keyring.assign().await.unwrap();
        let context = place(Uuid::from_u128(7), 1);
        let key = keyring.key(slot).await.unwrap();
        for text in [TEXT, b"", &[0xff; 64 << 10]] {
            let sealed = key.seal(&context, text).unwrap();
            assert_eq!(sealed.len(), text.len() + 46);
            assert_eq!(KeySlot::of_sealed(&sealed).unwrap(), slot);
            assert_eq!(read(&keyring, &context, &sealed).await.as_deref(), Some(text));
        }
        assert_ne!(key.seal(&context, TEXT).unwrap(), key.seal(&context, TEXT).unwrap());
    })
    .await;
}

#[tokio::test]
async fn a_text_that_is_carried_elsewhere_does_not_open() {
    let (_folder, database) = sqlite::<Migrator>().await;
    let keyring = process(&database, &manual_clock()).await;
    let key = keyring.key(keyring.assign().await.unwrap()).await.unwrap();
    let other_key = keyring.key(keyring.assign().await.unwrap()).await.unwrap();
    let home = Context { tenant: "ab", service: "cd", entity_kind: "ef", ..place(Uuid::from_u128(7), 1) };
    let sealed = key.seal(&home, TEXT).unwrap();
    let elsewhere = [
        Context { tenant: "aB", ..home },
        Context { service: "cD", ..home },
        Context { entity_kind: "eF", ..home },
        Context { entity_id: Uuid::from_u128(8), ..home },
        Context { revision: 2, ..home },
        Context { subject: Uuid::from_u128(8), ..home },
        // The same letters, divided otherwise.
        Context { tenant: "abc", service: "d", ..home },
        Context { service: "c", entity_kind: "def", ..home },
    ];
    for context in elsewhere {
        assert_eq!(key.open(&context, &sealed), Err(OpenError::Altered), "{context:?}");
    }
    assert_eq!(other_key.open(&home, &sealed), Err(OpenError::OtherKey));
    assert_eq!(key.open(&home, &sealed).as_deref(), Ok(TEXT));
}

#[tokio::test]
async fn every_flipped_bit_is_found() {
    let (_folder, database) = sqlite::<Migrator>().await;
    let keyring = process(&database, &manual_clock()).await;
    let key = keyring.key(keyring.assign().await.unwrap()).await.unwrap();
    let context = place(Uuid::from_u128(7), 1);
    let sealed = key.seal(&context, TEXT).unwrap();
    for bit in 0..sealed.len() * 8 {
        let mut altered = sealed.clone();
        altered[bit / 8] ^= 1 << (bit % 8);
        assert!(key.open(&context, &altered).is_err(), "bit {bit}");
        assert_eq!(read(&keyring, &context, &altered).await, None, "bit {bit}");
    }
    for length in 0..sealed.len() {
        assert!(key.open(&context, &sealed[..length]).is_err(), "the first {length} bytes");
    }
}

#[tokio::test]
async fn a_page_of_another_keyring_is_missing() {
    let (_folder, database) = sqlite::<Migrator>().await;
    let (_other_folder, other_database) = sqlite::<Migrator>().await;
    let slot = process(&other_database, &manual_clock()).await.assign().await.unwrap();
    let found = process(&database, &manual_clock()).await.key(slot).await;
    assert!(matches!(found, Err(Error::Missing { page }) if page == slot.page()), "{found:?}");
}

#[tokio::test]
async fn no_key_shows_in_debug_output() {
    let (_folder, database) = sqlite::<Migrator>().await;
    let keyring = process(&database, &manual_clock()).await;
    let key = keyring.key(keyring.assign().await.unwrap()).await.unwrap();
    let shown = format!("{keyring:?} {key:?} {:?}", keyring.tenant_key("acme").await.unwrap());
    assert!(shown.contains("[REDACTED]"), "{shown}");
    // A key would show as a row of numbers.
    assert!(!shown.contains(", 0") && !shown.contains("[1"), "{shown}");
}

proptest! {
    #[test]
    fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..80)) {
        let slot = KeySlot::of_sealed(&bytes);
        prop_assert_eq!(slot.is_ok(), bytes.len() >= 18 && bytes[0] == 1 && bytes[17] < 64);
    }

    #[test]
    fn a_slot_is_its_bytes(bytes in proptest::array::uniform17(any::<u8>())) {
        let slot = KeySlot::from_bytes(bytes);
        prop_assert_eq!(slot.map(KeySlot::to_bytes), (bytes[16] < 64).then_some(bytes));
    }
}
