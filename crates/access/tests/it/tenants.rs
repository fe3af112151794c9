//! Who may call in a tenant that the call names.

use access::{Authenticator, NotInTenant, OwnToken, PrincipalKind, Role, Unauthenticated};
use http::request::Parts;
use tonic::transport::server::TcpConnectInfo;

use crate::signer::{Signer, claims, clock, verifier};

fn call(token: Option<&str>, tenant: &str) -> Parts {
    let mut request = http::Request::builder().uri("http://localhost:50051/").header("dossier-tenant", tenant);
    if let Some(token) = token {
        request = request.header("authorization", format!("Bearer {token}"));
    }
    let (mut parts, ()) = request.body(()).unwrap().into_parts();
    let remote_addr = Some("127.0.0.1:40000".parse().unwrap());
    parts.extensions.insert(TcpConnectInfo { local_addr: None, remote_addr });
    parts
}

#[tokio::test]
async fn a_service_principal_calls_in_the_tenant_that_it_names_and_nobody_else_does() {
    let signer = Signer::ed25519("a");
    let (tokens, _folder) = verifier(&[&signer], &clock()).await;
    let authenticator = Authenticator::embedded(Some(tokens));
    let token = |roles: &[&str], client: bool| {
        let mut claims = claims();
        claims["roles"] = roles.into();
        claims["client"] = client.into();
        signer.token(&claims)
    };
    let service = token(&["system"], true);
    let principal = authenticator.authenticate(&call(Some(&service), "neighbour")).await.unwrap();
    assert_eq!((&*principal.tenant, principal.kind), ("neighbour", PrincipalKind::Service));
    let not_in_tenant = Unauthenticated::NotInTenant(NotInTenant);
    for role in ["administrator", "sales", "service", "finance"] {
        for client in [false, true] {
            let other = token(&[role], client);
            let refused = authenticator.authenticate(&call(Some(&other), "neighbour")).await.unwrap_err();
            assert_eq!(refused, not_in_tenant, "{role}");
        }
    }
    assert_eq!(
        authenticator.authenticate(&call(None, "neighbour")).await.unwrap_err(),
        not_in_tenant,
        "from this machine"
    );
    for tenant in ["", "A", "a b"] {
        assert_eq!(
            authenticator.authenticate(&call(Some(&service), tenant)).await.unwrap_err(),
            not_in_tenant,
            "{tenant}"
        );
    }
}

#[tokio::test]
async fn the_services_of_a_process_know_its_token_and_nobody_guesses_it() {
    let own = OwnToken::new([[1; 16], [2; 16]]);
    let authenticator = Authenticator::embedded(None).with_own_token(own.clone());
    let principal = authenticator.authenticate(&call(Some(own.as_str()), "neighbour")).await.unwrap();
    assert_eq!((&*principal.tenant, principal.roles), ("neighbour", Role::System.into()));
    let guessed = OwnToken::new([[1; 16], [3; 16]]);
    let refused = authenticator.authenticate(&call(Some(guessed.as_str()), "neighbour")).await.unwrap_err();
    assert_eq!(refused, Unauthenticated::NoKeys);
    assert_eq!(format!("{own:?}"), "OwnToken(…)");
}
