//! One trace goes from a call through the feed to its effect in other services.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use access::Role;
use contracts::customer::v1 as customers;
use contracts::customer::v1::customer_service_client::CustomerServiceClient;
use opentelemetry_proto::tonic::collector::trace::v1::trace_service_server::{TraceService, TraceServiceServer};
use opentelemetry_proto::tonic::collector::trace::v1::{ExportTraceServiceRequest, ExportTraceServiceResponse};
use opentelemetry_proto::tonic::common::v1::any_value::Value;
use testkit::Engine;
use tokio::net::TcpListener;
use tokio_stream::wrappers::TcpListenerStream;
use tonic::{Request, Response, Status};

use super::book::until;
use crate::services::{Ground, Name};

/// The trace of the caller, recorded.
const TRACE: &str = "4bf92f3577b34da6a3ce929d0e0e4736";

/// A collector that keeps what it is sent.
#[derive(Clone, Default)]
struct Collector(Arc<Mutex<Vec<ExportTraceServiceRequest>>>);

impl Collector {
    /// Listens for as long as the test runs; answers where.
    async fn listen() -> (Self, String) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let collector = Self::default();
        let server = tonic::transport::Server::builder().add_service(TraceServiceServer::new(collector.clone()));
        tokio::spawn(server.serve_with_incoming(TcpListenerStream::new(listener)));
        (collector, format!("http://{address}"))
    }

    /// What the services told of the trace: their names, and those of the spans.
    fn told(&self) -> BTreeSet<(String, String)> {
        let requests = self.0.lock().unwrap();
        let mut told = BTreeSet::new();
        for of_service in requests.iter().flat_map(|request| &request.resource_spans) {
            let attributes = of_service.resource.iter().flat_map(|resource| &resource.attributes);
            let service = attributes.filter(|attribute| attribute.key == "service.name").find_map(|attribute| {
                match attribute.value.as_ref()?.value.as_ref()? {
                    Value::StringValue(name) => Some(name.clone()),
                    _ => None,
                }
            });
            let trace = u128::from_str_radix(TRACE, 16).unwrap().to_be_bytes();
            let spans = of_service.scope_spans.iter().flat_map(|spans| &spans.spans);
            for span in spans.filter(|span| span.trace_id == trace) {
                told.insert((service.clone().unwrap(), span.name.clone()));
            }
        }
        told
    }
}

#[tonic::async_trait]
impl TraceService for Collector {
    async fn export(
        &self,
        request: Request<ExportTraceServiceRequest>,
    ) -> Result<Response<ExportTraceServiceResponse>, Status> {
        self.0.lock().unwrap().push(request.into_inner());
        Ok(Response::new(ExportTraceServiceResponse::default()))
    }
}

#[test]
fn a_trace_goes_from_a_call_through_the_feed_to_all_who_hear_of_it() {
    if testkit::is_skipped() {
        return;
    }
    testkit::run(async {
        let (collector, address) = Collector::listen().await;
        let mut ground = Ground::fresh(Engine::Postgres).await;
        ground.set("TELEMETRY__OTLP_ENDPOINT", &address);
        let mut services = Vec::new();
        for name in Name::ALL {
            services.push(ground.start(name).await);
        }
        let administrator = ground.caller("administrator", Role::Administrator);
        let customer = customers::Customer {
            kind: customers::CustomerKind::Enterprise.into(),
            registered_name: "杭州云帆有限公司".into(),
            contact_points: vec![customers::ContactPoint {
                kind: customers::ContactPointKind::Phone.into(),
                value: "13912345678".into(),
                ..Default::default()
            }],
            ..Default::default()
        };
        let request = customers::CreateCustomerRequest { customer: Some(customer), ..Default::default() };
        let mut request = Request::new(request);
        request.metadata_mut().insert("traceparent", format!("00-{TRACE}-00f067aa0ba902b7-01").parse().unwrap());
        let mut client = CustomerServiceClient::new(ground.stub(Name::Customer, &administrator));
        client.create_customer(request).await.unwrap();

        let told = |service: &str, span: &str| (service.to_owned(), span.to_owned());
        let expected = [
            told("customer", "dossier.customer.v1.CustomerService/CreateCustomer"),
            told("interaction", "consume customer"),
            told("reminder", "consume customer"),
            told("analytics", "consume customer"),
        ];
        until(async || expected.iter().all(|expected| collector.told().contains(expected)).then_some(())).await;
    });
}
