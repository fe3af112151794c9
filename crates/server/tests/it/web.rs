//! Calls of web pages.

use bytes::{BufMut, Bytes, BytesMut};
use contracts::customer::v1::{GetTenantRequest, Tenant};
use http::{HeaderMap, Request, Response, StatusCode};
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use prost::Message;

use crate::house::{House, behave, read_settings};
use crate::probe::BEHAVE;

const PAGE: &str = "https://crm.example.com";
const FOR_PAGES: &[(&str, &str)] = &[("server.web_origins", PAGE)];
const GET_TENANT: &str = "dossier.customer.v1.TenantService/GetTenant";

/// A call as a page of this origin makes it.
fn call(house: &House, method: &str, origin: Option<&str>) -> Request<Full<Bytes>> {
    let message = GetTenantRequest::default().encode_to_vec();
    let mut body = BytesMut::new();
    body.put_u8(0);
    body.put_u32(u32::try_from(message.len()).unwrap());
    body.put_slice(&message);
    let request = Request::post(format!("{}{method}", house.uri()))
        .header("content-type", "application/grpc-web+proto")
        .header("x-grpc-web", "1")
        .header(BEHAVE, "origin");
    let request = origin.into_iter().fold(request, |request, origin| request.header("origin", origin));
    request.body(Full::new(body.freeze())).unwrap()
}

/// What is answered by HTTP/1.1, or by HTTP/2 as a proxy would speak it.
async fn answer(request: Request<Full<Bytes>>, is_http_2: bool) -> Response<Incoming> {
    let client = Client::builder(TokioExecutor::new()).http2_only(is_http_2).build_http();
    client.request(request).await.unwrap()
}

fn header<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).map(|value| value.to_str().unwrap())
}

#[tokio::test]
async fn a_page_of_an_allowed_origin_is_answered_with_its_origin_known_to_authentication() {
    let house = House::with(FOR_PAGES).await;
    for is_http_2 in [false, true] {
        let response = answer(call(&house, GET_TENANT, Some(PAGE)), is_http_2).await;
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(header(response.headers(), "access-control-allow-origin"), Some(PAGE));
        assert_eq!(header(response.headers(), "access-control-allow-credentials"), None);
        assert_eq!(header(response.headers(), "content-type"), Some("application/grpc-web+proto"));
        let body = response.into_body().collect().await.unwrap().to_bytes();
        let length = u32::from_be_bytes(body[1..5].try_into().unwrap()) as usize;
        assert_eq!(Tenant::decode(&body[5..5 + length]).unwrap().display_name, PAGE);
        let trailers = &body[5 + length..];
        assert_eq!(trailers[0], 0x80);
        assert!(trailers[5..].starts_with(b"grpc-status:0"), "{trailers:?}");
    }
}

#[tokio::test]
async fn a_page_of_another_origin_or_of_none_is_refused_before_anything_is_done() {
    let house = House::with(FOR_PAGES).await;
    for origin in [Some("https://crm.example.com.evil.example"), Some("http://crm.example.com"), Some("null"), None] {
        for is_http_2 in [false, true] {
            let response = answer(call(&house, GET_TENANT, origin), is_http_2).await;
            assert_eq!(response.status(), StatusCode::FORBIDDEN, "{origin:?}");
            assert_eq!(header(response.headers(), "access-control-allow-origin"), None);
        }
    }
    assert_eq!(house.probe.entered.available_permits(), 0);
}

#[tokio::test]
async fn a_browser_that_asks_first_learns_what_a_page_may_send() {
    let house = House::with(FOR_PAGES).await;
    let ask = |origin| {
        Request::options(format!("{}{GET_TENANT}", house.uri()))
            .header("origin", origin)
            .header("access-control-request-method", "POST")
            .header("access-control-request-headers", "authorization,content-type,x-grpc-web")
            .body(Full::default())
            .unwrap()
    };
    let response = answer(ask(PAGE), false).await;
    let headers = response.headers();
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(header(headers, "access-control-allow-origin"), Some(PAGE));
    assert_eq!(header(headers, "access-control-allow-methods"), Some("POST"));
    assert_eq!(header(headers, "access-control-allow-headers"), Some("authorization,content-type,x-grpc-web"));
    assert_eq!(answer(ask("https://evil.example"), false).await.status(), StatusCode::FORBIDDEN);
    assert_eq!(house.probe.entered.available_permits(), 0);
}

#[tokio::test]
async fn a_page_may_read_why_its_call_is_refused() {
    let house = House::with(FOR_PAGES).await;
    let unknown = "dossier.customer.v1.TenantService/Nothing";
    let response = answer(call(&house, unknown, Some(PAGE)), false).await;
    assert_eq!(header(response.headers(), "grpc-status"), Some("12"));
    let readable = header(response.headers(), "access-control-expose-headers").unwrap();
    assert_eq!(readable, "grpc-status,grpc-message,grpc-status-details-bin,traceparent");
}

#[tokio::test]
async fn clients_of_grpc_are_answered_beside_pages_whatever_origin_they_name() {
    let house = House::with(FOR_PAGES).await;
    let mut request = behave("origin", GetTenantRequest::default());
    request.metadata_mut().insert("origin", "https://elsewhere.example".parse().unwrap());
    let answer = house.tenants().get_tenant(request).await.unwrap();
    assert_eq!(answer.into_inner().display_name, "https://elsewhere.example");
}

#[tokio::test]
async fn without_allowed_origins_no_page_is_answered() {
    let house = House::with(&[]).await;
    let by_http_1 = answer(call(&house, GET_TENANT, Some(PAGE)), false).await;
    assert_eq!(by_http_1.status(), StatusCode::HTTP_VERSION_NOT_SUPPORTED);
    let by_http_2 = answer(call(&house, GET_TENANT, Some(PAGE)), true).await;
    assert_eq!(by_http_2.status(), StatusCode::FORBIDDEN);
    assert_eq!(house.probe.entered.available_permits(), 0);
}

#[test]
fn an_origin_that_no_browser_sends_is_refused_by_its_key() {
    for origin in ["*", "null", "crm.example.com", "https://crm.example.com/", "https://CRM.example.com"] {
        let refused = read_settings(&[("server.web_origins", origin)]).unwrap_err().to_string();
        assert!(refused.starts_with("`server.web_origins` in the command line "), "{refused}");
        assert!(refused.contains("`https://host` or `https://host:port`"), "{refused}");
    }
}
