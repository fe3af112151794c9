//! What is told of times that passed, held against a run that never stood still.

use calendar::WorkingDays;
use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::domain::schedule::Schedule;
use crate::domain::zone::Zone;

/// What a clock that looks at these times tells, and how often it left out.
struct Run {
    told: Vec<(Due, u32)>,
    skipped: u32,
    ended: bool,
}

fn run(missed: Missed, schedule: &Schedule, zone: &str, looks: impl IntoIterator<Item = Instant>) -> Run {
    let (zone, working_days) = (Zone::parse(zone).unwrap(), WorkingDays::default());
    let timetable = Timetable::new(schedule, &zone, &working_days).unwrap();
    let mut waiting = timetable.next_after(Instant::default()).unwrap().map(|next| next.due);
    let (mut told, mut skipped, mut merged) = (Vec::new(), 0, 0);
    for now in looks {
        while let Some(due) = waiting.filter(|due| due.time <= now) {
            let step = missed.step(&timetable, due, merged, now).unwrap();
            told.extend(step.fired.map(|fired| (fired.occasion.due, fired.merged)));
            skipped += step.skipped;
            merged = step.merged;
            waiting = step.next;
        }
    }
    Run { told, skipped, ended: waiting.is_none() }
}

fn daily(count: u32) -> Schedule {
    let rule = format!("FREQ=DAILY;COUNT={count}").parse().unwrap();
    Schedule::recurring(rule, date(2024, 3, 1).at(9, 0, 0, 0)).unwrap()
}

fn at(text: &str) -> Instant {
    text.parse::<jiff::Timestamp>().unwrap().into()
}

#[test]
fn late_times_are_each_told_of_once() {
    let run =
        run(Missed::FireLate, &daily(5), "Asia/Shanghai", [at("2024-03-04T00:00:00Z"), at("2030-01-01T00:00:00Z")]);
    let days: Vec<_> = run.told.iter().map(|(due, merged)| (due.local.day(), *merged)).collect();
    assert_eq!(days, [(1, 0), (2, 0), (3, 0), (4, 0), (5, 0)]);
    assert!(run.ended);
}

#[test]
fn times_older_than_allowed_are_left_out_and_counted() {
    let look = at("2024-03-04T02:00:00Z");
    let run = run(Missed::Skip { after_minutes: 120 }, &daily(5), "Asia/Shanghai", [look]);
    let days: Vec<_> = run.told.iter().map(|(due, _)| due.local.day()).collect();
    assert_eq!((days, run.skipped), (vec![4], 3));
}

#[test]
fn the_last_of_merged_times_stands_for_all() {
    let run = run(Missed::Merge, &daily(5), "Asia/Shanghai", [at("2024-03-04T02:00:00Z"), at("2024-03-06T00:00:00Z")]);
    let told: Vec<_> = run.told.iter().map(|(due, merged)| (due.local.day(), *merged)).collect();
    assert_eq!(told, [(4, 3), (5, 0)]);
}

#[test]
fn a_step_over_very_many_times_is_broken_off_and_goes_on() {
    let rule = "FREQ=MINUTELY;COUNT=25000".parse().unwrap();
    let schedule = Schedule::recurring(rule, date(2024, 3, 1).at(0, 0, 0, 0)).unwrap();
    let run = run(Missed::Merge, &schedule, "UTC", [at("2025-01-01T00:00:00Z")]);
    assert_eq!(run.told.iter().map(|(_, merged)| *merged).collect::<Vec<_>>(), [24_999]);
    assert!(run.ended);
}

fn any_missed() -> impl Strategy<Value = Missed> {
    prop_oneof![
        Just(Missed::FireLate),
        Just(Missed::Merge),
        (1..5_000_u32).prop_map(|after_minutes| Missed::Skip { after_minutes })
    ]
}

proptest! {
    /// Whatever the clock looks at and when: every time is told of, left out, or stood for by another, exactly once.
    #[test]
    fn no_time_is_lost_and_none_comes_twice(missed in any_missed(), hours in prop::collection::vec(1..100_i64, 0..40)) {
        let mut now = at("2024-03-01T00:00:00Z");
        let mut looks: Vec<_> = hours.iter().map(|hours| {
            now = now.plus_micros(hours * 3_600_000_000);
            now
        }).collect();
        looks.push(at("2034-01-01T00:00:00Z"));
        let run = run(missed, &daily(60), "America/New_York", looks);
        let stood_for: u32 = run.told.iter().map(|(_, merged)| merged + 1).sum();
        prop_assert_eq!(stood_for + run.skipped, 60);
        prop_assert!(run.told.windows(2).all(|pair| pair[0].0.time < pair[1].0.time));
        prop_assert!(run.ended);
    }

    /// A clock that looks often enough tells of everything in time, whatever would become of what it missed.
    #[test]
    fn a_clock_that_never_stands_still_misses_nothing(missed in any_missed()) {
        let looks = (0..1_600).map(|hour| at("2024-03-01T00:00:00Z").plus_micros(hour * 3_600_000_000));
        let run = run(missed, &daily(60), "Europe/Berlin", looks.map(|look| look.plus_micros(0)));
        prop_assert_eq!((run.told.len(), run.skipped), (60, 0));
        prop_assert!(run.told.iter().all(|(_, merged)| *merged == 0));
    }
}
