//! What is told of each call: a line, as `REQUEST_LOG.md` specifies it, a span, and its part in the metrics.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http::HeaderMap;
use http::request::Parts;
use hyper::body::{Body, Frame, SizeHint};
use telemetry::{CallerSlot, EndedCall, ServerMetrics, TraceContext};
use tokio::time::Instant;
use tonic::{Code, Status};
use tonic_types::StatusExt;
use tracing::Span;

use crate::code_name::{code_name, is_fault};
use crate::method::Method;

/// What is known of a call so far; it is told when the call is over and this is dropped.
#[derive(Debug)]
pub(crate) struct Record {
    started: Instant,
    trace: TraceContext,
    span: Span,
    method: Method,
    slow: Duration,
    metrics: Arc<ServerMetrics>,
    caller: CallerSlot,
    request: Arc<Arrived>,
    response_bytes: u64,
    /// None until the status is seen, and for good if the caller goes away before.
    code: Option<Code>,
    reason: Option<String>,
}

/// What came of the body of a request.
#[derive(Debug, Default)]
struct Arrived {
    bytes: AtomicU64,
    /// Whether it broke off: its caller is gone, whatever the handler makes of that.
    is_broken: AtomicBool,
}

/// Opens the record of a call, with a slot for its caller among the request's extensions and a body that is counted.
pub(crate) fn open<B>(
    head: &mut Parts,
    body: B,
    method: &Method,
    (trace, parent): (TraceContext, Option<TraceContext>),
    slow: Duration,
    metrics: Arc<ServerMetrics>,
) -> (Record, CountedBody<B>) {
    let span = metrics.began(&method.name, trace, parent);
    let (caller, arrived) = (CallerSlot::default(), Arc::<Arrived>::default());
    head.extensions.insert(caller.clone());
    let record = Record {
        started: Instant::now(),
        trace,
        span,
        method: method.clone(),
        slow,
        metrics,
        caller,
        request: arrived.clone(),
        response_bytes: 0,
        code: None,
        reason: None,
    };
    (record, CountedBody { body, arrived })
}

impl Record {
    /// Takes the status from headers or trailers that have one.
    pub(crate) fn see(&mut self, headers: &HeaderMap) {
        let Some(code) = headers.get(Status::GRPC_STATUS) else { return };
        let code = Code::from_bytes(code.as_bytes());
        self.code = Some(code);
        if code != Code::Ok {
            let info = Status::from_header_map(headers).and_then(|status| status.get_details_error_info());
            self.reason = info.map(|info| info.reason);
        }
    }

    /// Counts and watches a piece of the response.
    pub(crate) fn see_frame(&mut self, frame: &Frame<Bytes>) {
        if let Some(data) = frame.data_ref() {
            self.response_bytes += data.len() as u64;
        }
        if let Some(trailers) = frame.trailers_ref() {
            self.see(trailers);
        }
    }
}

impl Drop for Record {
    fn drop(&mut self) {
        let is_broken = self.request.is_broken.load(Ordering::Relaxed);
        let code = self.code.filter(|_| !is_broken).unwrap_or(Code::Cancelled);
        let duration = self.started.elapsed();
        let caller = self.caller.get();
        // The level of an event is part of its call site, so there is one for each.
        macro_rules! line {
            ($level:ident) => {
                tracing::$level!(
                    target: "request",
                    parent: None,
                    method = &*self.method.name,
                    code = code_name(code),
                    reason = self.reason.as_deref(),
                    duration_us = u64::try_from(duration.as_micros()).unwrap_or(u64::MAX),
                    request_bytes = self.request.bytes.load(Ordering::Relaxed),
                    response_bytes = self.response_bytes,
                    principal = caller.map(|caller| caller.kind),
                    tenant = caller.map(|caller| &*caller.tenant),
                    trace_id = %self.trace.trace_id(),
                )
            };
        }
        match code {
            Code::Internal | Code::Unknown | Code::DataLoss => line!(error),
            Code::Ok if self.method.is_stream || duration <= self.slow => line!(debug),
            _ => line!(info),
        }
        self.metrics.ended(&EndedCall {
            method: &self.method.name,
            code: code_name(code),
            is_fault: is_fault(code),
            reason: self.reason.as_deref(),
            caller,
            span: &self.span,
            duration,
        });
    }
}

/// A request body whose bytes are counted as they are read.
#[derive(Debug)]
pub(crate) struct CountedBody<B> {
    body: B,
    arrived: Arc<Arrived>,
}

impl<B: Body<Data = Bytes> + Unpin> Body for CountedBody<B> {
    type Data = Bytes;
    type Error = B::Error;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, B::Error>>> {
        let polled = Pin::new(&mut self.body).poll_frame(context);
        if let Poll::Ready(Some(frame)) = &polled {
            match frame {
                Ok(frame) => {
                    let bytes = frame.data_ref().map_or(0, Bytes::len);
                    self.arrived.bytes.fetch_add(bytes as u64, Ordering::Relaxed);
                }
                Err(_) => self.arrived.is_broken.store(true, Ordering::Relaxed),
            }
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
