use std::path::Path;

use calendar::{Error, Recurrence, Rule};
use jiff::civil::{DateTime, date, datetime};
use serde::Deserialize;

use crate::data::{self, local};

#[derive(Deserialize)]
struct PublishedCase {
    id: String,
    dtstart: String,
    rrule: String,
    expected_local: Vec<String>,
    list_complete: bool,
}

pub(crate) fn recurrence(rule: &str, start: DateTime) -> Recurrence {
    Recurrence::new(&rule.parse::<Rule>().unwrap(), start).unwrap()
}

fn first(count: usize, rule: &str, start: DateTime) -> Vec<DateTime> {
    recurrence(rule, start).occurrences(None).take(count).map(Result::unwrap).collect()
}

fn assert_occurs_as_agreed(cases: &Path) {
    for case in data::json::<PublishedCase>(cases) {
        let expected: Vec<DateTime> = case.expected_local.iter().map(|at| local(at)).collect();
        let wanted = if case.list_complete { usize::MAX } else { expected.len() };
        let found = first(wanted.min(expected.len() + 1), &case.rrule, local(&case.dtstart));
        assert_eq!(found, expected, "{}: {}", case.id, case.rrule);
    }
}

fn assert_occurs_as_agreed_one_by_one(cases: &Path) {
    for case in data::json::<PublishedCase>(cases) {
        let recurrence = recurrence(&case.rrule, local(&case.dtstart));
        let mut after = local(&case.dtstart).checked_sub(jiff::SignedDuration::from_secs(1)).unwrap();
        for expected in case.expected_local.iter().map(|at| local(at)) {
            assert_eq!(recurrence.next_after(after), Ok(Some(expected)), "{}: {}", case.id, case.rrule);
            after = expected;
        }
        if case.list_complete {
            assert_eq!(recurrence.next_after(after), Ok(None), "{}: {}", case.id, case.rrule);
        }
    }
}

#[test]
fn every_published_rule_occurs_as_independent_implementations_agree() {
    assert_occurs_as_agreed(&data::kept("local_cases.json"));
}

#[test]
fn asked_one_by_one_the_occurrences_are_the_same() {
    assert_occurs_as_agreed_one_by_one(&data::kept("local_cases.json"));
}

#[test]
#[ignore = "reads published data: cargo xtask truth DIR"]
fn truth_rules_occur_as_independent_implementations_agree() {
    let cases = data::published("04_rrule/local_cases.json");
    assert_occurs_as_agreed(&cases);
    assert_occurs_as_agreed_one_by_one(&cases);
}

#[test]
fn a_month_that_lacks_the_day_is_left_out_or_uses_its_last() {
    let start = datetime(2024, 1, 31, 9, 0, 0, 0);
    let on = |month, day| datetime(2024, month, day, 9, 0, 0, 0);
    assert_eq!(first(3, "FREQ=MONTHLY", start), [on(1, 31), on(3, 31), on(5, 31)]);
    let backward = first(4, "RSCALE=GREGORIAN;FREQ=MONTHLY;SKIP=BACKWARD", start);
    assert_eq!(backward, [on(1, 31), on(2, 29), on(3, 31), on(4, 30)]);
    let two_days = "RSCALE=GREGORIAN;FREQ=MONTHLY;BYMONTHDAY=30,31;SKIP=BACKWARD";
    assert_eq!(first(5, two_days, start), [on(1, 31), on(2, 29), on(3, 30), on(3, 31), on(4, 30)]);
    let limited = "RSCALE=GREGORIAN;FREQ=DAILY;BYMONTHDAY=31;SKIP=BACKWARD";
    assert_eq!(first(2, limited, start), [on(1, 31), on(3, 31)], "where BYMONTHDAY only limits, no day is missing");
    let leap_day = datetime(2024, 2, 29, 9, 0, 0, 0);
    let years = |rule| first(3, rule, leap_day).into_iter().map(DateTime::date).collect::<Vec<_>>();
    assert_eq!(years("FREQ=YEARLY"), [date(2024, 2, 29), date(2028, 2, 29), date(2032, 2, 29)]);
    let backward = years("RSCALE=GREGORIAN;FREQ=YEARLY;SKIP=BACKWARD");
    assert_eq!(backward, [date(2024, 2, 29), date(2025, 2, 28), date(2026, 2, 28)]);
}

