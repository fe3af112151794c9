//! Connections: how many, how old, and in which protocol.

use std::io::ErrorKind;

use contracts::customer::v1::GetTenantRequest;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::house::{House, behave};

async fn connect(house: &House) -> TcpStream {
    TcpStream::connect(house.serving.address()).await.unwrap()
}

/// Everything the server says until it closes.
async fn said_before_the_end(stream: &mut TcpStream) -> String {
    let mut said = Vec::new();
    if let Err(error) = stream.read_to_end(&mut said).await {
        assert_eq!(error.kind(), ErrorKind::ConnectionReset, "{error}");
    }
    String::from_utf8(said).unwrap()
}

#[tokio::test]
async fn a_browser_is_told_what_the_port_speaks() {
    let house = House::with(&[]).await;
    let mut stream = connect(&house).await;
    stream.write_all(b"GET / HTTP/1.1\r\nhost: localhost\r\n\r\n").await.unwrap();
    let said = said_before_the_end(&mut stream).await;
    assert!(said.starts_with("HTTP/1.1 505 "), "{said}");
    assert!(said.contains("gRPC over HTTP/2"), "{said}");
}

#[tokio::test]
async fn a_connection_that_says_nothing_is_closed_in_time() {
    let house = House::with(&[("server.handshake_timeout", "20ms")]).await;
    let mut silent = connect(&house).await;
    assert_eq!(said_before_the_end(&mut silent).await, "");
    let mut halting = connect(&house).await;
    halting.write_all(b"PRI * HTTP").await.unwrap();
    assert_eq!(said_before_the_end(&mut halting).await, "");
}

#[tokio::test]
async fn a_connection_above_the_limit_is_closed_and_its_place_is_given_on() {
    let house = House::with(&[("server.connections", "1")]).await;
    let first = connect(&house).await;
    let mut second = connect(&house).await;
    assert_eq!(said_before_the_end(&mut second).await, "");
    drop(first);
    while house.ask("").await.is_err() {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn an_old_connection_lets_its_call_end_and_its_caller_connects_anew() {
    let house = House::with(&[("server.connection_age", "50ms")]).await;
    let before = house.ask("peer").await.unwrap();
    let mut tenants = house.tenants();
    let under_way = tokio::spawn(async move { tenants.get_tenant(behave("wait", GetTenantRequest::default())).await });
    house.probe.call_came_in().await;
    house.probe.call_came_in().await;
    while house.ask("peer").await.unwrap() == before {
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    house.probe.released.add_permits(1);
    assert_eq!(under_way.await.unwrap().unwrap().into_inner().display_name, "released");
}
