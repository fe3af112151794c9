//! What is told of following a feed.

use clock::Clock;
use tracing::Span;

use crate::{TraceContext, export, names};

/// The span of taking in what was done at a place of a trace, in the course of a call to the publisher of a feed. It is sent when it
/// is dropped, if the trace is recorded; where it is not, there is none.
pub fn taking_in(feed: &str, done: TraceContext, clock: &Clock) -> Option<Span> {
    let begin = || export::begin(&format!("{} {feed}", names::CONSUME), "consumer", done.child(clock), Some(done));
    done.is_sampled().then(begin)
}