#[test]
fn a_week_number_without_a_weekday_means_the_weekday_of_the_start() {
    let found = first(2, "FREQ=YEARLY;BYWEEKNO=20", datetime(1997, 5, 14, 9, 0, 0, 0));
    assert_eq!(found, [datetime(1997, 5, 14, 9, 0, 0, 0), datetime(1998, 5, 13, 9, 0, 0, 0)]);
}

#[test]
fn until_includes_its_second_and_a_date_all_of_its_day() {
    let start = datetime(2025, 1, 1, 9, 0, 0, 0);
    let count = |rule: &str| recurrence(rule, start).occurrences(None).map(Result::unwrap).count();
    assert_eq!(count("FREQ=DAILY;UNTIL=20250103T090000"), 3);
    assert_eq!(count("FREQ=DAILY;UNTIL=20250103T085959"), 2);
    assert_eq!(count("FREQ=DAILY;UNTIL=20250103"), 3);
    assert_eq!(count("FREQ=DAILY;UNTIL=20241231"), 0);
}

#[test]
fn positions_are_chosen_from_millions_without_listing_them() {
    let every_second = (0..60).map(|value| value.to_string()).collect::<Vec<_>>().join(",");
    let every_hour = (0..24).map(|value| value.to_string()).collect::<Vec<_>>().join(",");
    let last = format!(
        "FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYHOUR={every_hour};BYMINUTE={every_second};BYSECOND={every_second};BYSETPOS=-1"
    );
    let found = first(2, &last, datetime(2025, 1, 1, 0, 0, 0, 0));
    assert_eq!(found, [datetime(2025, 12, 31, 23, 59, 59, 0), datetime(2026, 12, 31, 23, 59, 59, 0)]);
}

#[test]
fn a_rule_that_can_never_occur_ends_or_says_that_it_was_given_up() {
    let start = datetime(2025, 1, 1, 9, 0, 0, 0);
    for rule in
        ["FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=MONTHLY;BYDAY=6MO"]
    {
        assert_eq!(recurrence(rule, start).next_after(start), Ok(None), "{rule}");
    }
    for rule in ["FREQ=HOURLY;INTERVAL=24;BYHOUR=3", "FREQ=SECONDLY;INTERVAL=86400;BYHOUR=3"] {
        assert_eq!(recurrence(rule, start).next_after(start), Err(Error::TooManySteps), "{rule}");
        let mut occurrences = recurrence(rule, start);
        assert_eq!(occurrences.occurrences(None).count(), 1, "the error is the last item of {rule}");
        occurrences = recurrence(&format!("{rule};UNTIL=20260101"), start);
        assert_eq!(occurrences.next_after(start), Ok(None), "{rule}");
    }
}

#[test]
fn a_count_is_counted_once_and_refused_if_it_reaches_too_far() {
    let start = datetime(2025, 1, 1, 0, 0, 0, 0);
    let hourly = recurrence("FREQ=HOURLY;COUNT=9000", start);
    let last = start + jiff::SignedDuration::from_hours(8_999);
    assert_eq!(hourly.next_after(last - jiff::SignedDuration::from_secs(1)), Ok(Some(last)));
    assert_eq!(hourly.next_after(last), Ok(None));
    let rule: Rule = "FREQ=SECONDLY;COUNT=4000000000".parse().unwrap();
    assert_eq!(Recurrence::new(&rule, start).err(), Some(Error::TooManySteps));
}

#[test]
fn a_start_within_a_second_or_outside_of_the_years_is_refused() {
    let rule: Rule = "FREQ=DAILY".parse().unwrap();
    for start in [datetime(2025, 1, 1, 9, 0, 0, 1), datetime(0, 12, 31, 9, 0, 0, 0), DateTime::MIN] {
        assert_eq!(Recurrence::new(&rule, start).err(), Some(Error::Start { start }));
    }
}

#[test]
fn a_recurrence_ends_with_the_calendar() {
    let start = datetime(9999, 12, 30, 9, 0, 0, 0);
    let found = first(9, "FREQ=DAILY", start);
    assert_eq!(found, [start, datetime(9999, 12, 31, 9, 0, 0, 0)]);
    assert_eq!(recurrence("FREQ=SECONDLY", start).next_after(DateTime::MAX), Ok(None));
    assert_eq!(recurrence("FREQ=SECONDLY", start).next_after(datetime(9999, 12, 31, 23, 59, 59, 0)), Ok(None));
    assert_eq!(recurrence("FREQ=YEARLY;INTERVAL=4294967295", start).next_after(start), Ok(None));
    assert_eq!(recurrence("FREQ=DAILY", start).next_after(DateTime::MIN), Ok(Some(start)));
}
