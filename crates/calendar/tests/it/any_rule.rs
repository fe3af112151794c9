//! Rules that nobody would write: no panic, bounded work, and the promises of the iterator.

use calendar::{Error, Recurrence, Rule};
use jiff::civil::{DateTime, datetime};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

const FREQUENCIES: [&str; 7] = ["SECONDLY", "MINUTELY", "HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY"];
const WEEKDAYS: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

fn numbers(name: &'static str, range: std::ops::RangeInclusive<i16>) -> impl Strategy<Value = Option<String>> {
    let list = vec(range, 1..6).prop_map(move |numbers| {
        let numbers: Vec<String> = numbers.iter().map(ToString::to_string).collect();
        format!("{name}={}", numbers.join(","))
    });
    option::weighted(0.3, list)
}

fn weekdays() -> impl Strategy<Value = Option<String>> {
    let weekday =
        (option::weighted(0.2, -6_i8..=6), prop::sample::select(&WEEKDAYS[..])).prop_map(|(ordinal, weekday)| {
            format!("{}{weekday}", ordinal.map_or(String::new(), |ordinal| ordinal.to_string()))
        });
    option::weighted(0.3, vec(weekday, 1..4).prop_map(|weekdays| format!("BYDAY={}", weekdays.join(","))))
}

fn interval() -> impl Strategy<Value = u32> {
    prop_oneof![4 => 1_u32..10, 2 => 1_u32..100_000, 1 => any::<u32>()]
}

/// The text of a rule; many are refused.
fn rule_text() -> impl Strategy<Value = String> {
    let dates = (
        numbers("BYMONTH", 1..=12),
        numbers("BYWEEKNO", -53..=53),
        numbers("BYYEARDAY", -366..=366),
        numbers("BYMONTHDAY", -31..=31),
        weekdays(),
    );
    let times = (
        numbers("BYHOUR", 0..=23),
        numbers("BYMINUTE", 0..=59),
        numbers("BYSECOND", 0..=60),
        numbers("BYSETPOS", -20..=20),
    );
    let ends = option::weighted(
        0.3,
        prop_oneof![
            (1_u32..2000).prop_map(|count| format!("COUNT={count}")),
            any::<u32>().prop_map(|count| format!("COUNT={count}")),
            (1990_u16..2200).prop_map(|year| format!("UNTIL={year}0630T120000Z")),
        ],
    );
    let week_start = option::weighted(0.3, prop::sample::select(&WEEKDAYS[..]).prop_map(|day| format!("WKST={day}")));
    let skip = option::weighted(0.1, Just("RSCALE=GREGORIAN;SKIP=BACKWARD".to_owned()));
    (prop::sample::select(&FREQUENCIES[..]), interval(), dates, times, ends, week_start, skip).prop_map(
        |(frequency, interval, dates, times, end, week_start, skip)| {
            let parts = [
                dates.0, dates.1, dates.2, dates.3, dates.4, times.0, times.1, times.2, times.3, end, week_start, skip,
            ];
            let parts = parts.into_iter().flatten().map(|part| format!(";{part}")).collect::<String>();
            format!("FREQ={frequency};INTERVAL={interval}{parts}")
        },
    )
}

fn local_time() -> impl Strategy<Value = DateTime> {
    (1900_i16..2100, 1_i8..=12, 1_i8..=28, 0_i8..24, 0_i8..60, 0_i8..60)
        .prop_map(|(year, month, day, hour, minute, second)| datetime(year, month, day, hour, minute, second, 0))
}

/// Up to so many occurrences; the search may be given up.
fn some(recurrence: &Recurrence, after: Option<DateTime>, count: usize) -> Vec<DateTime> {
    recurrence.occurrences(after).take(count).map_while(Result::ok).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read_or_refused(text in "[ -~é]{0,60}", rule in rule_text()) {
        let _ = text.parse::<Rule>();
        let _ = format!("{rule}{text}").parse::<Rule>();
        let _ = text.parse::<calendar::MonthDay>();
    }

    #[test]
    fn what_is_read_is_written_and_read_again(text in rule_text()) {
        if let Ok(rule) = text.parse::<Rule>() {
            prop_assert_eq!(rule.to_string().parse::<Rule>(), Ok(rule));
        }
    }

    #[test]
    fn any_rule_occurs_in_order_from_its_start_and_the_same_however_it_is_asked(
        text in rule_text(), start in local_time(), after in local_time(),
    ) {
        let Ok(rule) = text.parse::<Rule>() else { return Ok(()) };
        let recurrence = match Recurrence::new(&rule, start) {
            Ok(recurrence) => recurrence,
            Err(error) => { prop_assert_eq!(error, Error::TooManySteps); return Ok(()) }
        };
        let found = some(&recurrence, None, 20);
        prop_assert!(found.is_sorted_by(|earlier, later| earlier < later));
        prop_assert!(found.iter().all(|at| *at >= start));
        for pair in found.windows(2) {
            prop_assert_eq!(recurrence.next_after(pair[0]), Ok(Some(pair[1])));
            prop_assert_eq!(recurrence.next_after(pair[1] - SignedDuration::from_secs(1)), Ok(Some(pair[1])));
        }
        prop_assert!(some(&recurrence, Some(after), 5).iter().all(|at| *at > after && *at >= start));
    }

    #[test]
    fn any_rule_fires_in_order_in_a_zone(text in rule_text(), start in local_time(), after in -2_000_000_000_i64..4_000_000_000) {
        let Ok(rule) = text.parse::<Rule>() else { return Ok(()) };
        let Ok(recurrence) = Recurrence::new(&rule, start) else { return Ok(()) };
        let zone = TimeZone::get("Europe/London").unwrap();
        let after = Timestamp::from_second(after).unwrap();
        let fired: Vec<_> = recurrence.firings(&zone, Some(after)).take(10).map_while(Result::ok).collect();
        prop_assert!(fired.is_sorted_by(|earlier, later| earlier.instant < later.instant));
        prop_assert!(fired.iter().all(|firing| firing.instant > after));
        for pair in fired.windows(2) {
            prop_assert_eq!(recurrence.next_firing_after(&zone, pair[0].instant), Ok(Some(pair[1])));
        }
    }
}
