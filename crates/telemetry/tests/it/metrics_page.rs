//! What Prometheus reads.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::time::Duration;

use clock::Clock;
use telemetry::{EndedCall, ServerMetrics, StartError, TraceContext};

use crate::process::{standard_error_of, start};

/// What is answered to a request that begins with this line.
fn ask(address: SocketAddr, line: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "{line} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
#[ignore = "runs in a process of its own"]
fn process_that_is_read() {
    let guard = start(&[
        ("telemetry.metrics_listen", "127.0.0.1:0"),
        ("telemetry.resource_attributes", "deployment.environment.name=staging"),
    ])
    .unwrap();
    let metrics = ServerMetrics::new();
    let method = Arc::from("dossier.Service/Method");
    let began = || metrics.began(&method, TraceContext::start(&Clock::system()), None);
    let (_under_way, ended) = (began(), began());
    metrics.shed();
    metrics.connected(1);
    metrics.ended(&EndedCall {
        method: &method,
        code: "INTERNAL",
        is_fault: true,
        reason: None,
        caller: None,
        span: &ended,
        duration: Duration::from_millis(3),
    });

    let address = guard.metrics_address().unwrap();
    let page = ask(address, "GET /metrics");
    assert!(page.starts_with("HTTP/1.1 200 OK\r\ncontent-type: text/plain"), "{page}");
    let labels = r#"{error_type="INTERNAL",rpc_method="dossier.Service/Method",rpc_response_status_code="INTERNAL",rpc_system_name="grpc""#;
    for line in [
        "# TYPE rpc_server_call_duration_seconds histogram".to_owned(),
        format!(r#"rpc_server_call_duration_seconds_bucket{labels},le="0.0025"}} 0"#),
        format!(r#"rpc_server_call_duration_seconds_bucket{labels},le="0.005"}} 1"#),
        format!("rpc_server_call_duration_seconds_count{labels}}} 1"),
        "dossier_server_calls_under_way 1".to_owned(),
        "dossier_server_calls_shed_total 1".to_owned(),
        "dossier_server_connections 1".to_owned(),
    ] {
        assert!(page.lines().any(|written| written == line), "{line} is not in\n{page}");
    }
    let target = page.lines().find(|line| line.starts_with("target_info{")).unwrap();
    assert!(target.contains(r#"deployment_environment_name="staging""#), "{target}");
    assert!(target.contains(r#"service_name="process""#) && target.contains(r#"service_version="1.2.3""#), "{target}");

    assert!(ask(address, "GET /").starts_with("HTTP/1.1 404 "));
    assert!(ask(address, "POST /metrics").starts_with("HTTP/1.1 405 "));
}

#[test]
fn the_page_has_every_metric_with_its_labels_and_the_process_it_is_of() {
    standard_error_of("metrics_page::process_that_is_read");
}

#[test]
#[ignore = "runs in a process of its own"]
fn process_whose_port_is_in_use() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap();
    let refused = start(&[("telemetry.metrics_listen", &address.to_string())]).unwrap_err();
    assert!(matches!(refused, StartError::Listen { .. }));
    let refused = refused.to_string();
    assert!(refused.starts_with(&format!("cannot listen on {address}: ")), "{refused}");
    assert!(refused.ends_with("name another address as `telemetry.metrics_listen`, or none"), "{refused}");
}

#[test]
fn a_port_that_is_in_use_is_named_with_the_way_out() {
    standard_error_of("metrics_page::process_whose_port_is_in_use");
}
