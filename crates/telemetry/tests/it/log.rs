//! The log, seen from outside: each `process_…` runs in a process of its own, whose standard error is read.

use std::process::Command;

use serde::Deserialize;
use telemetry::TelemetrySettings;

#[derive(Debug, Deserialize)]
struct Settings {
    telemetry: TelemetrySettings,
}

fn settings(overrides: &[(&str, &str)]) -> TelemetrySettings {
    settings::load::<Settings>(telemetry::SETTINGS, None, "NOBODY_SETS_THIS", overrides).unwrap().telemetry
}

/// What the process that `name` stands for wrote to standard error.
fn standard_error_of(name: &str) -> String {
    let this_binary = std::env::current_exe().unwrap();
    let output = Command::new(this_binary).args(["--exact", name, "--ignored", "--nocapture"]).output().unwrap();
    String::from_utf8(output.stderr).unwrap()
}

#[test]
#[ignore = "runs in a process of its own"]
fn process_that_logs_and_ends() {
    let guard = telemetry::start(&settings(&[("telemetry.log_format", "json")])).unwrap();
    let _span = tracing::info_span!("call", trace_id = "0af7").entered();
    for number in 0..1_000 {
        tracing::info!(number, "counted");
    }
    tracing::debug!("not asked for");
    drop(guard);
}

#[test]
fn every_line_is_written_before_the_process_ends() {
    let written = standard_error_of("log::process_that_logs_and_ends");
    let lines: Vec<&str> = written.lines().filter(|line| line.contains("counted")).collect();
    assert_eq!(lines.len(), 1_000);
    assert!(!written.contains("not asked for"));
}

#[test]
fn a_json_line_has_its_fields_at_the_top_and_names_the_span_it_is_in() {
    let written = standard_error_of("log::process_that_logs_and_ends");
    let last = written.lines().find(|line| line.contains("\"number\":999")).unwrap();
    assert!(last.starts_with('{') && last.contains("\"level\":\"INFO\"") && last.contains("\"message\":\"counted\""));
    assert!(last.contains("\"span\":{\"trace_id\":\"0af7\",\"name\":\"call\"}"), "{last}");
}

#[test]
#[ignore = "runs in a process of its own"]
fn process_that_panics() {
    let _guard = telemetry::start(&settings(&[])).unwrap();
    let name = "张三";
    let result = std::thread::spawn(move || name[..1].len()).join();
    assert!(result.is_err());
    let result = std::thread::spawn(|| panic!("a fixed message")).join();
    assert!(result.is_err());
}

#[test]
fn a_panic_is_logged_with_its_place_and_without_what_it_may_quote() {
    let written = standard_error_of("log::process_that_panics");
    assert!(written.contains("ERROR panic: a message put together at run time, left out location=\""), "{written}");
    assert!(written.contains("a fixed message"), "{written}");
    assert!(written.contains("tests/it/log.rs"), "{written}");
    assert!(!written.contains("张三"), "{written}");
}

#[test]
fn a_filter_that_cannot_be_read_is_refused_with_the_key_and_an_example() {
    let refused = telemetry::start(&settings(&[("telemetry.log_filter", "info,server=loud")])).unwrap_err().to_string();
    assert!(refused.starts_with("`telemetry.log_filter`: "), "{refused}");
    assert!(refused.ends_with("write a level such as `info`, or levels by target such as `info,request=debug`"));
}
