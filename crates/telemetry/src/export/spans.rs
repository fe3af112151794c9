//! Spans: how that of a call begins, under which ids, and which are sent.

use std::sync::OnceLock;

use opentelemetry::trace::{Link, SpanContext, SpanId, SpanKind, TraceContextExt, TraceId, TraceState, TracerProvider};
use opentelemetry::{Context, KeyValue};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::{
    IdGenerator, Sampler, SamplingDecision, SamplingResult, SdkTracerProvider, ShouldSample, SpanExporter,
};
use tracing::{Level, Span};
use tracing_opentelemetry::{OpenTelemetryLayer, OpenTelemetrySpanExt};
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::Layer;
use tracing_subscriber::registry::Registry;

use crate::{TraceContext, names};

/// The target of the spans that are sent, which the log leaves out.
pub(crate) const TARGET: &str = "sent_span";

/// The bits of a trace id that are random: of W3C Trace Context level 2, and of the time-ordered ids of this platform.
const RANDOM_BITS: u32 = 56;

/// A trace that begins here is sampled if its random bits are at least this, as OpenTelemetry samples everywhere, so that
/// all services with the same ratio choose the same traces. Unset while nothing is sent; one for all of the process, like
/// the log.
static THRESHOLD: OnceLock<u128> = OnceLock::new();

/// What makes and sends spans. Those that wait are at most 2,048; where the collector falls behind, the newest are dropped.
pub(crate) fn provider<E: SpanExporter + 'static>(
    exporter: E,
    resource: Resource,
    sampling_ratio: f64,
) -> SdkTracerProvider {
    THRESHOLD.get_or_init(|| threshold(sampling_ratio));
    SdkTracerProvider::builder()
        .with_batch_exporter(exporter)
        .with_id_generator(IdsAtHand)
        .with_sampler(Sampler::ParentBased(Box::new(ShareOfTraces)))
        .with_resource(resource)
        .build()
}

/// Hands the spans of calls, and nothing else, to the provider.
pub(crate) fn layer(provider: &SdkTracerProvider) -> Box<dyn Layer<Registry> + Send + Sync> {
    OpenTelemetryLayer::new(provider.tracer(names::SCOPE))
        .with_location(false)
        .with_threads(false)
        .with_target(false)
        .with_tracked_inactivity(false)
        .with_filter(Targets::new().with_target(TARGET, Level::INFO))
        .boxed()
}

/// Begins the span of what is done at this place of a trace; it ends when it is dropped. The kind is OpenTelemetry's.
pub(crate) fn begin(name: &str, kind: &str, trace: TraceContext, parent: Option<TraceContext>) -> Span {
    // Callers, the log and the journal have these ids, so the span must have them too, but an id generator is told nothing.
    // It finds them in the context of this thread, on which the span is started before this function returns.
    let _at_hand = Context::current_with_value(trace).attach();
    let span = tracing::info_span!(target: TARGET, parent: None, "call", otel.name = name, otel.kind = kind);
    if let Some(parent) = parent {
        // It fails where no spans are sent.
        let _ = span.set_parent(Context::new().with_remote_span_context(parent.span_context()));
    }
    // A span is started no later than its context is asked for.
    let _ = span.context();
    span
}

/// Whether a trace that begins here is one of those that are sent.
pub(crate) fn is_sampled(trace_id: u128) -> bool {
    THRESHOLD.get().is_some_and(|threshold| random_bits(trace_id) >= *threshold)
}

/// Hands out the ids of the [`TraceContext`] in the context of this thread.
#[derive(Debug)]
struct IdsAtHand;

impl IdGenerator for IdsAtHand {
    fn new_trace_id(&self) -> TraceId {
        at_hand().trace_id()
    }

    fn new_span_id(&self) -> SpanId {
        at_hand().span_id()
    }
}

fn at_hand() -> SpanContext {
    Context::map_current(|context| context.get().map_or(SpanContext::NONE, |trace: &TraceContext| trace.span_context()))
}

/// Samples traces that begin here.
#[derive(Clone, Debug)]
struct ShareOfTraces;

impl ShouldSample for ShareOfTraces {
    fn should_sample(
        &self,
        _: Option<&Context>,
        trace_id: TraceId,
        _: &str,
        _: &SpanKind,
        _: &[KeyValue],
        _: &[Link],
    ) -> SamplingResult {
        let is_sampled = is_sampled(u128::from_be_bytes(trace_id.to_bytes()));
        let decision = if is_sampled { SamplingDecision::RecordAndSample } else { SamplingDecision::Drop };
        SamplingResult { decision, attributes: Vec::new(), trace_state: TraceState::NONE }
    }
}

fn threshold(ratio: f64) -> u128 {
    ((1.0 - ratio) * (1u64 << RANDOM_BITS) as f64) as u128
}

fn random_bits(trace_id: u128) -> u128 {
    trace_id & ((1 << RANDOM_BITS) - 1)
}

#[cfg(test)]
mod tests {
    use clock::Clock;

    use super::*;

    #[test]
    fn of_time_ordered_ids_the_share_asked_for_is_sampled() {
        let clock = Clock::system();
        for (ratio, expected) in [(0.0, 0..=0), (0.25, 2_000..=3_000), (0.9, 8_500..=9_500), (1.0, 10_000..=10_000)] {
            let threshold = threshold(ratio);
            let sampled = (0..10_000).filter(|_| random_bits(clock.id().as_u128()) >= threshold).count();
            assert!(expected.contains(&sampled), "{ratio}: {sampled}");
        }
    }
}
