//! A collector that is away.

use std::sync::Arc;
use std::time::Duration;

use clock::Clock;
use telemetry::{EndedCall, ServerMetrics, TraceContext};

use crate::process::{standard_error_of, start};

/// A port that nobody listens on: it was free a moment ago, and the system gives it to no one who does not name it.
fn deserted_address() -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    format!("http://{}", listener.local_addr().unwrap())
}

#[test]
#[ignore = "runs in a process of its own"]
fn process_whose_collector_is_away() {
    let guard = start(&[("telemetry.otlp_endpoint", &deserted_address())]).unwrap();
    let (metrics, method) = (ServerMetrics::new(), Arc::<str>::from("dossier.Service/Method"));
    let clock = Clock::system();
    // More than wait at most, so that several batches fail, and some spans find no place.
    for _ in 0..10_000 {
        let trace = TraceContext::start(&clock);
        assert!(trace.is_sampled());
        let span = metrics.began(&method, trace, None);
        metrics.ended(&EndedCall {
            method: &method,
            code: "OK",
            is_fault: false,
            reason: None,
            caller: None,
            span: &span,
            duration: Duration::from_millis(1),
        });
    }
    drop(guard);
}

#[test]
fn a_collector_that_is_away_is_told_once_and_fails_nothing() {
    let written = standard_error_of("export::process_whose_collector_is_away");
    assert_eq!(written.matches("`telemetry.otlp_endpoint` does not take what it is sent").count(), 1, "{written}");
    assert_eq!(written.lines().count(), 1, "{written}");
}

#[test]
#[ignore = "runs in a process of its own"]
fn process_without_a_collector() {
    let _guard = start(&[]).unwrap();
    assert!(!TraceContext::start(&Clock::system()).is_sampled());
}

#[test]
fn without_a_collector_no_trace_is_called_recorded() {
    assert_eq!(standard_error_of("export::process_without_a_collector"), "");
}
