//! What a tenant's key makes: tokens, digests, texts that a caller keeps.

use std::collections::HashSet;

use futures::future::join_all;
use keyring::{Migrator, OpenError};

use crate::engine::{manual_clock, on_each_engine, process, sqlite};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn all_who_ask_first_at_once_get_the_same_key() {
    on_each_engine::<Migrator>(async |database| {
        let clock = manual_clock();
        let processes = join_all((0..4).map(|_| process(&database, &clock))).await;
        let tasks = (0..16).map(|task| {
            let keyring = processes[task % 4].clone();
            tokio::spawn(async move { keyring.tenant_key("acme").await.unwrap().token("phone", "13800138000") })
        });
        let tokens: HashSet<i64> = join_all(tasks).await.into_iter().map(Result::unwrap).collect();
        assert_eq!(tokens.len(), 1);
        let later = process(&database, &manual_clock()).await.tenant_key("acme").await.unwrap();
        assert!(tokens.contains(&later.token("phone", "13800138000")));
    })
    .await;
}

#[tokio::test]
async fn a_token_tells_terms_kinds_and_tenants_apart_and_has_40_bits() {
    let (_folder, database) = sqlite::<Migrator>().await;
    let keyring = process(&database, &manual_clock()).await;
    let mut tokens = HashSet::new();
    for tenant in ["acme", "other"] {
        let key = keyring.tenant_key(tenant).await.unwrap();
        for kind in ["phone", "name"] {
            for term in (0..1000).map(|term| term.to_string()) {
                let token = key.token(kind, &term);
                assert_eq!(token, key.token(kind, &term));
                assert!((0..1 << 40).contains(&token));
                tokens.insert(token);
            }
        }
        // The same letters, divided otherwise.
        assert_ne!(key.token("ab", "c"), key.token("a", "bc"));
        assert_ne!(key.digest("ab", b"c"), key.digest("a", b"bc"));
    }
    // 4,000 of 2^40 tokens meet by chance once in 137,000 runs; twice is no chance.
    assert!(tokens.len() >= 3_999, "{} tokens", tokens.len());
    assert!(tokens.iter().any(|token| *token >= 1 << 39), "all 40 bits are used");
}

#[tokio::test]
async fn what_is_encrypted_opens_for_the_same_tenant_purpose_and_data_alone() {
    let (_folder, database) = sqlite::<Migrator>().await;
    let keyring = process(&database, &manual_clock()).await;
    let key = keyring.tenant_key("acme").await.unwrap();
    let other = keyring.tenant_key("other").await.unwrap();
    let encrypted = key.encrypt("page", b"query", b"cursor").unwrap();
    assert_eq!(key.decrypt("page", b"query", &encrypted).as_deref(), Ok(&b"cursor"[..]));
    assert_eq!(other.decrypt("page", b"query", &encrypted), Err(OpenError::Altered));
    assert_eq!(key.decrypt("pag", b"equery", &encrypted), Err(OpenError::Altered));
    assert_eq!(key.decrypt("page", b"other", &encrypted), Err(OpenError::Altered));
    for bit in 0..encrypted.len() * 8 {
        let mut altered = encrypted.clone();
        altered[bit / 8] ^= 1 << (bit % 8);
        assert!(key.decrypt("page", b"query", &altered).is_err(), "bit {bit}");
    }
    for length in 0..encrypted.len() {
        assert!(key.decrypt("page", b"query", &encrypted[..length]).is_err(), "the first {length} bytes");
    }
}
