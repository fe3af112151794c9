use contracts::customer::v1::{CreateCustomerRequest, Customer, DeleteCustomerRequest, UndeleteCustomerRequest};
use conventions::request_id::{fingerprint, parse, reused};
use tonic::Code;

use crate::tenant_keys;

#[test]
fn a_request_id_may_be_left_out_and_is_a_uuid() {
    assert_eq!(parse("").unwrap(), None);
    let id = "0190163d-8694-739b-aea5-966c26f8ad91";
    assert_eq!(parse(id).unwrap().unwrap().to_string(), id);
    assert_eq!(parse("7").unwrap_err().reason(), "INVALID_FIELDS");
    let zeros = parse(&uuid::Uuid::nil().to_string()).unwrap_err();
    assert!(zeros.to_string().contains("use a random one"), "{zeros}");
}

#[tokio::test]
async fn the_same_body_has_the_same_fingerprint_and_any_other_has_another() {
    let [key, other_tenants] = tenant_keys::of(["a", "b"]).await;
    let named = |name: &str| CreateCustomerRequest {
        customer: Some(Customer { registered_name: name.to_owned(), ..Default::default() }),
        ..Default::default()
    };
    assert_eq!(fingerprint(&key, &named("A")), fingerprint(&key, &named("A")));
    assert_ne!(fingerprint(&key, &named("A")), fingerprint(&key, &named("B")));
    assert_ne!(fingerprint(&key, &named("A")), fingerprint(&other_tenants, &named("A")));
}

#[tokio::test]
async fn methods_whose_requests_have_the_same_fields_have_other_fingerprints() {
    let [key] = tenant_keys::of(["a"]).await;
    let (customer, etag) = ("C20240520001".to_owned(), "AAAAAAAAAAc".to_owned());
    let delete = DeleteCustomerRequest { customer: customer.clone(), etag: etag.clone(), ..Default::default() };
    let undelete = UndeleteCustomerRequest { customer, etag, ..Default::default() };
    assert_ne!(fingerprint(&key, &delete), fingerprint(&key, &undelete));
}

#[test]
fn a_reused_request_id_is_answered_with_the_field_and_the_way_out() {
    let problem = reused();
    assert_eq!((problem.code(), problem.reason()), (Code::InvalidArgument, "REQUEST_ID_REUSED"));
    assert!(problem.to_string().contains("request_id: was used in the last 7 days with another body; use a new one"));
}
