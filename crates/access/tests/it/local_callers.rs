//! The embedded default: who is let in without a token.

use access::{
    Authenticator, NotLocal, Principal, PrincipalKind, Role, Roles, TokenError, Unauthenticated,
    insecure_listen_allowed,
};
use http::request::Parts;
use tonic::transport::server::TcpConnectInfo;

use crate::signer::{Signer, claims, clock, verifier};

const METHOD: &str = "/dossier.customer.v1.CustomerService/GetCustomer";

fn call(authority: &str, peer: &str, headers: &[(&str, &str)]) -> Parts {
    let mut request = http::Request::builder().uri(format!("http://{authority}{METHOD}"));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let (mut parts, ()) = request.body(()).unwrap().into_parts();
    let remote_addr = Some(peer.parse().unwrap());
    parts.extensions.insert(TcpConnectInfo { local_addr: None, remote_addr });
    parts
}

async fn refusal(call: &Parts) -> Unauthenticated {
    Authenticator::embedded(None).authenticate(call).await.unwrap_err()
}

#[tokio::test]
async fn whoever_sits_at_this_machine_is_administrator_of_the_default_tenant() {
    for authority in ["localhost:50051", "LOCALHOST", "127.0.0.1:50051", "127.8.9.10", "[::1]:50051"] {
        for peer in ["127.0.0.1:40000", "[::1]:40000", "[::ffff:127.0.0.1]:40000"] {
            let principal = Authenticator::embedded(None).authenticate(&call(authority, peer, &[])).await.unwrap();
            assert_eq!(principal, Principal::local());
            assert_eq!((&*principal.tenant, principal.kind), ("default", PrincipalKind::Local));
            assert_eq!(principal.roles, Roles::only(Role::Administrator));
            assert_eq!(principal.actor(), "local");
        }
    }
}

#[tokio::test]
async fn another_machine_is_refused() {
    for peer in ["192.168.1.7:40000", "[fe80::1]:40000", "[::ffff:10.0.0.1]:40000"] {
        assert_eq!(refusal(&call("localhost", peer, &[])).await, NotLocal::Peer.into());
    }
    let mut unknown = call("localhost", "127.0.0.1:1", &[]);
    unknown.extensions.clear();
    assert_eq!(refusal(&unknown).await, NotLocal::Peer.into());
}

#[tokio::test]
async fn a_web_page_or_a_proxy_on_this_machine_is_refused() {
    for header in [
        ("origin", "http://localhost:3000"),
        ("origin", "null"),
        ("forwarded", "for=192.0.2.60"),
        ("via", "1.1 proxy"),
        ("x-forwarded-for", "192.0.2.60"),
        ("x-real-ip", "192.0.2.60"),
    ] {
        assert_eq!(refusal(&call("localhost", "127.0.0.1:1", &[header])).await, NotLocal::Foreign.into(), "{header:?}");
    }
}

#[tokio::test]
async fn a_call_addressed_to_another_host_is_refused() {
    for authority in
        ["evil.example", "localhost.evil.example:50051", "127.0.0.1.evil.example", "10.0.0.1", "[2001:db8::1]"]
    {
        assert_eq!(refusal(&call(authority, "127.0.0.1:1", &[])).await, NotLocal::Host.into(), "{authority}");
    }
    for host in ["evil.example", "", "not a host"] {
        let call = call("localhost", "127.0.0.1:1", &[("host", host)]);
        assert_eq!(refusal(&call).await, NotLocal::Host.into(), "{host}");
    }
    let mut nameless = call("localhost", "127.0.0.1:1", &[]);
    nameless.uri = METHOD.parse().unwrap();
    assert_eq!(refusal(&nameless).await, NotLocal::Host.into());
}

#[tokio::test]
async fn a_token_that_is_sent_is_verified_in_every_mode() {
    let (signer, stranger) = (Signer::ed25519("a"), Signer::ed25519("a"));
    let bearer = |token: String| call("localhost", "127.0.0.1:1", &[("authorization", &format!("Bearer {token}"))]);
    let (good, bad) = (bearer(signer.token(&claims())), bearer(stranger.token(&claims())));

    let (tokens, _folder) = verifier(&[&signer], &clock()).await;
    let embedded = Authenticator::embedded(Some(tokens));
    assert_eq!(&*embedded.authenticate(&good).await.unwrap().tenant, "acme-1");
    assert_eq!(embedded.authenticate(&bad).await.unwrap_err(), TokenError::Signature.into());
    assert!(embedded.authenticate(&call("localhost", "127.0.0.1:1", &[])).await.is_ok());
    assert_eq!(refusal(&good).await, Unauthenticated::NoKeys);
}

#[tokio::test]
async fn without_a_bearer_token_no_one_is_let_in_where_tokens_are_asked_for() {
    let signer = Signer::ed25519("a");
    let (tokens, _folder) = verifier(&[&signer], &clock()).await;
    let authenticator = Authenticator::by_token(tokens);
    let refusal = async |headers: &[(&str, &str)]| {
        authenticator.authenticate(&call("localhost", "127.0.0.1:1", headers)).await.unwrap_err()
    };
    assert_eq!(refusal(&[]).await, Unauthenticated::NoToken);
    let token = signer.token(&claims());
    let (twice, basic) = (format!("Bearer {token}"), format!("Basic {token}"));
    assert_eq!(refusal(&[("authorization", &twice), ("authorization", &twice)]).await, Unauthenticated::NoBearer);
    assert_eq!(refusal(&[("authorization", &basic)]).await, Unauthenticated::NoBearer);
    assert_eq!(refusal(&[("authorization", &token)]).await, Unauthenticated::NoBearer);
    assert_eq!(refusal(&[("authorization", "Bearer ")]).await, TokenError::Malformed.into());
}

#[test]
fn a_server_without_tokens_listens_on_loopback_alone() {
    for (address, allowed) in [
        ("127.0.0.1:50051", true),
        ("[::1]:50051", true),
        ("0.0.0.0:50051", false),
        ("[::]:50051", false),
        ("192.168.1.7:50051", false),
    ] {
        assert_eq!(insecure_listen_allowed(&address.parse().unwrap()), allowed, "{address}");
    }
}
