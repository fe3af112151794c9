//! What is told of calls to a server: a span each, and the metrics of all.

use std::sync::Arc;
use std::time::Duration;

use opentelemetry::KeyValue;
use opentelemetry::metrics::{Counter, Histogram, UpDownCounter};
use opentelemetry::trace::Status;
use tracing::Span;
use tracing_opentelemetry::OpenTelemetrySpanExt;

use crate::{Caller, TraceContext, export, names};

/// The bounds of the histogram of durations, in seconds: those of the conventions, and two below, since a read takes less
/// than the lowest of them.
const DURATIONS: [f64; 16] =
    [0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0];

/// The metrics of a server, which cost next to nothing where nobody reads them.
#[derive(Clone, Debug)]
pub struct ServerMetrics {
    duration: Histogram<f64>,
    under_way: UpDownCounter<i64>,
    shed: Counter<u64>,
    connections: UpDownCounter<i64>,
}

/// A call that is over.
#[derive(Debug)]
pub struct EndedCall<'a> {
    /// The full name of the method, or [`names::OTHER_METHOD`].
    pub method: &'a Arc<str>,
    /// The name of the status code.
    pub code: &'static str,
    /// Whether the code says that the server failed, rather than its caller.
    pub is_fault: bool,
    /// `ErrorInfo.reason`.
    pub reason: Option<&'a str>,
    /// Who called, as far as may be told.
    pub caller: Option<&'a Caller>,
    /// What [`ServerMetrics::began`] gave.
    pub span: &'a Span,
    /// From its headers to its last byte.
    pub duration: Duration,
}

impl ServerMetrics {
    /// The metrics of a server of this process, whose telemetry has started: they stay silent otherwise.
    #[expect(clippy::new_without_default, reason = "it depends on what was started before")]
    pub fn new() -> Self {
        let meter = export::meter();
        Self {
            duration: meter
                .f64_histogram(names::CALL_DURATION)
                .with_unit("s")
                .with_description("How long calls took.")
                .with_boundaries(DURATIONS.to_vec())
                .build(),
            under_way: meter
                .i64_up_down_counter(names::CALLS_UNDER_WAY)
                .with_unit("{call}")
                .with_description("Calls under way, streams among them.")
                .build(),
            shed: meter
                .u64_counter(names::CALLS_SHED)
                .with_unit("{call}")
                .with_description("Calls refused because `server.calls` were under way.")
                .build(),
            connections: meter
                .i64_up_down_counter(names::CONNECTIONS)
                .with_unit("{connection}")
                .with_description("Open connections.")
                .build(),
        }
    }

    /// Counts a call that comes in; [`ServerMetrics::ended`] takes it off again. Its span, at this place of its trace under
    /// this place of its caller, is sent when it is dropped, if the trace is recorded.
    pub fn began(&self, method: &str, trace: TraceContext, parent: Option<TraceContext>) -> Span {
        self.under_way.add(1, &[]);
        let name = if method == names::OTHER_METHOD { names::GRPC } else { method };
        export::begin(name, "server", trace, parent)
    }

    /// Counts a call that was refused because as many are under way as the server takes.
    pub fn shed(&self) {
        self.shed.add(1, &[]);
    }

    /// Counts connections that were opened, or closed if the number is below zero.
    pub fn connected(&self, change: i64) {
        self.connections.add(change, &[]);
    }

    /// Counts a call that is over, and tells its span how it went.
    pub fn ended(&self, call: &EndedCall<'_>) {
        self.under_way.add(-1, &[]);
        let mut attributes = vec![
            KeyValue::new(names::RPC_SYSTEM, names::GRPC),
            KeyValue::new(names::RPC_METHOD, call.method.clone()),
            KeyValue::new(names::RPC_STATUS, call.code),
        ];
        if call.is_fault {
            attributes.push(KeyValue::new(names::ERROR_TYPE, call.code));
        }
        self.duration.record(call.duration.as_secs_f64(), &attributes);
        for attribute in attributes {
            call.span.set_attribute(attribute.key, attribute.value);
        }
        if let Some(reason) = call.reason {
            call.span.set_attribute(names::REASON, reason.to_owned());
        }
        if let Some(caller) = call.caller {
            call.span.set_attribute(names::PRINCIPAL, caller.kind);
            call.span.set_attribute(names::TENANT, caller.tenant.clone());
        }
        if call.is_fault {
            call.span.set_status(Status::error(call.reason.unwrap_or_default().to_owned()));
        }
    }
}
