//! Which tokens are taken, and which are not.

use access::{PrincipalKind, Role, Roles, TokenError};
use aws_lc_rs::hmac;
use serde_json::json;

use crate::signer::{Signer, claims, claims_with, claims_without, clock, encode, verifier};

const SECOND: i64 = 1_000_000;

#[tokio::test]
async fn each_of_the_three_algorithms_is_verified() {
    let signers = [Signer::ed25519("a"), Signer::p256("b"), Signer::rsa("c")];
    let (verifier, _folder) = verifier(&signers.each_ref(), &clock()).await;
    for signer in &signers {
        let principal = verifier.verify(&signer.token(&claims()), None).await.unwrap();
        assert_eq!(&*principal.tenant, "acme-1", "{}", signer.algorithm());
        assert_eq!(principal.roles, Roles::only(Role::Sales));
        assert_eq!(principal.kind, PrincipalKind::Staff);
        assert_eq!(principal.actor(), "subject:d033e4888169ee52e73c727b9191b443");
    }
}

#[tokio::test]
async fn claims_that_break_a_rule_are_refused_each_for_its_reason() {
    let signer = Signer::ed25519("a");
    let clock = clock();
    let now = clock.now().as_micros() / SECOND;
    let (verifier, _folder) = verifier(&[&signer], &clock).await;
    let cases = [
        (claims_with("exp", json!(now - 60)), TokenError::Expired),
        (claims_with("exp", json!(0)), TokenError::Expired),
        (claims_with("exp", json!(-1e300)), TokenError::Malformed),
        (claims_with("exp", json!("tomorrow")), TokenError::Malformed),
        (claims_without("exp"), TokenError::Malformed),
        (claims_with("nbf", json!(now + 60)), TokenError::NotYetValid),
        (claims_with("iss", json!("https://login.example.org/")), TokenError::Issuer),
        (claims_without("iss"), TokenError::Malformed),
        (claims_with("aud", json!("another")), TokenError::Audience),
        (claims_with("aud", json!(["another", "third"])), TokenError::Audience),
        (claims_without("aud"), TokenError::Malformed),
        (claims_without("sub"), TokenError::Malformed),
        (claims_with("sub", json!("")), TokenError::Claim("sub")),
        (claims_with("sub", json!("a\u{0}b")), TokenError::Claim("sub")),
        (claims_with("sub", json!("x".repeat(201))), TokenError::Claim("sub")),
        (claims_without("tenant"), TokenError::Malformed),
        (claims_with("tenant", json!("")), TokenError::Claim("tenant")),
        (claims_with("tenant", json!("Acme")), TokenError::Claim("tenant")),
        (claims_with("tenant", json!("a".repeat(65))), TokenError::Claim("tenant")),
        (claims_with("roles", json!("administrator")), TokenError::Malformed),
        (claims_with("roles", json!(["system"])), TokenError::Claim("roles")),
    ];
    for (claims, expected) in cases {
        assert_eq!(verifier.verify(&signer.token(&claims), None).await.unwrap_err(), expected, "{claims}");
    }
    assert!(verifier.verify(&signer.token(&claims_with("aud", json!(["another", "dossier"]))), None).await.is_ok());
    assert!(verifier.verify(&signer.token(&claims_with("nbf", json!(now as f64 - 0.5))), None).await.is_ok());
}

#[tokio::test]
async fn a_role_that_is_not_known_gives_nothing() {
    let signer = Signer::ed25519("a");
    let (verifier, _folder) = verifier(&[&signer], &clock()).await;
    for (roles, expected) in [(json!(["finance", "offline_access"]), Role::Finance.into()), (json!([]), Roles::empty())]
    {
        let token = signer.token(&claims_with("roles", roles));
        assert_eq!(verifier.verify(&token, None).await.unwrap().roles, expected);
    }
    assert_eq!(verifier.verify(&signer.token(&claims_without("roles")), None).await.unwrap().roles, Roles::empty());
}

#[tokio::test]
async fn a_client_is_a_service_and_may_be_system() {
    let signer = Signer::ed25519("a");
    let (verifier, _folder) = verifier(&[&signer], &clock()).await;
    let mut claims = claims_with("roles", json!(["system"]));
    claims["client"] = json!(true);
    claims["sub"] = json!("reminder");
    let principal = verifier.verify(&signer.token(&claims), None).await.unwrap();
    assert_eq!(principal.kind, PrincipalKind::Service);
    assert_eq!(principal.actor(), "service:reminder");
    assert_eq!(principal.roles, Roles::only(Role::System));
}

