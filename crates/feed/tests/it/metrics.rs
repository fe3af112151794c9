//! What Prometheus reads of a consumer. Telemetry is started once in a process, so `process_…` runs in one of its own.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::process::Command;

use clock::Clock;
use feed::State;
use serde::Deserialize;
use telemetry::{Guard, TelemetrySettings};
use testkit::Engine;

use crate::conformance::delete_place;
use crate::house::{COPIER, House, Way, copies};
use crate::notes::{self, TENANT, take_to};

/// Starts telemetry with a page of metrics.
fn start() -> Guard {
    #[derive(Deserialize)]
    struct Settings {
        telemetry: TelemetrySettings,
    }
    let overrides = [("telemetry.metrics_listen", "127.0.0.1:0"), ("telemetry.log_filter", "off")];
    let settings: Settings = settings::load(telemetry::SETTINGS, None, "NOBODY_SETS_THIS", &overrides).unwrap();
    let service = telemetry::Service { name: COPIER, version: "1.2.3" };
    telemetry::start(&settings.telemetry, service, &Clock::system()).unwrap()
}

/// What the page says of the consumer of notes under this name.
fn told(address: SocketAddr, name: &str) -> f64 {
    of_labels(address, name, &format!(r#"dossier_feed="{}",dossier_service="{COPIER}""#, notes::SERVICE))
}

fn of_labels(address: SocketAddr, name: &str, labels: &str) -> f64 {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.write_all(b"GET /metrics HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n").unwrap();
    let mut page = String::new();
    stream.read_to_string(&mut page).unwrap();
    let series = format!("{name}{{{labels}}} ");
    let value = page.lines().find_map(|line| line.strip_prefix(&series));
    value.unwrap_or_else(|| panic!("{series} is not in\n{page}")).parse().unwrap()
}

#[test]
#[ignore = "runs in a process of its own"]
fn process_whose_consumer_follows_and_stops() {
    let guard = start();
    let address = guard.metrics_address().unwrap();
    testkit::run(async {
        testkit::allow_log("entries are missing from a feed: its consumer stopped");
        let (house, copies) = (House::new(Engine::Sqlite).await, copies(Engine::Sqlite).await);
        let mut following = house.follow(Way::InProcess, &copies);
        following.until(|state| *state == State::Following).await;
        assert_eq!((told(address, "dossier_feed_following"), told(address, "dossier_feed_stopped")), (1.0, 0.0));
        let began = told(address, "dossier_feed_last_heard_timestamp_seconds");
        assert!(began > 1.7e9, "seconds since 1970: {began}");

        take_to(&house.journal, TENANT, (0..10).map(|number| 16 * number), 1).await;
        house.caught_up(&copies).await;
        following.end().await;
        assert_eq!((told(address, "dossier_feed_following"), told(address, "dossier_feed_stopped")), (0.0, 0.0));
        assert!(told(address, "dossier_feed_lag_seconds_count") >= 1.0);
        assert!(told(address, "dossier_feed_lag_seconds_sum") > 0.0);
        assert!(told(address, "dossier_feed_last_heard_timestamp_seconds") > began);
        let of_notes = format!(r#"dossier_service="{}""#, notes::SERVICE);
        assert_eq!(of_labels(address, "dossier_journal_batch_size_count", &of_notes), 1.0);

        take_to(&house.journal, TENANT, (0..2).map(|number| 16 * number), 2).await;
        delete_place(&house, 11).await;
        let mut following = house.follow(Way::InProcess, &copies);
        following.until(|state| matches!(state, State::Stopped(_))).await;
        following.task.await.unwrap();
        assert_eq!((told(address, "dossier_feed_following"), told(address, "dossier_feed_stopped")), (0.0, 1.0));
    });
    drop(guard);
}

#[test]
fn the_page_says_who_follows_how_far_behind_and_who_stopped_at_a_gap() {
    let this_binary = std::env::current_exe().unwrap();
    let name = "metrics::process_whose_consumer_follows_and_stops";
    let output = Command::new(this_binary).args(["--exact", name, "--ignored", "--nocapture"]).output().unwrap();
    let written = [output.stdout, output.stderr].map(|written| String::from_utf8(written).unwrap()).concat();
    assert!(output.status.success() && written.contains("1 passed"), "{written}");
}
