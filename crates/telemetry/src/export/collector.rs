//! The collector that traces and metrics are sent to, which may be away.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::Duration;

use opentelemetry_sdk::Resource;
use opentelemetry_sdk::error::OTelSdkResult;
use opentelemetry_sdk::metrics::Temporality;
use opentelemetry_sdk::metrics::data::ResourceMetrics;
use opentelemetry_sdk::metrics::exporter::PushMetricExporter;
use opentelemetry_sdk::trace::{SpanData, SpanExporter};
use tonic::transport::Endpoint;

/// What is sent.
#[derive(Clone, Copy, Debug)]
#[repr(u8)]
pub(crate) enum Signal {
    Traces = 1,
    Metrics = 2,
}

/// While nothing has failed.
const NONE: u8 = 0;

/// Whether the collector takes what it is sent. The log says once that it does not, and once that it does again.
#[derive(Debug)]
pub(crate) struct Collector {
    address: String,
    /// The signal whose failure the log has told: the other one may be taken all the while.
    failing: AtomicU8,
}

impl Collector {
    pub(crate) fn new(endpoint: &Endpoint) -> Self {
        Self { address: endpoint.uri().to_string(), failing: AtomicU8::new(NONE) }
    }

    fn note(&self, signal: Signal, outcome: &OTelSdkResult) {
        let changes = |from, to| self.failing.compare_exchange(from, to, Ordering::Relaxed, Ordering::Relaxed).is_ok();
        match outcome {
            Err(error) if changes(NONE, signal as u8) => tracing::warn!(
                collector = self.address,
                ?signal,
                %error,
                "`telemetry.otlp_endpoint` does not take what it is sent; that is dropped until it does"
            ),
            Ok(()) if changes(signal as u8, NONE) => {
                tracing::info!(collector = self.address, "`telemetry.otlp_endpoint` takes what it is sent again");
            }
            _ => {}
        }
    }
}

/// An exporter whose outcomes are noted.
#[derive(Debug)]
pub(crate) struct Watched<E> {
    pub(crate) exporter: E,
    pub(crate) signal: Signal,
    pub(crate) collector: Arc<Collector>,
}

impl<E: SpanExporter> SpanExporter for Watched<E> {
    async fn export(&self, batch: Vec<SpanData>) -> OTelSdkResult {
        let outcome = self.exporter.export(batch).await;
        self.collector.note(self.signal, &outcome);
        outcome
    }

    fn shutdown_with_timeout(&self, timeout: Duration) -> OTelSdkResult {
        self.exporter.shutdown_with_timeout(timeout)
    }

    fn set_resource(&mut self, resource: &Resource) {
        self.exporter.set_resource(resource);
    }
}

impl<E: PushMetricExporter> PushMetricExporter for Watched<E> {
    async fn export(&self, metrics: &ResourceMetrics) -> OTelSdkResult {
        let outcome = self.exporter.export(metrics).await;
        self.collector.note(self.signal, &outcome);
        outcome
    }

    fn force_flush(&self) -> OTelSdkResult {
        self.exporter.force_flush()
    }

    fn shutdown_with_timeout(&self, timeout: Duration) -> OTelSdkResult {
        self.exporter.shutdown_with_timeout(timeout)
    }

    fn temporality(&self) -> Temporality {
        self.exporter.temporality()
    }
}
