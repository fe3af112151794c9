//! What a collector is sent of calls, and what Prometheus reads. Telemetry is started once in a process, so each
//! `process_…` runs in one of its own.

use std::process::Command;

use clock::Clock;
use contracts::customer::v1::GetTenantRequest;
use opentelemetry_proto::tonic::metrics::v1::metric::Data;
use opentelemetry_proto::tonic::metrics::v1::number_data_point::Value;
use opentelemetry_proto::tonic::metrics::v1::{Metric, NumberDataPoint};
use opentelemetry_proto::tonic::trace::v1::span::SpanKind;
use opentelemetry_proto::tonic::trace::v1::status::StatusCode;
use serde::Deserialize;
use telemetry::{Service, TelemetrySettings, TraceContext};

use crate::house::{House, behave};
use crate::sink::{Sink, text};

const GET_TENANT: &str = "dossier.customer.v1.TenantService/GetTenant";

fn start(overrides: &[(&str, &str)]) -> telemetry::Guard {
    #[derive(Deserialize)]
    struct Settings {
        telemetry: TelemetrySettings,
    }
    let settings: Settings = settings::load(telemetry::SETTINGS, None, "NOBODY_SETS_THIS", overrides).unwrap();
    telemetry::start(&settings.telemetry, Service { name: "house", version: "1.2.3" }, &Clock::system()).unwrap()
}

fn run_process(name: &str) {
    let this_binary = std::env::current_exe().unwrap();
    let output = Command::new(this_binary).args(["--exact", name, "--ignored", "--nocapture"]).output().unwrap();
    let written = [output.stdout, output.stderr].map(|written| String::from_utf8(written).unwrap()).concat();
    assert!(output.status.success() && written.contains("1 passed"), "{written}");
}

/// Calls with this `traceparent`, and answers with the one of the response.
async fn call(house: &House, behaviour: &'static str, traceparent: Option<&str>) -> Option<String> {
    let mut request = behave(behaviour, GetTenantRequest::default());
    if let Some(traceparent) = traceparent {
        request.metadata_mut().insert(TraceContext::HEADER, traceparent.parse().unwrap());
    }
    let answer = house.tenants().get_tenant(request).await;
    let metadata = answer.as_ref().map_or_else(|status| status.metadata(), |answer| answer.metadata());
    metadata.get(TraceContext::HEADER).map(|told| told.to_str().unwrap().to_owned())
}

/// A process that makes calls and then fails.
async fn fail_after_calls(collector: &str) -> Result<(), (String, String)> {
    let _telemetry = start(&[
        ("telemetry.otlp_endpoint", collector),
        ("telemetry.resource_attributes", "deployment.environment.name=staging"),
        // Traces do not hang on what is logged.
        ("telemetry.log_filter", "off"),
    ]);
    let house = House::with(&[("server.calls", "1")]).await;
    let caller = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    let joined = call(&house, "", Some(caller)).await.unwrap();
    let begun = call(&house, "", None).await.unwrap();
    call(&house, "", Some("00-11111111111111111111111111111111-b7ad6b7169203331-00")).await.unwrap();
    call(&house, "panic", Some("00-22222222222222222222222222222222-b7ad6b7169203331-01")).await;

    let second = async {
        house.probe.entered.acquire_many(5).await.unwrap().forget();
        call(&house, "", None).await;
        house.probe.released.add_permits(1);
    };
    tokio::join!(call(&house, "wait", None), second);

    let request = http::Request::post(format!("{}zhang.san@example.com/13800000000", house.uri()))
        .header(TraceContext::HEADER, "00-33333333333333333333333333333333-b7ad6b7169203331-01")
        .body(tonic::body::Body::empty())
        .unwrap();
    house.connection().request(request).await.unwrap();
    // A call is over a little later here than at its caller.
    house.serving.drain(std::future::pending()).await;
    Err((joined, begun))
}

