//! Signs tokens as an issuer elsewhere would, and as one would not.

use access::{KeySet, KeySource, TokenVerifier};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair, RSA_PKCS1_SHA256, RsaKeyPair,
};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use clock::{Clock, Instant};
use serde_json::{Value, json};
use tempfile::TempDir;

pub(crate) const ISSUER: &str = "https://login.example.com/";
pub(crate) const AUDIENCE: &str = "dossier";

/// 2026-01-01T00:00:00Z, in seconds since the epoch.
pub(crate) const START: i64 = 1_767_225_600;

/// A key with the id `name`.
pub(crate) struct Signer {
    name: String,
    key: Key,
}

enum Key {
    Ed25519(Ed25519KeyPair),
    P256(EcdsaKeyPair),
    Rsa(RsaKeyPair),
}

impl Signer {
    pub(crate) fn ed25519(name: &str) -> Self {
        Self { name: name.to_owned(), key: Key::Ed25519(Ed25519KeyPair::generate().unwrap()) }
    }

    pub(crate) fn p256(name: &str) -> Self {
        let key = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap();
        Self { name: name.to_owned(), key: Key::P256(key) }
    }

    pub(crate) fn rsa(name: &str) -> Self {
        Self { name: name.to_owned(), key: Key::Rsa(RsaKeyPair::generate(KeySize::Rsa2048).unwrap()) }
    }

    pub(crate) fn algorithm(&self) -> &'static str {
        match &self.key {
            Key::Ed25519(_) => "EdDSA",
            Key::P256(_) => "ES256",
            Key::Rsa(_) => "RS256",
        }
    }

    pub(crate) fn jwk(&self) -> Value {
        match &self.key {
            Key::Ed25519(pair) => {
                json!({"kty": "OKP", "crv": "Ed25519", "kid": self.name, "x": encode(pair.public_key())})
            }
            Key::P256(pair) => {
                let point = pair.public_key().as_ref();
                let (x, y) = (encode(&point[1..33]), encode(&point[33..65]));
                json!({"kty": "EC", "crv": "P-256", "kid": self.name, "x": x, "y": y, "use": "sig"})
            }
            Key::Rsa(pair) => {
                let (n, e) = (pair.public_key().modulus(), pair.public_key().exponent());
                let (n, e) = (encode(n.big_endian_without_leading_zero()), encode(e.big_endian_without_leading_zero()));
                json!({"kty": "RSA", "kid": self.name, "n": n, "e": e, "alg": "RS256"})
            }
        }
    }

    pub(crate) fn token(&self, claims: &Value) -> String {
        self.token_with_header(&json!({"typ": "JWT", "alg": self.algorithm(), "kid": self.name}), claims)
    }

    pub(crate) fn token_with_header(&self, header: &Value, claims: &Value) -> String {
        let message = format!("{}.{}", encode(header.to_string()), encode(claims.to_string()));
        let signature = match &self.key {
            Key::Ed25519(pair) => pair.sign(message.as_bytes()).as_ref().to_vec(),
            Key::P256(pair) => pair.sign(&SystemRandom::new(), message.as_bytes()).unwrap().as_ref().to_vec(),
            Key::Rsa(pair) => {
                let mut signature = vec![0; pair.public_modulus_len()];
                pair.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), message.as_bytes(), &mut signature).unwrap();
                signature
            }
        };
        format!("{message}.{}", encode(signature))
    }
}

pub(crate) fn encode(bytes: impl AsRef<[u8]>) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(bytes)
}

/// A key set of these keys.
pub(crate) fn key_set(signers: &[&Signer]) -> String {
    json!({"keys": signers.iter().map(|signer| signer.jwk()).collect::<Vec<_>>()}).to_string()
}

/// The claims of a token that is in order, valid for an hour from the start.
pub(crate) fn claims() -> Value {
    json!({
        "iss": ISSUER, "aud": AUDIENCE, "sub": "u-17", "exp": START + 3_600, "tenant": "acme-1", "roles": ["sales"],
    })
}

/// The claims with one of them changed.
pub(crate) fn claims_with(name: &str, value: Value) -> Value {
    let mut claims = claims();
    claims[name] = value;
    claims
}

/// The claims without one of them.
pub(crate) fn claims_without(name: &str) -> Value {
    let mut claims = claims();
    claims.as_object_mut().unwrap().remove(name);
    claims
}

pub(crate) fn clock() -> Clock {
    Clock::manual(Instant::from_micros(START * 1_000_000))
}

/// Verifies tokens of these keys, published in a file.
pub(crate) async fn verifier(signers: &[&Signer], clock: &Clock) -> (TokenVerifier, TempDir) {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("keys.json");
    std::fs::write(&file, key_set(signers)).unwrap();
    let keys = KeySet::open(KeySource::File(file), clock.clone()).await.unwrap();
    (TokenVerifier::new(keys, ISSUER, AUDIENCE, clock.clone()), folder)
}
