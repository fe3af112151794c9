use std::path::Path;

use calendar::{Frequency, MAX_RULE_LENGTH, Rule, RuleError};
use serde::Deserialize;

use crate::data;

#[derive(Deserialize)]
struct InvalidRule {
    id: String,
    rrule: String,
    /// Names the part between backticks.
    why: String,
}

#[derive(Deserialize)]
struct ValidRule {
    rrule: String,
}

fn refused(text: &str) -> RuleError {
    text.parse::<Rule>().expect_err(text)
}

fn assert_refused_by_their_parts(cases: &Path) {
    for case in data::json::<InvalidRule>(cases) {
        let part = case.why.split('`').nth(1).unwrap();
        assert_eq!(refused(&case.rrule).part, part, "{}: {}", case.id, case.rrule);
    }
}

#[test]
fn every_rule_that_the_standard_forbids_is_refused_by_its_part() {
    assert_refused_by_their_parts(&data::kept("rfc_invalid_rules.json"));
}

#[test]
#[ignore = "reads published data: cargo xtask truth DIR"]
fn truth_rules_that_the_standard_forbids_are_refused_by_their_parts() {
    assert_refused_by_their_parts(&data::published("04_rrule/rfc_invalid_rules.json"));
}

#[test]
fn a_rule_is_refused_by_the_part_at_fault() {
    for (text, part) in [
        ("", "RRULE"),
        ("FREQ", "RRULE"),
        ("FREQ=DAILY;", "RRULE"),
        ("FREQ=DAILY;BYEASTER=0", "RRULE"),
        ("RRULE:FREQ=DAILY", "RRULE"),
        ("INTERVAL=2", "FREQ"),
        ("FREQ=FORTNIGHTLY", "FREQ"),
        ("FREQ=DAILY;FREQ=WEEKLY", "FREQ"),
        ("FREQ=DAILY;INTERVAL=0", "INTERVAL"),
        ("FREQ=DAILY;INTERVAL=-1", "INTERVAL"),
        ("FREQ=DAILY;INTERVAL=4294967296", "INTERVAL"),
        ("FREQ=DAILY;COUNT=0", "COUNT"),
        ("FREQ=DAILY;COUNT=+1", "COUNT"),
        ("FREQ=DAILY;COUNT=2;UNTIL=20300101T000000Z", "UNTIL"),
        ("FREQ=DAILY;UNTIL=2030-01-01", "UNTIL"),
        ("FREQ=DAILY;UNTIL=20300101Z", "UNTIL"),
        ("FREQ=DAILY;UNTIL=20300132T000000", "UNTIL"),
        ("FREQ=DAILY;UNTIL=20300101T240000", "UNTIL"),
        ("FREQ=WEEKLY;WKST=XX", "WKST"),
        ("FREQ=YEARLY;BYMONTH=0", "BYMONTH"),
        ("FREQ=YEARLY;BYMONTH=13", "BYMONTH"),
        ("FREQ=YEARLY;BYMONTH=", "BYMONTH"),
        ("FREQ=YEARLY;BYMONTH=1,,2", "BYMONTH"),
        ("FREQ=YEARLY;BYWEEKNO=54", "BYWEEKNO"),
        ("FREQ=YEARLY;BYYEARDAY=0", "BYYEARDAY"),
        ("FREQ=YEARLY;BYYEARDAY=367", "BYYEARDAY"),
        ("FREQ=MONTHLY;BYMONTHDAY=32", "BYMONTHDAY"),
        ("FREQ=MONTHLY;BYMONTHDAY=-32", "BYMONTHDAY"),
        ("FREQ=MONTHLY;BYDAY=0MO", "BYDAY"),
        ("FREQ=MONTHLY;BYDAY=54MO", "BYDAY"),
        ("FREQ=MONTHLY;BYDAY=M", "BYDAY"),
        ("FREQ=MONTHLY;BYDAY=1é", "BYDAY"),
        ("FREQ=WEEKLY;BYDAY=1MO", "BYDAY"),
        ("FREQ=DAILY;BYDAY=-1SU", "BYDAY"),
        ("FREQ=YEARLY;BYWEEKNO=20;BYDAY=1MO", "BYDAY"),
        ("FREQ=DAILY;BYHOUR=24", "BYHOUR"),
        ("FREQ=DAILY;BYHOUR=-1", "BYHOUR"),
        ("FREQ=DAILY;BYMINUTE=60", "BYMINUTE"),
        ("FREQ=DAILY;BYSECOND=61", "BYSECOND"),
        ("FREQ=DAILY;BYSETPOS=1", "BYSETPOS"),
        ("FREQ=DAILY;BYHOUR=9;BYSETPOS=0", "BYSETPOS"),
        ("FREQ=MONTHLY;SKIP=BACKWARD", "SKIP"),
        ("RSCALE=GREGORIAN;FREQ=MONTHLY;SKIP=FORWARD", "SKIP"),
        ("RSCALE=GREGORIAN;FREQ=MONTHLY;BYMONTHDAY=-31;SKIP=BACKWARD", "SKIP"),
        ("RSCALE=CHINESE;FREQ=MONTHLY", "RSCALE"),
    ] {
        let error = refused(text);
        assert_eq!(error.part, part, "{text}");
        assert!(error.to_string().starts_with(&format!("{part}: ")) && !error.reason.is_empty());
    }
    assert_eq!(refused(&"X".repeat(MAX_RULE_LENGTH + 1)).part, "RRULE");
}

