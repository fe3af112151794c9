//! The line that is logged of each call.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::LazyLock;

use bytes::Bytes;
use contracts::journal::v1::VerifyJournalRequest;
use tokio::net::TcpStream;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tracing::field::{Field, Visit};
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};

use crate::house::{House, behave};

type Line = BTreeMap<&'static str, String>;

thread_local! {
    /// Where the request log of this thread goes, on which a test's server and clients run.
    static LINES: RefCell<Option<UnboundedSender<(Level, Line)>>> = const { RefCell::new(None) };
}

/// Hands the request log to the test that it is of. There is one for all threads: what tracing remembers of a call site
/// may come from a thread that has no subscriber.
struct Catcher;

static CATCHER: LazyLock<()> = LazyLock::new(|| {
    tracing::subscriber::set_global_default(tracing_subscriber::registry().with(Catcher)).unwrap();
    tracing::callsite::rebuild_interest_cache();
});

fn catch_lines() -> UnboundedReceiver<(Level, Line)> {
    LazyLock::force(&CATCHER);
    let (sender, lines) = unbounded_channel();
    LINES.set(Some(sender));
    lines
}

impl<S: Subscriber> Layer<S> for Catcher {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let level = *event.metadata().level();
        if event.metadata().target() == "request" {
            let mut fields = Fields::default();
            event.record(&mut fields);
            // A line that comes after its test has no one to read it.
            LINES.with_borrow(|lines| lines.as_ref().map(|lines| lines.send((level, fields.0))));
        }
    }
}

#[derive(Default)]
struct Fields(Line);

impl Visit for Fields {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name(), value.to_owned());
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.0.insert(field.name(), format!("{value:?}"));
    }
}

#[tokio::test]
async fn a_call_that_succeeds_is_one_line_with_the_documented_fields_at_level_debug() {
    let mut lines = catch_lines();
    let house = House::with(&[]).await;
    let trace = house.ask("trace").await.unwrap();

    let (level, line) = lines.recv().await.unwrap();
    assert_eq!(level, Level::DEBUG);
    assert_eq!(
        line.keys().copied().collect::<Vec<_>>(),
        ["code", "duration_us", "method", "principal", "request_bytes", "response_bytes", "tenant", "trace_id"]
    );
    assert_eq!(line["method"], "dossier.customer.v1.TenantService/GetTenant");
    assert_eq!(line["code"], "OK");
    assert_eq!((line["principal"].as_str(), line["tenant"].as_str()), ("service", "acme"));
    assert!(trace.contains(&line["trace_id"]));
    // An empty message is the five bytes of its frame; the answer has a traceparent of 55 characters in a field.
    assert_eq!(line["request_bytes"], "5");
    assert_eq!(line["response_bytes"], (5 + 2 + 55).to_string());
    assert!(lines.try_recv().is_err(), "one line a call");
}

#[tokio::test]
async fn a_call_that_is_refused_is_logged_with_its_reason_at_level_info() {
    let mut lines = catch_lines();
    let house = House::with(&[("server.default_deadline", "1ms")]).await;
    house.ask("wait").await.unwrap_err();
    let (level, line) = lines.recv().await.unwrap();
    assert_eq!(level, Level::INFO);
    assert_eq!((line["code"].as_str(), line["reason"].as_str()), ("DEADLINE_EXCEEDED", "DEADLINE_EXCEEDED"));
}

#[tokio::test]
async fn a_fault_of_the_server_is_logged_at_level_error_also_when_a_stream_ends_with_it() {
    let mut lines = catch_lines();
    let house = House::with(&[]).await;
    house.ask("panic").await.unwrap_err();
    let mut answers =
        house.journals().verify_journal(behave("panic", VerifyJournalRequest::default())).await.unwrap().into_inner();
    while answers.message().await.is_ok() {}
    for method in ["dossier.customer.v1.TenantService/GetTenant", "dossier.journal.v1.JournalService/VerifyJournal"] {
        let (level, line) = lines.recv().await.unwrap();
        assert_eq!((level, line["code"].as_str(), line["method"].as_str()), (Level::ERROR, "INTERNAL", method));
    }
}

#[tokio::test]
async fn a_slow_call_is_logged_at_level_info_though_it_succeeds() {
    let mut lines = catch_lines();
    let house = House::with(&[("server.slow_call", "0s")]).await;
    house.ask("").await.unwrap();
    let (level, line) = lines.recv().await.unwrap();
    assert_eq!((level, line["code"].as_str()), (Level::INFO, "OK"));
}

#[tokio::test]
async fn a_caller_that_goes_away_is_logged_as_cancelled() {
    let mut lines = catch_lines();
    let house = House::with(&[]).await;
    let mut tenants = house.tenants();
    let call = tokio::spawn(async move { tenants.get_tenant(behave("wait", Default::default())).await });
    house.probe.call_came_in().await;
    call.abort();
    let (level, line) = lines.recv().await.unwrap();
    assert_eq!((level, line["code"].as_str()), (Level::INFO, "CANCELLED"));
}

#[tokio::test]
async fn a_caller_that_goes_away_in_the_middle_of_its_request_is_logged_as_cancelled() {
    let mut lines = catch_lines();
    let house = House::with(&[]).await;
    let stream = TcpStream::connect(house.serving.address()).await.unwrap();
    let (sender, connection) = h2::client::handshake(stream).await.unwrap();
    let connection = tokio::spawn(connection);
    let path = "dossier.customer.v1.TenantService/GetTenant";
    let post = || http::Request::post(format!("{}{path}", house.uri())).header("content-type", "application/grpc");
    let mut sender = sender.ready().await.unwrap();
    let (_answer, mut body) = sender.send_request(post().body(()).unwrap(), false).unwrap();
    // The frame of a message of eight bytes of which none comes.
    body.send_data(Bytes::from_static(&[0, 0, 0, 0, 8]), false).unwrap();
    // When a later call on the connection is answered, that one waits for its message.
    let (answer, mut body) = sender.send_request(post().body(()).unwrap(), false).unwrap();
    body.send_data(Bytes::from_static(&[0; 5]), true).unwrap();
    drop(answer.await.unwrap());
    lines.recv().await.unwrap();
    connection.abort();
    let (level, line) = lines.recv().await.unwrap();
    assert_eq!((level, line["code"].as_str()), (Level::INFO, "CANCELLED"));
}

#[tokio::test]
async fn the_path_of_an_unknown_method_is_not_logged() {
    let mut lines = catch_lines();
    let house = House::with(&[]).await;
    let request = http::Request::post(format!("{}zhang.san@example.com/13800000000", house.uri()))
        .body(tonic::body::Body::empty())
        .unwrap();
    house.connection().request(request).await.unwrap();
    let (_, line) = lines.recv().await.unwrap();
    assert_eq!((line["code"].as_str(), line["method"].as_str()), ("UNIMPLEMENTED", "_OTHER"));
    assert!(!format!("{line:?}").contains("zhang"));
}
