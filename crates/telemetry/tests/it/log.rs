//! The log, seen from outside: each `process_…` runs in a process of its own, whose standard error is read.

use crate::process::{standard_error_of, start};

#[test]
#[ignore = "runs in a process of its own"]
fn process_that_logs_and_ends() {
    let guard = start(&[("telemetry.log_format", "json")]).unwrap();
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
    let _guard = start(&[]).unwrap();
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
    let refused = start(&[("telemetry.log_filter", "info,server=loud")]).unwrap_err().to_string();
    assert!(refused.starts_with("`telemetry.log_filter`: "), "{refused}");
    assert!(refused.ends_with("write a level such as `info`, or levels by target such as `info,request=debug`"));
}
