//! What an earlier release wrote: read for ever, byte for byte. Nothing here is ever changed, only added to.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use keyring::{Error, KeySlot, Migrator};
use uuid::{Uuid, uuid};

use crate::engine::{manual_clock, on_each_engine, place, process};

/// A page of version 2, wrapped by 32 zero bytes, whose first slot is shredded.
const PAGE: Uuid = uuid!("01977420-dc00-7000-8bb1-f1ba3c290ec7");
const PAGE_KEYS: &str = include_str!("frozen/key_page.base64");
/// `frozen`, sealed for revision 3 of customer 7 under the page's second key.
const SEALED: &str = "AQGXdCDcAHAAi7HxujwpDscBjILuSGkgKXa6ki44MYb90m6J2ikxgrZECTbCWWvb4lnN0g==";

/// The key of tenant `acme`, wrapped by 32 zero bytes.
const TENANT_KEY: &str = "PFXipeWypPmv0T+Kbcr+qz3wEQ/DmYpHBtGjGIbFSg5uZ5FNB7VU+BPMlR4JFS0PQxa969uTJhyWV6YR";
/// `cursor`, encrypted for the purpose `page` with `query`.
const ENCRYPTED: &str = "ARdQplbNKNTOe5FYUNFi/1+GYugHeNafW2E7Man48hZspmk=";
const DIGEST: &str = "nqxT7W6i0J4TewqOJZbWZUyomGM4IBk2ZzLXhZFfbQY=";
const TOKEN: i64 = 892_865_265_740;

fn bytes(base64: &str) -> Vec<u8> {
    STANDARD.decode(base64.split_whitespace().collect::<String>()).unwrap()
}

#[tokio::test]
async fn a_page_and_what_is_sealed_under_it() {
    on_each_engine::<Migrator>(async |database| {
        let mut transaction = database.begin().await.unwrap();
        let insert = "INSERT INTO key_page (id, version, shredded, master_version, wrapped) VALUES ($1, 2, 1, 1, $2)";
        transaction.execute(insert, vec![PAGE.into(), bytes(PAGE_KEYS).into()]).await.unwrap();
        transaction.commit().await.unwrap();

        let keyring = process(&database, &manual_clock()).await;
        let sealed = bytes(SEALED);
        let slot = KeySlot::of_sealed(&sealed).unwrap();
        assert_eq!((slot.page(), slot.index()), (PAGE, 1));
        let opened = keyring.key(slot).await.unwrap().open(&place(Uuid::from_u128(7), 3), &sealed);
        assert_eq!(opened.as_deref(), Ok(&b"frozen"[..]));

        let first = KeySlot::from_bytes({
            let mut first = slot.to_bytes();
            first[16] = 0;
            first
        });
        assert!(matches!(keyring.key(first.unwrap()).await, Err(Error::Shredded(_))));
    })
    .await;
}

#[tokio::test]
async fn a_tenant_key_and_what_it_made() {
    on_each_engine::<Migrator>(async |database| {
        let mut transaction = database.begin().await.unwrap();
        let insert = "INSERT INTO tenant_key (tenant_id, master_version, wrapped) VALUES ('acme', 1, $1)";
        transaction.execute(insert, vec![bytes(TENANT_KEY).into()]).await.unwrap();
        transaction.commit().await.unwrap();

        let key = process(&database, &manual_clock()).await.tenant_key("acme").await.unwrap();
        assert_eq!(key.token("phone", "13800138000"), TOKEN);
        assert_eq!(key.digest("request", b"bytes").to_vec(), bytes(DIGEST));
        assert_eq!(key.decrypt("page", b"query", &bytes(ENCRYPTED)).as_deref(), Ok(&b"cursor"[..]));
    })
    .await;
}
