//! Sending traces and metrics, and letting metrics be read.

mod collector;
mod metrics_page;
mod spans;

use std::error::Error;
use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use clock::Clock;
use opentelemetry::KeyValue;
use opentelemetry::metrics::noop::NoopMeterProvider;
use opentelemetry::metrics::{Meter, MeterProvider};
use opentelemetry_otlp::{MetricExporter, RetryPolicy, SpanExporter, WithExportConfig, WithTonicConfig};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::metrics::{PeriodicReader, SdkMeterProvider};
use opentelemetry_sdk::trace::SdkTracerProvider;
use tokio::runtime::Runtime;
use tonic::transport::Endpoint;
use tracing_subscriber::layer::Layer;
use tracing_subscriber::registry::Registry;

use crate::export::collector::{Collector, Signal, Watched};
use crate::names;
use crate::settings::TelemetrySettings;
use crate::start::{Service, StartError};

pub(crate) use crate::export::spans::{TARGET, begin, is_sampled};

/// How often metrics are sent.
const METRICS_INTERVAL: Duration = Duration::from_secs(30);

/// The longest that connecting to the collector may take, and the longest that it may take to answer.
const COLLECTOR_TIMEOUT: Duration = Duration::from_secs(2);

/// The longest that the spans which still wait at the end may take to be sent.
const FLUSH_TIMEOUT: Duration = Duration::from_secs(5);

/// How often something is sent again that the collector did not take: what waits meanwhile has little room, and the
/// process may be waiting to end.
const RETRIES: usize = 1;

/// Where metrics are counted, if anyone reads them; one for all of the process, like the log.
static METERS: OnceLock<SdkMeterProvider> = OnceLock::new();

/// What makes metrics; if nobody reads them, what it makes does nothing.
pub(crate) fn meter() -> Meter {
    METERS.get().map_or_else(|| NoopMeterProvider::new().meter(names::SCOPE), |meters| meters.meter(names::SCOPE))
}

/// What sends and serves, on threads of its own, so that no call waits for it.
#[derive(Debug)]
pub(crate) struct Export {
    spans: Option<SdkTracerProvider>,
    meters: SdkMeterProvider,
    metrics_address: Option<SocketAddr>,
    /// Taken when this is dropped.
    runtime: Option<Runtime>,
}

impl Export {
    /// Starts what is asked for; nothing if nothing is.
    pub(crate) fn start(
        settings: &TelemetrySettings,
        service: Service,
        clock: &Clock,
    ) -> Result<Option<Self>, StartError> {
        if settings.otlp_endpoint.is_none() && settings.metrics_listen.is_none() {
            return Ok(None);
        }
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("telemetry")
            .enable_all()
            .build()
            .map_err(broken)?;
        let entered = runtime.enter();
        let resource = resource(settings, service, clock);
        let mut meters = SdkMeterProvider::builder().with_resource(resource.clone());
        let mut spans = None;

        if let Some(endpoint) = &settings.otlp_endpoint {
            let (traces, metrics) = exporters(endpoint)?;
            meters = meters.with_reader(PeriodicReader::builder(metrics).with_interval(METRICS_INTERVAL).build());
            spans = Some(spans::provider(traces, resource, settings.sampling_ratio));
        }
        let mut metrics_address = None;
        if let Some(address) = settings.metrics_listen {
            let listening = |reason| StartError::Listen { address, reason };
            let listener = TcpListener::bind(address).map_err(listening)?;
            metrics_address = Some(listener.local_addr().map_err(listening)?);
            listener.set_nonblocking(true).map_err(listening)?;
            let listener = tokio::net::TcpListener::from_std(listener).map_err(listening)?;
            let registry = prometheus::Registry::new();
            let reader = opentelemetry_prometheus::exporter()
                .with_registry(registry.clone())
                .scope_info_enabled(false)
                .build()
                .map_err(broken)?;
            meters = meters.with_reader(reader);
            runtime.spawn(metrics_page::serve(listener, registry));
        }
        let meters = meters.build();
        METERS.get_or_init(|| meters.clone());
        drop(entered);
        Ok(Some(Self { spans, meters, metrics_address, runtime: Some(runtime) }))
    }

    /// What takes the spans of calls, if they are sent.
    pub(crate) fn spans(&self) -> Option<Box<dyn Layer<Registry> + Send + Sync>> {
        self.spans.as_ref().map(spans::layer)
    }

    pub(crate) fn metrics_address(&self) -> Option<SocketAddr> {
        self.metrics_address
    }
}

impl Drop for Export {
    fn drop(&mut self) {
        // Side by side, so that a collector that does not answer holds up the end once. It has said so in the log.
        std::thread::scope(|scope| {
            scope.spawn(|| self.meters.shutdown());
            self.spans.as_ref().map(|spans| spans.shutdown_with_timeout(FLUSH_TIMEOUT));
        });
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

fn exporters(endpoint: &Endpoint) -> Result<(Watched<SpanExporter>, Watched<MetricExporter>), StartError> {
    let channel = endpoint.clone().connect_timeout(COLLECTOR_TIMEOUT).timeout(COLLECTOR_TIMEOUT).connect_lazy();
    let collector = Arc::new(Collector::new(endpoint));
    let retries = RetryPolicy::recommended().with_max_retries(RETRIES);
    let spans = SpanExporter::builder()
        .with_tonic()
        .with_channel(channel.clone())
        .with_timeout(COLLECTOR_TIMEOUT)
        .with_retry_policy(retries.clone())
        .build()
        .map_err(broken)?;
    let metrics = MetricExporter::builder()
        .with_tonic()
        .with_channel(channel)
        .with_timeout(COLLECTOR_TIMEOUT)
        .with_retry_policy(retries)
        .build()
        .map_err(broken)?;
    Ok((
        Watched { exporter: spans, signal: Signal::Traces, collector: collector.clone() },
        Watched { exporter: metrics, signal: Signal::Metrics, collector },
    ))
}

fn resource(settings: &TelemetrySettings, service: Service, clock: &Clock) -> Resource {
    Resource::builder_empty()
        .with_service_name(service.name)
        .with_attributes([
            KeyValue::new(names::SERVICE_NAMESPACE, names::SCOPE),
            KeyValue::new(names::SERVICE_VERSION, service.version),
            KeyValue::new(names::SERVICE_INSTANCE_ID, clock.id().to_string()),
        ])
        .with_attributes(settings.resource_attributes.clone())
        .build()
}

fn broken(error: impl Error + Send + Sync + 'static) -> StartError {
    StartError::Export(Box::new(error))
}
