//! A panic ends its call and nothing else. The process's panic hook logs it, in the span of the call.

use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::task::Poll;

use conventions::problem::Problem;
use telemetry::TraceContext;

use crate::refusal;

/// What `call` answers, or INTERNAL if it panics.
pub(crate) async fn guard<T>(trace: TraceContext, call: impl Future<Output = T>) -> Result<T, Problem> {
    let mut call = pin!(call);
    poll_fn(|context| match guard_poll(trace, || call.as_mut().poll(context)) {
        Ok(Poll::Ready(answer)) => Poll::Ready(Ok(answer)),
        Ok(Poll::Pending) => Poll::Pending,
        Err(problem) => Poll::Ready(Err(problem)),
    })
    .await
}

/// What one `poll` answers, or INTERNAL if it panics. What panicked is not polled again, so that no one sees the state it
/// was left in.
pub(crate) fn guard_poll<T>(trace: TraceContext, poll: impl FnOnce() -> T) -> Result<T, Problem> {
    catch_unwind(AssertUnwindSafe(poll)).map_err(|_| refusal::panicked(trace))
}
