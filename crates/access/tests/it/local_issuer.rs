//! Tokens of the key that lies on this machine.

use std::os::unix::fs::PermissionsExt;
use std::time::Duration;

use access::{
    IssuerError, KeySet, KeySource, LOCAL_AUDIENCE, LOCAL_ISSUER, LocalIssuer, Role, TokenError, TokenRequest,
    TokenVerifier,
};
use clock::Clock;
use tempfile::TempDir;

use crate::signer::clock;

fn request() -> TokenRequest {
    TokenRequest {
        tenant: "default".to_owned(),
        subject: "zhang.wei".to_owned(),
        roles: Role::Sales | Role::Finance,
        client: false,
        lifetime: Duration::from_secs(3_600),
    }
}

async fn verifier(issuer: &LocalIssuer, clock: &Clock) -> TokenVerifier {
    let source = KeySource::File(issuer.key_set_file().to_owned());
    TokenVerifier::new(KeySet::open(source, clock.clone()).await.unwrap(), LOCAL_ISSUER, LOCAL_AUDIENCE, clock.clone())
}

#[tokio::test]
async fn its_tokens_are_verified_with_the_key_set_beside_its_key() {
    let (folder, clock) = (TempDir::new().unwrap(), clock());
    let issuer = LocalIssuer::open(&folder.path().join("made/here")).unwrap();
    let verifier = verifier(&issuer, &clock).await;
    let principal = verifier.verify(&issuer.issue(&request(), &clock).unwrap(), None).await.unwrap();
    assert_eq!((&*principal.tenant, &*principal.subject), ("default", "zhang.wei"));
    assert_eq!(principal.roles, Role::Sales | Role::Finance);

    let short = TokenRequest { lifetime: Duration::from_secs(1), ..request() };
    let token = issuer.issue(&short, &clock).unwrap();
    clock.advance(31_000_000);
    assert_eq!(verifier.verify(&token, None).await.unwrap_err(), TokenError::Expired);
}

#[tokio::test]
async fn the_key_is_made_once_and_is_its_owners_alone() {
    let (folder, clock) = (TempDir::new().unwrap(), clock());
    let token = LocalIssuer::open(folder.path()).unwrap().issue(&request(), &clock).unwrap();
    let again = LocalIssuer::open(folder.path()).unwrap();
    assert!(verifier(&again, &clock).await.verify(&token, None).await.is_ok());
    let names: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|file| file.unwrap().file_name()).collect();
    assert_eq!(names.len(), 2, "{names:?}");

    let key = folder.path().join("token-signing-key");
    assert_eq!(key.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    std::fs::set_permissions(&key, PermissionsExt::from_mode(0o640)).unwrap();
    assert!(matches!(LocalIssuer::open(folder.path()), Err(IssuerError::Exposed { .. })));
}

#[test]
fn a_file_that_is_no_key_is_named() {
    let folder = TempDir::new().unwrap();
    let key = folder.path().join("token-signing-key");
    std::fs::write(&key, "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n").unwrap();
    std::fs::set_permissions(&key, PermissionsExt::from_mode(0o600)).unwrap();
    assert!(matches!(LocalIssuer::open(folder.path()), Err(IssuerError::Malformed { .. })));
}

#[test]
fn what_no_verifier_would_take_is_not_issued() {
    let folder = TempDir::new().unwrap();
    let issuer = LocalIssuer::open(folder.path()).unwrap();
    for refused in [
        TokenRequest { tenant: "No Tenant".to_owned(), ..request() },
        TokenRequest { subject: String::new(), ..request() },
        TokenRequest { roles: Role::System.into(), ..request() },
        TokenRequest { lifetime: Duration::from_secs(367 * 24 * 3_600), ..request() },
    ] {
        assert!(matches!(issuer.issue(&refused, &clock()), Err(IssuerError::Request(_))), "{refused:?}");
    }
}
