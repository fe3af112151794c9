//! Keys come and go while the process runs.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use access::{KeySet, KeySetError, KeySource, KeySourceError, TokenError, TokenVerifier};
use clock::Clock;
use serde_json::json;
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::signer::{AUDIENCE, ISSUER, Signer, claims, claims_with, clock, key_set, verifier};

const SECOND: i64 = 1_000_000;
const HOUR: i64 = 3_600 * SECOND;

/// An HTTP server that answers every request with the same text, and counts them.
struct Publisher {
    url: String,
    answer: watch::Sender<String>,
    requests: Arc<AtomicUsize>,
}

impl Publisher {
    async fn start(key_set: String) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/keys", listener.local_addr().unwrap());
        let (answer, mut current) = watch::channel(String::new());
        let requests = Arc::new(AtomicUsize::new(0));
        let publisher = Self { url, answer, requests: Arc::clone(&requests) };
        publisher.answers("200 OK", &key_set);
        tokio::spawn(async move {
            loop {
                let (mut stream, _) = listener.accept().await.unwrap();
                requests.fetch_add(1, Ordering::SeqCst);
                let mut head = Vec::new();
                while !head.ends_with(b"\r\n\r\n") {
                    head.push(stream.read_u8().await.unwrap());
                }
                let answer = current.wait_for(|answer| !answer.is_empty()).await.unwrap().clone();
                stream.write_all(answer.as_bytes()).await.unwrap();
            }
        });
        publisher
    }

    fn answers(&self, status: &str, body: &str) {
        let length = body.len();
        let answer = format!("HTTP/1.1 {status}\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n{body}");
        self.answer.send_replace(answer);
    }

    /// Lets requests wait until it answers again.
    fn holds(&self) {
        self.answer.send_replace(String::new());
    }

    fn requests(&self) -> usize {
        self.requests.load(Ordering::SeqCst)
    }

    async fn verifier(&self, clock: &Clock) -> TokenVerifier {
        let keys = KeySet::open(self.url.parse().unwrap(), clock.clone()).await.unwrap();
        TokenVerifier::new(keys, ISSUER, AUDIENCE, clock.clone())
    }
}

#[tokio::test]
async fn a_key_that_was_just_published_is_fetched_when_it_is_first_met() {
    let (old, new) = (Signer::ed25519("old"), Signer::p256("new"));
    let publisher = Publisher::start(key_set(&[&old])).await;
    let verifier = publisher.verifier(&clock()).await;
    publisher.answers("200 OK", &key_set(&[&old, &new]));
    assert!(verifier.verify(&new.token(&claims()), None).await.is_ok());
    assert!(verifier.verify(&old.token(&claims()), None).await.is_ok());
    assert_eq!(publisher.requests(), 2);
}

#[tokio::test]
async fn a_caller_who_goes_away_keeps_no_new_key_from_the_others() {
    let (old, new) = (Signer::ed25519("old"), Signer::p256("new"));
    let publisher = Publisher::start(key_set(&[&old])).await;
    let verifier = publisher.verifier(&clock()).await;
    publisher.holds();
    let impatient =
        tokio::time::timeout(Duration::from_millis(100), verifier.verify(&new.token(&claims()), None)).await;
    assert!(impatient.is_err());
    publisher.answers("200 OK", &key_set(&[&old, &new]));
    assert!(verifier.verify(&new.token(&claims()), None).await.is_ok());
}

#[tokio::test]
async fn made_up_key_ids_cause_one_fetch_in_ten_seconds() {
    let (signer, stranger) = (Signer::ed25519("a"), Signer::ed25519("b"));
    let clock = clock();
    let publisher = Publisher::start(key_set(&[&signer])).await;
    let verifier = publisher.verifier(&clock).await;
    for (round, expected) in [(0, 2), (1, 3)] {
        for attempt in 0..20 {
            let header = json!({"alg": "EdDSA", "kid": format!("{round}-{attempt}")});
            let token = stranger.token_with_header(&header, &claims());
            assert_eq!(verifier.verify(&token, None).await.unwrap_err(), TokenError::UnknownKey);
        }
        assert_eq!(publisher.requests(), expected);
        clock.advance(10 * SECOND);
    }
}

