//! Trace contexts on the wire and in rows.

use clock::{Clock, Instant};
use telemetry::TraceContext;

const HEADER: &str = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

#[test]
fn a_traceparent_is_read_and_written_back_unchanged() {
    let context = TraceContext::parse(HEADER).unwrap();
    assert_eq!(context.to_header(), HEADER);
    assert_eq!(context.trace_id().to_string(), "0af7651916cd43dd8448eb211c80319c");
    assert!(context.is_sampled());
}

#[test]
fn a_child_stays_in_the_trace_and_has_a_span_of_its_own() {
    let parent = TraceContext::parse(HEADER).unwrap();
    let child = parent.child(&Clock::system());
    assert_eq!(child.trace_id().to_string(), parent.trace_id().to_string());
    assert!(child.is_sampled());
    assert_ne!(child, parent);
}

#[test]
fn two_traces_that_start_in_the_same_microsecond_differ() {
    let clock = Clock::manual(Instant::from_micros(1));
    let (one, other) = (TraceContext::start(&clock), TraceContext::start(&clock));
    assert_ne!(one.trace_id().to_string(), other.trace_id().to_string());
    assert!(TraceContext::parse(&one.to_header()) == Some(one) && !one.is_sampled());
}

#[test]
fn the_bytes_that_a_row_keeps_are_read_back() {
    let context = TraceContext::parse(HEADER).unwrap();
    let bytes = context.to_bytes();
    assert_eq!(bytes[..4], [0x0a, 0xf7, 0x65, 0x19]);
    assert_eq!(TraceContext::from_bytes(&bytes), Some(context));
    assert_eq!(TraceContext::from_bytes(&bytes[1..]), None);
    assert_eq!(TraceContext::from_bytes(&[0; 26]), None);
}

#[test]
fn a_header_that_breaks_the_rules_of_the_w3c_is_ignored() {
    for header in [
        "",
        "00",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
        "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
        "00-00000000000000000000000000000000-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
        "00-+af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more",
        "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    ] {
        assert_eq!(TraceContext::parse(header), None, "{header}");
    }
}

#[test]
fn a_later_version_with_more_parts_is_read_as_far_as_known() {
    let later = format!("01{}-more", &HEADER[2..]);
    assert_eq!(TraceContext::parse(&later), TraceContext::parse(HEADER));
}
