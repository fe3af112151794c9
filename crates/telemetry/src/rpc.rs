//! What is told of calls to a server: a span each, and the metrics of all.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use clock::Instant;
use opentelemetry::metrics::{Counter, Histogram, UpDownCounter};
use opentelemetry::trace::{SpanId, SpanKind, Status};
use opentelemetry::{InstrumentationScope, KeyValue, Value};
use opentelemetry_sdk::trace::{SpanData, SpanEvents, SpanLinks};

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
    /// Its place in its trace.
    pub trace: TraceContext,
    /// The caller's place in that trace.
    pub parent: Option<TraceContext>,
    /// When it began.
    pub began: Instant,
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

    /// Counts a call that comes in; [`ServerMetrics::ended`] takes it off again.
    pub fn began(&self) {
        self.under_way.add(1, &[]);
    }

    /// Counts a call that was refused because as many are under way as the server takes.
    pub fn shed(&self) {
        self.shed.add(1, &[]);
    }

    /// Counts connections that were opened, or closed if the number is below zero.
    pub fn connected(&self, change: i64) {
        self.connections.add(change, &[]);
    }

    /// Counts a call that is over, and sends its span if its trace is recorded.
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
        if call.trace.is_sampled() && export::are_recorded() {
            export::end(span(call, attributes));
        }
    }
}

fn span(call: &EndedCall<'_>, mut attributes: Vec<KeyValue>) -> SpanData {
    let mut tell = |key: &'static str, value: Value| attributes.push(KeyValue::new(key, value));
    if let Some(reason) = call.reason {
        tell(names::REASON, reason.to_owned().into());
    }
    if let Some(caller) = call.caller {
        tell(names::PRINCIPAL, caller.kind.into());
        tell(names::TENANT, caller.tenant.clone().into());
    }
    let is_other = &**call.method == names::OTHER_METHOD;
    let start_time = SystemTime::from(jiff::Timestamp::from(call.began));
    SpanData {
        span_context: call.trace.span_context(),
        parent_span_id: call.parent.map_or(SpanId::INVALID, |parent| parent.span_context().span_id()),
        parent_span_is_remote: call.parent.is_some(),
        span_kind: SpanKind::Server,
        name: if is_other { Cow::Borrowed(names::GRPC) } else { Cow::Owned(call.method.to_string()) },
        start_time,
        end_time: start_time + call.duration,
        attributes,
        dropped_attributes_count: 0,
        events: SpanEvents::default(),
        links: SpanLinks::default(),
        status: if call.is_fault { Status::error(call.reason.unwrap_or_default().to_owned()) } else { Status::Unset },
        instrumentation_scope: InstrumentationScope::builder(names::SCOPE).build(),
    }
}
