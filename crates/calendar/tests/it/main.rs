//! The calendar against published facts, independent implementations and rules that nobody wrote on purpose.

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod any_rule;
mod data;
mod firings;
mod important_dates;
mod lunar_dates;
mod notices;
mod occurrences;
mod rules;
mod working_days;
