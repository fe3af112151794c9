use std::path::Path;

use calendar::{Firing, Recurrence, instant_of};
use jiff::civil::{DateTime, date, datetime};
use jiff::tz::{self, TimeZone};
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;

use crate::data::{self, local};
use crate::occurrences::recurrence;

#[derive(Deserialize)]
struct PublishedCase {
    id: String,
    tzid: String,
    dtstart_local: String,
    rrule: String,
    expected_utc_if_gap_shifted: Vec<String>,
}

fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap()
}

fn instants(recurrence: &Recurrence, zone: &TimeZone) -> Vec<Timestamp> {
    recurrence.firings(zone, None).map(|firing| firing.unwrap().instant).collect()
}

/// The firings asked for one by one, each with the instant of the one before.
fn one_by_one(recurrence: &Recurrence, zone: &TimeZone, after: Timestamp) -> Vec<Firing> {
    let next = |after| recurrence.next_firing_after(zone, after).unwrap();
    std::iter::successors(next(after), |firing| next(firing.instant)).collect()
}

fn assert_fires_as_agreed(cases: &Path) {
    for case in data::json::<PublishedCase>(cases) {
        let utc = |text: &String| TimeZone::UTC.to_timestamp(local(text.strip_suffix('Z').unwrap())).unwrap();
        let expected: Vec<Timestamp> = case.expected_utc_if_gap_shifted.iter().map(utc).collect();
        let recurrence = recurrence(&case.rrule, local(&case.dtstart_local));
        assert_eq!(instants(&recurrence, &zone(&case.tzid)), expected, "{}: {} {}", case.id, case.tzid, case.rrule);
    }
}

#[test]
fn every_published_rule_fires_as_independent_implementations_agree() {
    assert_fires_as_agreed(&data::kept("dst_cases.json"));
}

#[test]
#[ignore = "reads published data: cargo xtask truth DIR"]
fn truth_rules_fire_as_independent_implementations_agree() {
    assert_fires_as_agreed(&data::published("04_rrule/dst_cases.json"));
}

#[test]
fn a_skipped_time_moves_by_the_gap_and_a_repeated_one_is_its_first() {
    let new_york = zone("America/New_York");
    let at = |local| instant_of(local, &new_york).unwrap().to_string();
    assert_eq!(at(datetime(2025, 3, 9, 2, 30, 0, 0)), "2025-03-09T07:30:00Z");
    assert_eq!(at(datetime(2025, 11, 2, 1, 30, 0, 0)), "2025-11-02T05:30:00Z");
    assert_eq!(instant_of(DateTime::MAX, &new_york), Err(calendar::Error::OutOfRange));
}

#[test]
fn no_instant_is_doubled_or_out_of_order_where_the_clocks_change() {
    let new_york = zone("America/New_York");
    let half_hourly = recurrence("FREQ=MINUTELY;INTERVAL=30;COUNT=12", datetime(2025, 3, 9, 0, 0, 0, 0));
    let local_of = |firing: Firing| new_york.to_datetime(firing.instant).time().to_string();
    let fired: Vec<String> = half_hourly.firings(&new_york, None).map(|firing| local_of(firing.unwrap())).collect();
    let expected = ["00:00", "00:30", "01:00", "01:30", "03:00", "03:30", "04:00", "04:30", "05:00", "05:30"];
    assert_eq!(fired, expected.map(|time| format!("{time}:00")));

    let before_the_gap = "2025-03-09T06:30:00Z".parse().unwrap();
    let three = recurrence("FREQ=DAILY;BYHOUR=2,3;BYMINUTE=15,45", datetime(2025, 3, 9, 0, 0, 0, 0));
    let fired: Vec<DateTime> =
        three.firings(&new_york, Some(before_the_gap)).take(3).map(|f| f.unwrap().local).collect();
    let on = |day, hour, minute| datetime(2025, 3, day, hour, minute, 0, 0);
    assert_eq!(fired, [on(9, 3, 15), on(9, 3, 45), on(10, 2, 15)], "each instant once, under the time that exists");
}