fn points(metric: Metric) -> Vec<NumberDataPoint> {
    match metric.data.unwrap() {
        Data::Sum(sum) => sum.data_points,
        other => panic!("{other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "runs in a process of its own"]
async fn process_that_exports() {
    let (sink, address) = Sink::listen().await;
    let (joined, begun) = fail_after_calls(&format!("http://{address}")).await.unwrap_err();

    let spans = sink.spans();
    let in_trace = |trace: &str| spans.iter().find(|span| hex(&span.trace_id) == trace);
    let span = in_trace("0af7651916cd43dd8448eb211c80319c").unwrap();
    assert_eq!(hex(&span.parent_span_id), "b7ad6b7169203331");
    assert_eq!(joined, format!("00-{}-{}-01", hex(&span.trace_id), hex(&span.span_id)), "as the caller was told");
    assert_eq!((span.name.as_str(), span.kind()), (GET_TENANT, SpanKind::Server));
    assert_eq!(text(&span.attributes, "rpc.system.name"), Some("grpc"));
    assert_eq!(text(&span.attributes, "rpc.method"), Some(GET_TENANT));
    assert_eq!(text(&span.attributes, "rpc.response.status_code"), Some("OK"));
    assert_eq!(text(&span.attributes, "error.type"), None);
    assert_eq!(text(&span.attributes, "dossier.principal"), Some("service"));
    assert_eq!(text(&span.attributes, "dossier.tenant"), Some("acme"));
    assert!(span.start_time_unix_nano > 0 && span.end_time_unix_nano > span.start_time_unix_nano);

    let span = spans.iter().find(|span| begun.contains(&hex(&span.trace_id))).unwrap();
    assert_eq!(begun, format!("00-{}-{}-01", hex(&span.trace_id), hex(&span.span_id)));
    assert!(span.parent_span_id.is_empty());

    assert!(in_trace("11111111111111111111111111111111").is_none(), "its caller does not record it");

    let span = in_trace("22222222222222222222222222222222").unwrap();
    assert_eq!(text(&span.attributes, "error.type"), Some("INTERNAL"));
    assert_eq!(text(&span.attributes, "dossier.reason"), Some("INTERNAL"));
    assert_eq!(span.status.as_ref().unwrap().code(), StatusCode::Error);

    let span = in_trace("33333333333333333333333333333333").unwrap();
    assert_eq!((span.name.as_str(), text(&span.attributes, "rpc.method")), ("grpc", Some("_OTHER")));
    assert!(!sink.everything().contains("zhang"));

    let resource = sink.resource_attributes();
    assert_eq!(text(&resource, "service.name"), Some("house"));
    assert_eq!(text(&resource, "service.version"), Some("1.2.3"));
    assert_eq!(text(&resource, "deployment.environment.name"), Some("staging"));

    let duration = sink.metric("rpc.server.call.duration");
    assert_eq!(duration.unit, "s");
    let Some(Data::Histogram(histogram)) = duration.data else { panic!("{:?}", duration.data) };
    let count = |code| {
        let is_of = |attributes: &[_]| {
            (text(attributes, "rpc.method"), text(attributes, "rpc.response.status_code"))
                == (Some(GET_TENANT), Some(code))
        };
        histogram.data_points.iter().filter(|point| is_of(&point.attributes)).map(|point| point.count).sum::<u64>()
    };
    assert_eq!((count("OK"), count("INTERNAL"), count("RESOURCE_EXHAUSTED")), (4, 1, 1));

    let value = |name| points(sink.metric(name)).pop().unwrap().value;
    assert_eq!(value("dossier.server.calls_shed"), Some(Value::AsInt(1)));
    assert_eq!(value("dossier.server.calls_under_way"), Some(Value::AsInt(0)));
    assert_eq!(value("dossier.server.connections"), Some(Value::AsInt(0)));
}

#[test]
fn a_collector_has_the_spans_and_metrics_of_all_calls_when_the_process_ends_even_with_a_failure() {
    run_process("telemetry::process_that_exports");
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "runs in a process of its own"]
async fn process_that_exports_and_logs_everything() {
    let (sink, address) = Sink::listen().await;
    let telemetry =
        start(&[("telemetry.otlp_endpoint", &format!("http://{address}")), ("telemetry.log_filter", "trace")]);
    let house = House::with(&[]).await;
    house.ask("").await.unwrap();
    house.serving.drain(std::future::pending()).await;
    drop(telemetry);

    let [span] = &sink.spans()[..] else { panic!("{:?}", sink.spans()) };
    let mut keys: Vec<&str> = span.attributes.iter().map(|attribute| attribute.key.as_str()).collect();
    keys.sort_unstable();
    let documented =
        ["dossier.principal", "dossier.tenant", "rpc.method", "rpc.response.status_code", "rpc.system.name"];
    assert_eq!((keys.as_slice(), span.events.len()), (&documented[..], 0));
}

#[test]
fn a_call_is_one_span_with_the_documented_attributes_whatever_is_logged() {
    run_process("telemetry::process_that_exports_and_logs_everything");
}

#[tokio::test]
#[ignore = "runs in a process of its own"]
async fn process_whose_metrics_are_read() {
    let telemetry = start(&[("telemetry.metrics_listen", "127.0.0.1:0")]);
    let house = House::with(&[]).await;
    house.ask("").await.unwrap();
    house.serving.drain(std::future::pending()).await;
    let uri = format!("http://{}/metrics", telemetry.metrics_address().unwrap()).parse().unwrap();
    let client = hyper_util::client::legacy::Client::builder(hyper_util::rt::TokioExecutor::new());
    let page = client.build_http::<tonic::body::Body>().get(uri).await.unwrap();
    let page = http_body_util::BodyExt::collect(page.into_body()).await.unwrap().to_bytes();
    let page = str::from_utf8(&page).unwrap();
    let count = page.lines().find(|line| line.starts_with("rpc_server_call_duration_seconds_count")).unwrap();
    assert!(count.contains(&format!("rpc_method=\"{GET_TENANT}\"")) && count.ends_with(" 1"), "{page}");
    drop(telemetry);
}

#[test]
fn the_metrics_page_shows_a_call() {
    run_process("telemetry::process_whose_metrics_are_read");
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