#[tokio::test]
async fn keys_outlive_an_outage_of_their_source_for_a_day_and_no_longer() {
    let signer = Signer::ed25519("a");
    let clock = clock();
    let publisher = Publisher::start(key_set(&[&signer])).await;
    let verifier = publisher.verifier(&clock).await;
    publisher.answers("503 Service Unavailable", "");
    let lasting = |id: u32| {
        let mut claims = claims_with("exp", json!(4_000_000_000_u64));
        claims["jti"] = json!(id);
        signer.token(&claims)
    };
    clock.advance(23 * HOUR);
    assert!(verifier.verify(&lasting(1), None).await.is_ok());
    clock.advance(HOUR);
    assert_eq!(verifier.verify(&lasting(2), None).await.unwrap_err(), TokenError::UnknownKey);
    clock.advance(10 * SECOND);
    publisher.answers("200 OK", &key_set(&[&signer]));
    assert!(verifier.verify(&lasting(2), None).await.is_ok());
}

#[tokio::test]
async fn a_key_that_was_withdrawn_is_refused_after_the_next_reading() {
    let (withdrawn, stays) = (Signer::ed25519("a"), Signer::ed25519("b"));
    let clock = clock();
    let (verifier, folder) = verifier(&[&withdrawn, &stays], &clock).await;
    let token = withdrawn.token(&claims());
    assert!(verifier.verify(&token, None).await.is_ok());
    std::fs::write(folder.path().join("keys.json"), key_set(&[&stays])).unwrap();
    // An unknown key makes the file be read at once.
    let unknown = stays.token_with_header(&json!({"alg": "EdDSA", "kid": "c"}), &claims());
    assert_eq!(verifier.verify(&unknown, None).await.unwrap_err(), TokenError::UnknownKey);
    clock.advance(60 * SECOND);
    assert_eq!(verifier.verify(&token, None).await.unwrap_err(), TokenError::UnknownKey);
    assert!(verifier.verify(&stays.token(&claims()), None).await.is_ok());
}

#[tokio::test]
async fn keys_that_are_for_something_else_are_passed_over() {
    let signer = Signer::rsa("rsa");
    let changed = |name: &str, value: &str| {
        let mut key = signer.jwk();
        key[name] = json!(value);
        json!({"keys": [key]}).to_string()
    };
    let useless = [
        changed("use", "enc"),
        changed("alg", "RS512"),
        changed("kty", "lattice"),
        json!({"keys": [{"kty": "oct", "kid": "a", "k": "c2VjcmV0", "alg": "HS256"}]}).to_string(),
        json!({"keys": []}).to_string(),
    ];
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("keys.json");
    for document in useless {
        std::fs::write(&file, &document).unwrap();
        let opened = KeySet::open(KeySource::File(file.clone()), clock()).await;
        assert!(matches!(opened, Err(KeySetError::Empty)), "{document}");
    }
}

#[tokio::test]
async fn a_source_that_cannot_be_read_is_named() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("keys.json");
    let open = |source: KeySource| KeySet::open(source, clock());
    let reason = |opened: Result<KeySet, KeySetError>| opened.err().expect("refused").to_string();

    assert!(reason(open(KeySource::File(file.clone())).await).contains("keys.json cannot be read"));
    std::fs::write(&file, "[]").unwrap();
    assert!(reason(open(KeySource::File(file.clone())).await).contains("a key set is JSON"));
    std::fs::write(&file, " ".repeat(300 * 1024)).unwrap();
    assert!(reason(open(KeySource::File(file)).await).contains("larger than"));

    let publisher = Publisher::start(" ".repeat(300 * 1024)).await;
    assert!(reason(open(publisher.url.parse().unwrap()).await).contains("length limit exceeded"));
    publisher.answers("302 Found\r\nlocation: http://127.0.0.1:1/", "");
    assert!(reason(open(publisher.url.parse().unwrap()).await).contains("302"));
    for url in ["https://", "http://user:secret@example.com/keys"] {
        assert!(matches!(url.parse::<KeySource>(), Err(KeySourceError::MalformedUrl)), "{url}");
    }
}