#[tokio::test]
async fn a_signature_that_is_not_the_published_keys_is_refused() {
    let (signer, stranger) = (Signer::ed25519("a"), Signer::ed25519("a"));
    let (verifier, _folder) = verifier(&[&signer], &clock()).await;
    assert_eq!(verifier.verify(&stranger.token(&claims()), None).await.unwrap_err(), TokenError::Signature);

    let token = signer.token(&claims());
    let [header, _, signature] = token.split('.').collect::<Vec<_>>()[..] else { panic!("a token has three parts") };
    let richer = encode(claims_with("roles", json!(["administrator"])).to_string());
    let tampered = format!("{header}.{richer}.{signature}");
    assert_eq!(verifier.verify(&tampered, None).await.unwrap_err(), TokenError::Signature);
    assert_eq!(verifier.verify(&format!("{header}.{richer}."), None).await.unwrap_err(), TokenError::Signature);
}

#[tokio::test]
async fn the_header_cannot_choose_the_algorithm_or_the_key() {
    let (signer, rsa) = (Signer::ed25519("a"), Signer::rsa("b"));
    let (verifier, _folder) = verifier(&[&signer, &rsa], &clock()).await;

    let unsigned = format!("{}.{}.", encode(r#"{"alg":"none","kid":"a"}"#), encode(claims().to_string()));
    assert_eq!(verifier.verify(&unsigned, None).await.unwrap_err(), TokenError::Malformed);

    // The public key used as a secret: what is published would sign.
    let message = format!("{}.{}", encode(r#"{"alg":"HS256","kid":"a"}"#), encode(claims().to_string()));
    let secret = hmac::Key::new(hmac::HMAC_SHA256, signer.jwk()["x"].as_str().unwrap().as_bytes());
    let symmetric = format!("{message}.{}", encode(hmac::sign(&secret, message.as_bytes())));
    assert_eq!(verifier.verify(&symmetric, None).await.unwrap_err(), TokenError::Signature);

    for (header, expected) in [
        (json!({"alg": "RS512", "kid": "b"}), TokenError::Signature),
        (json!({"alg": "RS256", "kid": "a"}), TokenError::Signature),
        (json!({"alg": "RS256", "kid": "c"}), TokenError::UnknownKey),
        (json!({"alg": "RS256"}), TokenError::Malformed),
        (json!({"alg": "RS256", "kid": "b", "crit": ["b64"], "b64": false}), TokenError::Critical),
        (json!({"alg": "RS256", "kid": "b", "crit": []}), TokenError::Critical),
    ] {
        let token = rsa.token_with_header(&header, &claims());
        assert_eq!(verifier.verify(&token, None).await.unwrap_err(), expected, "{header}");
    }
}

#[tokio::test]
async fn what_is_no_token_is_refused() {
    let signer = Signer::ed25519("a");
    let (verifier, _folder) = verifier(&[&signer], &clock()).await;
    let oversized = signer.token(&claims_with("note", json!("x".repeat(9_000))));
    for text in ["", ".", "..", "a.b.c", "e30.e30.e30", "🦀.🦀.🦀", &oversized] {
        assert_eq!(verifier.verify(text, None).await.unwrap_err(), TokenError::Malformed, "{text}");
    }
}

#[tokio::test]
async fn a_token_ends_with_its_expiry_also_when_it_was_verified_before() {
    let signer = Signer::ed25519("a");
    let clock = clock();
    let (verifier, _folder) = verifier(&[&signer], &clock).await;
    let expiry = clock.now().as_micros() / SECOND + 20;
    let token = signer.token(&claims_with("exp", json!(expiry)));
    assert!(verifier.verify(&token, None).await.is_ok());
    clock.advance(49 * SECOND);
    assert!(verifier.verify(&token, None).await.is_ok(), "clocks may differ by 30 s");
    clock.advance(SECOND);
    assert_eq!(verifier.verify(&token, None).await.unwrap_err(), TokenError::Expired);
}
