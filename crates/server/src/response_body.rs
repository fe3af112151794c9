//! The body of a response, with what must hold until its last byte.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use conventions::problem::Problem;
use http::HeaderMap;
use hyper::body::{Body, Frame, SizeHint};
use telemetry::TraceContext;
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::Sleep;
use tonic::Status;
use tracing::Span;

use crate::ServerSettings;
use crate::layer::request_log::Record;
use crate::layer::{bare_status, panic_guard};
use crate::refusal::{self, AcceptLanguage};

/// A response under way: it is counted, kept to its deadline, guarded against panics of its stream, and logged when it is
/// dropped.
#[derive(Debug)]
pub(crate) struct ResponseBody {
    pub(crate) body: tonic::body::Body,
    pub(crate) held: Held,
    pub(crate) trace: TraceContext,
    pub(crate) language: AcceptLanguage,
    pub(crate) span: Span,
    pub(crate) record: Record,
    pub(crate) settings: Arc<ServerSettings>,
}

/// What holds until the last byte of a response.
#[derive(Debug, Default)]
pub(crate) struct Held {
    /// The place among the calls under way.
    pub(crate) _place: Option<OwnedSemaphorePermit>,
    /// Passes when the time of a stream is over, if its caller said so.
    pub(crate) end: Option<Pin<Box<Sleep>>>,
}

impl Body for ResponseBody {
    type Data = Bytes;
    type Error = Status;

    fn poll_frame(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Status>>> {
        let this = self.get_mut();
        let _entered = this.span.enter();
        let is_over = this.held.end.as_mut().is_some_and(|end| end.as_mut().poll(context).is_ready());
        let polled = if is_over {
            Err(refusal::deadline_exceeded())
        } else {
            panic_guard::guard_poll(this.trace, || Pin::new(&mut this.body).poll_frame(context))
        };
        let polled = polled.and_then(|polled| match &polled {
            Poll::Ready(Some(Ok(frame))) => this.explained(frame).map_or(Ok(polled), Err),
            _ => Ok(polled),
        });
        let polled = polled.unwrap_or_else(|problem| end(&this.language.tell(problem)));
        if let Poll::Ready(Some(Ok(frame))) = &polled {
            this.record.see_frame(frame);
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

impl ResponseBody {
    /// The problem that a response ends with, if nobody has told of it in full.
    fn explained(&self, frame: &Frame<Bytes>) -> Option<Problem> {
        frame.trailers_ref().and_then(|trailers| bare_status::explained(trailers, &self.settings))
    }
}

/// The trailers that end a stream with this status.
fn end(status: &Status) -> Poll<Option<Result<Frame<Bytes>, Status>>> {
    let mut trailers = HeaderMap::new();
    Poll::Ready(Some(status.add_header(&mut trailers).map(|()| Frame::trailers(trailers))))
}