#[test]
fn a_time_moved_out_of_a_gap_waits_for_its_place_among_the_later_ones() {
    let new_york = zone("America/New_York");
    let mixed =
        recurrence("FREQ=DAILY;BYHOUR=2,3;BYMINUTE=0,30;BYSETPOS=2,3;COUNT=2", datetime(2025, 3, 9, 0, 0, 0, 0));
    let fired: Vec<Firing> = mixed.firings(&new_york, None).map(Result::unwrap).collect();
    let locals: Vec<DateTime> = fired.iter().map(|firing| firing.local).collect();
    assert_eq!(locals, [datetime(2025, 3, 9, 3, 0, 0, 0), datetime(2025, 3, 9, 2, 30, 0, 0)]);
    assert_eq!(one_by_one(&mixed, &new_york, Timestamp::UNIX_EPOCH), fired);
}

#[test]
fn a_rule_that_only_names_skipped_times_fires_every_time() {
    let changes = recurrence("FREQ=YEARLY;BYMONTH=3;BYDAY=2SU;COUNT=3", datetime(2025, 3, 9, 2, 30, 0, 0));
    let fired: Vec<String> = instants(&changes, &zone("America/New_York")).iter().map(ToString::to_string).collect();
    assert_eq!(fired, ["2025-03-09T07:30:00Z", "2026-03-08T07:30:00Z", "2027-03-14T07:30:00Z"]);
}

#[test]
fn a_day_that_a_zone_left_out_fires_on_the_next() {
    let daily = recurrence("FREQ=DAILY;COUNT=4", datetime(2011, 12, 28, 10, 0, 0, 0));
    let apia = zone("Pacific/Apia");
    let fired: Vec<i8> = instants(&daily, &apia).iter().map(|instant| apia.to_datetime(*instant).day()).collect();
    assert_eq!(fired, [28, 29, 31], "the 30th did not exist and falls on the 31st's own firing");
}

#[test]
fn until_in_utc_is_compared_with_the_instant() {
    let repeated = |until: &str| {
        let rule = format!("FREQ=MINUTELY;INTERVAL=30;UNTIL={until}");
        instants(&recurrence(&rule, datetime(2025, 11, 2, 1, 0, 0, 0)), &zone("America/New_York")).len()
    };
    assert_eq!(repeated("20251102T053000Z"), 2);
    assert_eq!(repeated("20251102T065959Z"), 2, "nothing fires while the hour is repeated");
    assert_eq!(repeated("20251102T070000Z"), 3);
}

#[test]
fn in_every_zone_the_hours_around_a_change_listed_are_those_asked_for_one_by_one() {
    let from = "2025-01-01T00:00:00Z".parse().unwrap();
    let mut changes = 0;
    for name in tz::db().available() {
        let zone = zone(name.as_str());
        for change in zone.following(from).take(2) {
            let before = change.timestamp() - SignedDuration::from_hours(4);
            let recurrence = recurrence("FREQ=MINUTELY;INTERVAL=30;COUNT=24", zone.to_datetime(before));
            let listed: Vec<Firing> = recurrence.firings(&zone, None).map(Result::unwrap).collect();
            assert!(listed.is_sorted_by(|earlier, later| earlier.instant < later.instant), "{name}");
            for local in recurrence.occurrences(None).map(Result::unwrap) {
                let instant = instant_of(local, &zone).unwrap();
                assert!(listed.binary_search_by_key(&instant, |firing| firing.instant).is_ok(), "{name} {local}");
            }
            assert_eq!(one_by_one(&recurrence, &zone, before - SignedDuration::from_secs(1)), listed, "{name}");
            changes += 1;
        }
    }
    assert!(changes > 200, "the time zone database is there");
}

#[test]
fn a_firing_asked_for_between_two_instants_is_the_later() {
    let shanghai = zone("Asia/Shanghai");
    let daily = recurrence("FREQ=DAILY", date(2025, 1, 1).at(9, 0, 0, 0));
    let between: Timestamp = "2025-01-01T01:00:00.5Z".parse().unwrap();
    let next = daily.next_firing_after(&shanghai, between).unwrap().unwrap();
    assert_eq!(next.instant.to_string(), "2025-01-02T01:00:00Z");
    assert_eq!(next.local, datetime(2025, 1, 2, 9, 0, 0, 0));
}
