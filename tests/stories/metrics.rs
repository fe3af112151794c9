//! What operators see of a process that runs: what was written is heard, what was due has fired, what was delivered failed.

use std::io::{Read, Write};
use std::net::TcpStream;

use access::Role;
use contracts::customer::v1 as customers;
use contracts::customer::v1::customer_service_client::CustomerServiceClient;
use contracts::reminder::v1 as reminders;
use contracts::reminder::v1::endpoint_service_client::EndpointServiceClient;
use contracts::reminder::v1::task_service_client::TaskServiceClient;
use testkit::{Engine, on_both_engines};

use super::book::until;
use crate::process::{Ground, Process};
use crate::services::free_port;

/// Whom each service hears.
const FEEDS: [(&str, &str); 5] = [
    ("analytics", "customer"),
    ("analytics", "interaction"),
    ("interaction", "customer"),
    ("reminder", "customer"),
    ("reminder", "interaction"),
];
/// An address of this machine at which nobody listens.
const NOBODY: &str = "https://127.0.0.1:1/hook";

/// What the page says; empty if it says nothing yet.
fn page(address: &str) -> String {
    let mut page = String::new();
    let Ok(mut stream) = TcpStream::connect(address) else { return page };
    stream.write_all(b"GET /metrics HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n").unwrap();
    stream.read_to_string(&mut page).unwrap();
    page
}

/// The value of a series.
fn value(page: &str, series: &str) -> Option<f64> {
    page.lines().find_map(|line| line.strip_prefix(series)?.strip_prefix(' ')?.parse().ok())
}

on_both_engines! {
    async fn what_a_process_heard_fired_and_delivered_is_seen_on_its_page(engine) {
        let address = format!("127.0.0.1:{}", free_port());
        let mut ground = Ground::fresh(engine).await;
        ground.set("TELEMETRY__METRICS_LISTEN", address.clone());
        ground.set("REMINDER__WEBHOOK_HOSTS", "127.0.0.1");
        let process = Process::start(&ground);
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
        let mut client = CustomerServiceClient::new(process.stub(&administrator).await);
        client.create_customer(request).await.unwrap();
        let endpoint = reminders::Endpoint { title: "CRM".into(), url: NOBODY.into(), ..Default::default() };
        let request = reminders::CreateEndpointRequest { endpoint: Some(endpoint), ..Default::default() };
        let mut client = EndpointServiceClient::new(process.stub(&administrator).await);
        client.create_endpoint(request).await.unwrap();
        let overdue = reminders::Task { title: "回访".into(), due: "2024-05-21T09:00".into(), ..Default::default() };
        let request = reminders::CreateTaskRequest { task: Some(overdue), ..Default::default() };
        TaskServiceClient::new(process.stub(&administrator).await).create_task(request).await.unwrap();

        let seen = async |series: String| {
            until(async || value(&page(&address), &series).filter(|value| *value >= 1.0)).await;
        };
        for (service, feed) in FEEDS {
            seen(format!(r#"dossier_feed_following{{dossier_feed="{feed}",dossier_service="{service}"}}"#)).await;
        }
        for service in ["analytics", "interaction", "reminder"] {
            seen(format!(r#"dossier_feed_lag_seconds_count{{dossier_feed="customer",dossier_service="{service}"}}"#)).await;
        }
        seen(r#"dossier_journal_batch_size_sum{dossier_service="customer"}"#.to_owned()).await;
        seen("dossier_reminder_lateness_seconds_count".to_owned()).await;
        seen(r#"dossier_reminder_deliveries_total{dossier_outcome="failed"}"#.to_owned()).await;

        let page = page(&address);
        for (service, feed) in FEEDS {
            let stopped = format!(r#"dossier_feed_stopped{{dossier_feed="{feed}",dossier_service="{service}"}}"#);
            assert_eq!(value(&page, &stopped), Some(0.0), "{page}");
        }
        let backlog = value(&page, r#"dossier_journal_backlog{dossier_service="customer"}"#);
        assert_eq!(backlog.is_some(), engine == Engine::Postgres, "{page}");
        assert_eq!(value(&page, r#"dossier_reminder_deliveries_total{dossier_outcome="dead"}"#), Some(0.0), "{page}");
        assert!(!page.contains("云帆") && !page.contains("回访"), "{page}");
    }
}
