//! W3C Trace Context: which trace a call belongs to.

use std::fmt;

use clock::Clock;
use opentelemetry::trace::{SpanContext, SpanId, TraceFlags, TraceId, TraceState};

use crate::export;

/// Version 00, the only one there is.
const VERSION: &str = "00";

/// The sampled bit of the flags.
const SAMPLED: u8 = 0x01;

/// A place in a trace: the trace, a span in it, and whether it is recorded. What `traceparent` carries.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct TraceContext {
    trace_id: u128,
    span_id: u64,
    flags: u8,
}

impl TraceContext {
    /// The name of the header.
    pub const HEADER: &str = "traceparent";

    /// The length of [`TraceContext::to_bytes`].
    pub const BYTES: usize = 25;

    /// A new trace, recorded if it is one of the share that this process sends. Its id begins with the time.
    pub fn start(clock: &Clock) -> Self {
        let trace_id = clock.id().as_u128();
        Self { trace_id, span_id: span_id(clock), flags: if export::is_sampled(trace_id) { SAMPLED } else { 0 } }
    }

    /// A new span of the same trace.
    #[must_use]
    pub fn child(self, clock: &Clock) -> Self {
        Self { span_id: span_id(clock), ..self }
    }

    /// What a `traceparent` header says; nothing if it breaks the rules of the W3C, as which it is ignored.
    pub fn parse(header: &str) -> Option<Self> {
        let mut parts = header.split('-');
        let version = lower_hex(parts.next()?, 2)?;
        let trace_id = lower_hex(parts.next()?, 32)?;
        let span_id = lower_hex(parts.next()?, 16)?;
        let flags = lower_hex(parts.next()?, 2)?;
        // Later versions may add parts; 255 is forbidden.
        if version == 0xff || (version == 0 && parts.next().is_some()) || trace_id == 0 || span_id == 0 {
            return None;
        }
        Some(Self { trace_id, span_id: u64::try_from(span_id).ok()?, flags: u8::try_from(flags).ok()? })
    }

    /// The value of a `traceparent` header.
    pub fn to_header(self) -> String {
        format!("{VERSION}-{:032x}-{:016x}-{:02x}", self.trace_id, self.span_id, self.flags)
    }

    /// Trace id (16 bytes), span id (8), flags (1), each with the highest byte first.
    pub fn to_bytes(self) -> [u8; Self::BYTES] {
        let mut bytes = [0; Self::BYTES];
        let (trace_id, rest) = bytes.split_at_mut(16);
        let (span_id, flags) = rest.split_at_mut(8);
        trace_id.copy_from_slice(&self.trace_id.to_be_bytes());
        span_id.copy_from_slice(&self.span_id.to_be_bytes());
        flags.copy_from_slice(&[self.flags]);
        bytes
    }

    /// The inverse of [`TraceContext::to_bytes`].
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (trace_id, rest) = bytes.split_first_chunk()?;
        let (span_id, rest) = rest.split_first_chunk()?;
        let &[flags] = rest else { return None };
        Some(Self { trace_id: u128::from_be_bytes(*trace_id), span_id: u64::from_be_bytes(*span_id), flags })
    }

    /// The trace, in 32 lower-case hexadecimal digits.
    pub fn trace_id(&self) -> impl fmt::Display + use<> {
        let trace_id = self.trace_id;
        fmt::from_fn(move |formatter| write!(formatter, "{trace_id:032x}"))
    }

    /// Whether this trace is recorded, as was decided where it began.
    pub fn is_sampled(self) -> bool {
        self.flags & SAMPLED != 0
    }

    /// The same place, as OpenTelemetry writes that of a caller.
    pub(crate) fn span_context(self) -> SpanContext {
        let (trace_id, span_id) = (TraceId::from(self.trace_id), SpanId::from(self.span_id));
        SpanContext::new(trace_id, span_id, TraceFlags::new(self.flags), true, TraceState::NONE)
    }
}

/// The random half of a new id.
fn span_id(clock: &Clock) -> u64 {
    clock.id().as_u64_pair().1
}

fn lower_hex(text: &str, digits: usize) -> Option<u128> {
    let is_lower_hex = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    if text.len() != digits || !text.bytes().all(is_lower_hex) {
        return None;
    }
    u128::from_str_radix(text, 16).ok()
}