#[test]
fn an_error_does_not_repeat_what_was_written() {
    assert!(!refused("FREQ=DAILY;NAME=13800138000").to_string().contains("13800138000"));
    assert!(!refused("FREQ=YEARLY;BYMONTH=13800138000").to_string().contains("13800138000"));
}

#[test]
fn a_rule_is_written_in_one_form_that_reads_back_as_itself() {
    for case in data::json::<ValidRule>(&data::kept("local_cases.json")) {
        let rule: Rule = case.rrule.parse().unwrap();
        assert_eq!(rule.to_string().parse::<Rule>().unwrap(), rule, "{}", case.rrule);
    }
    for (text, canonical) in [
        ("freq=weekly;wkst=su;byday=tu,su;interval=2", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=SU"),
        ("BYHOUR=17,9,9;FREQ=DAILY;INTERVAL=1;WKST=MO", "FREQ=DAILY;BYHOUR=9,17"),
        ("FREQ=MONTHLY;BYDAY=+1MO,-1FR;COUNT=07", "FREQ=MONTHLY;COUNT=7;BYDAY=1MO,-1FR"),
        ("FREQ=DAILY;UNTIL=20300101T000000Z", "FREQ=DAILY;UNTIL=20300101T000000Z"),
        ("FREQ=DAILY;UNTIL=20300101T000000", "FREQ=DAILY;UNTIL=20300101T000000"),
        ("FREQ=DAILY;UNTIL=20300101", "FREQ=DAILY;UNTIL=20300101"),
        ("FREQ=MINUTELY;BYSECOND=59,60", "FREQ=MINUTELY;BYSECOND=59"),
        ("SKIP=BACKWARD;FREQ=MONTHLY;RSCALE=GREGORIAN", "RSCALE=GREGORIAN;FREQ=MONTHLY;SKIP=BACKWARD"),
    ] {
        let rule: Rule = text.parse().unwrap();
        assert_eq!(rule.to_string(), canonical);
        assert_eq!(canonical.parse::<Rule>().unwrap(), rule);
    }
}

#[test]
fn a_stored_rule_is_checked_when_it_is_read() {
    let rule: Rule = serde_json::from_str(r#""FREQ=WEEKLY;BYDAY=MO""#).unwrap();
    assert_eq!(rule.frequency(), Frequency::Weekly);
    assert_eq!(serde_json::to_string(&rule).unwrap(), r#""FREQ=WEEKLY;BYDAY=MO""#);
    assert!(serde_json::from_str::<Rule>(r#""FREQ=WEEKLY;BYDAY=1MO""#).is_err());
}
