//! The trace that a call belongs to: its caller's, or a new one.

use clock::Clock;
use http::request::Parts;
use http::{HeaderValue, Response};
use telemetry::TraceContext;
use tracing::Span;

use crate::method::Method;

/// The call's place in its trace, which handlers find as a request extension, and its caller's place there.
pub(crate) fn join(head: &mut Parts, clock: &Clock) -> (TraceContext, Option<TraceContext>) {
    let header = head.headers.get(TraceContext::HEADER).and_then(|header| header.to_str().ok());
    let parent = header.and_then(TraceContext::parse);
    let trace = parent.map_or_else(|| TraceContext::start(clock), |parent| parent.child(clock));
    head.extensions.insert(trace);
    (trace, parent)
}

/// The span in which the call is handled; what is logged in it has the trace id.
pub(crate) fn span(trace: TraceContext, method: &Method) -> Span {
    tracing::info_span!("call", trace_id = %trace.trace_id(), method = &*method.name)
}

/// Names the trace to the caller, who may ask about it.
pub(crate) fn tell<B>(response: &mut Response<B>, trace: TraceContext) {
    if let Ok(header) = HeaderValue::try_from(trace.to_header()) {
        response.headers_mut().insert(TraceContext::HEADER, header);
    }
}
