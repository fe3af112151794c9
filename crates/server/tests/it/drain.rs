//! How a server ends.

use std::future::{pending, ready};
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use contracts::customer::v1::tenant_service_client::TenantServiceClient;
use server::Signals;
use tokio::net::TcpStream;

use crate::house::{House, behave, connection};

#[tokio::test]
async fn a_call_under_way_ends_well_and_new_connections_are_refused() {
    let house = House::with(&[("server.drain", "1h")]).await;
    let address = house.serving.address();
    let mut tenants = house.tenants();
    let under_way = tokio::spawn(async move { tenants.get_tenant(behave("wait", Default::default())).await });
    house.probe.call_came_in().await;

    let drained = tokio::spawn(house.serving.drain(pending()));
    while TcpStream::connect(address).await.is_ok() {
        tokio::task::yield_now().await;
    }
    assert!(!drained.is_finished());
    house.probe.released.add_permits(1);
    assert_eq!(under_way.await.unwrap().unwrap().into_inner().display_name, "released");
    drained.await.unwrap();
}

#[tokio::test]
async fn an_open_connection_takes_no_new_call() {
    let house = House::with(&[("server.drain", "1h")]).await;
    let (address, mut tenants) = (house.serving.address(), house.tenants());
    let mut waiting = tenants.clone();
    let under_way = tokio::spawn(async move { waiting.get_tenant(behave("wait", Default::default())).await });
    house.probe.call_came_in().await;

    let drained = tokio::spawn(house.serving.drain(pending()));
    while TcpStream::connect(address).await.is_ok() {
        tokio::task::yield_now().await;
    }
    assert!(tenants.get_tenant(behave("", Default::default())).await.is_err());
    house.probe.released.add_permits(1);
    assert!(under_way.await.unwrap().is_ok());
    drained.await.unwrap();
}

#[tokio::test]
async fn a_call_that_outlasts_the_drain_is_cut_off() {
    let house = House::with(&[("server.drain", "20ms")]).await;
    let mut tenants = house.tenants();
    let under_way = tokio::spawn(async move { tenants.get_tenant(behave("wait", Default::default())).await });
    house.probe.call_came_in().await;
    house.serving.drain(pending()).await;
    assert!(under_way.await.unwrap().is_err());
}

#[tokio::test]
async fn a_second_signal_ends_the_drain_at_once() {
    let house = House::with(&[("server.drain", "1h")]).await;
    let mut tenants = house.tenants();
    let under_way = tokio::spawn(async move { tenants.get_tenant(behave("wait", Default::default())).await });
    house.probe.call_came_in().await;
    house.serving.drain(ready(())).await;
    assert!(under_way.await.unwrap().is_err());
}

#[tokio::test]
async fn the_port_is_free_after_the_drain() {
    let house = House::with(&[]).await;
    let address = house.serving.address();
    assert!(house.ask("").await.is_ok());
    house.serving.drain(pending()).await;
    let again = House::with(&[("server.listen", &address.to_string())]).await;
    let mut tenants = TenantServiceClient::with_origin(connection(), again.uri());
    assert!(tenants.get_tenant(behave("", Default::default())).await.is_ok());
}

#[tokio::test]
#[ignore = "runs in a process of its own"]
async fn process_that_waits_for_two_signals() {
    let mut signals = Signals::listen().unwrap();
    eprintln!("listening");
    signals.next().await;
    eprintln!("told once");
    signals.next().await;
}

#[test]
fn sigterm_and_sigint_are_waited_for() {
    let mut process = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "drain::process_that_waits_for_two_signals", "--ignored", "--nocapture"])
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = BufReader::new(process.stderr.take().unwrap()).lines();
    for (line, signal) in [("listening", "-TERM"), ("told once", "-INT")] {
        assert_eq!(said.next().unwrap().unwrap(), line);
        let sent = Command::new("kill").args([signal, &process.id().to_string()]).status().unwrap();
        assert!(sent.success());
    }
    assert!(process.wait().unwrap().success());
}
