//! Requests that never reach a handler.

use bytes::{BufMut, BytesMut};
use contracts::customer::v1::{GetTenantRequest, Tenant, UpdateTenantRequest};
use tonic::body::Body;
use tonic::codec::CompressionEncoding;
use tonic::{Code, Status};
use tonic_types::StatusExt;

use crate::house::{House, behave, reason};

const SMALL: &[(&str, &str)] = &[("server.request_bytes", "1000")];

fn request_of(bytes: usize) -> UpdateTenantRequest {
    let tenant = Tenant { display_name: "x".repeat(bytes), ..Tenant::default() };
    UpdateTenantRequest { tenant: Some(tenant), ..UpdateTenantRequest::default() }
}

/// What is answered to a call of `method` with this message, whatever it is.
async fn refused(house: &House, method: &str, message: &[u8]) -> Status {
    let mut body = BytesMut::new();
    body.put_u8(0);
    body.put_u32(u32::try_from(message.len()).unwrap());
    body.put_slice(message);
    let request = http::Request::post(format!("{}{method}", house.uri()))
        .header("content-type", "application/grpc")
        .body(Body::new(http_body_util::Full::new(body.freeze())))
        .unwrap();
    let response = house.connection().request(request).await.unwrap();
    Status::from_header_map(response.headers()).unwrap()
}

#[tokio::test]
async fn a_request_above_the_limit_is_refused_with_the_limit() {
    let house = House::with(SMALL).await;
    let status = house.tenants().update_tenant(request_of(1_000)).await.unwrap_err();
    assert_eq!((status.code(), reason(&status).as_str()), (Code::InvalidArgument, "REQUEST_TOO_LARGE"));
    assert_eq!(status.get_details_error_info().unwrap().metadata["limit"], "1000");
    assert_eq!(house.probe.entered.available_permits(), 0);
    assert!(house.tenants().update_tenant(request_of(900)).await.is_ok());
}

#[tokio::test]
async fn a_small_request_that_unpacks_to_a_large_one_is_refused_alike() {
    let house = House::with(SMALL).await;
    let mut tenants = house.tenants().send_compressed(CompressionEncoding::Gzip);
    let status = tenants.update_tenant(request_of(100_000)).await.unwrap_err();
    assert_eq!((status.code(), reason(&status).as_str()), (Code::InvalidArgument, "REQUEST_TOO_LARGE"));
}

#[tokio::test]
async fn a_compressed_call_is_answered_in_the_encoding_that_its_caller_takes() {
    let house = House::with(&[]).await;
    for encoding in [CompressionEncoding::Gzip, CompressionEncoding::Zstd] {
        let mut tenants = house.tenants().send_compressed(encoding).accept_compressed(encoding);
        let answer = tenants.update_tenant(request_of(10_000)).await.unwrap();
        assert_eq!(answer.metadata().get("grpc-encoding").unwrap().to_str().unwrap(), encoding.to_string());
        assert_eq!(answer.into_inner().display_name.len(), 10_000);
    }
}

#[tokio::test]
async fn an_answer_above_the_limit_is_refused_with_the_limit() {
    let house = House::with(&[("server.response_bytes", "1000")]).await;
    let status = house.tenants().update_tenant(request_of(1_100)).await.unwrap_err();
    assert_eq!((status.code(), reason(&status).as_str()), (Code::OutOfRange, "RESPONSE_TOO_LARGE"));
    assert_eq!(status.get_details_error_info().unwrap().metadata["limit"], "1000");
    assert!(house.tenants().update_tenant(request_of(900)).await.is_ok());
}

#[tokio::test]
async fn bytes_that_are_no_message_are_the_caller_s_fault() {
    let house = House::with(&[]).await;
    let status = refused(&house, "dossier.customer.v1.TenantService/UpdateTenant", &[0xff; 8]).await;
    assert_eq!((status.code(), reason(&status).as_str()), (Code::InvalidArgument, "INVALID_FIELDS"));
}

#[tokio::test]
async fn a_method_or_service_that_is_not_served_is_unimplemented() {
    let house = House::with(&[]).await;
    for method in ["dossier.customer.v1.TenantService/Nothing", "dossier.customer.v1.CustomerService/GetCustomer"] {
        let status = refused(&house, method, &[]).await;
        assert_eq!((status.code(), reason(&status).as_str()), (Code::Unimplemented, "METHOD_UNKNOWN"), "{method}");
    }
}

#[tokio::test]
async fn a_refusal_is_in_the_language_of_its_caller() {
    let house = House::with(&[]).await;
    let mut request = behave("panic", GetTenantRequest::default());
    request.metadata_mut().insert("accept-language", "zh-CN".parse().unwrap());
    let status = house.tenants().get_tenant(request).await.unwrap_err();
    let told = status.get_details_localized_message().unwrap();
    assert_eq!((told.locale.as_str(), told.message.starts_with("服务器内部故障")), ("zh-CN", true));
}
