//! What a simulation says, held against a run of the clock.

use calendar::{DayKind, ImportantDate, LunarMonth, LunarMonthDay, NoticeTerms, Occasion as Day, Shift};
use jiff::civil::{DateTime, date, time};
use jiff::tz;
use proptest::prelude::*;

use super::*;

fn reminder(schedule: Schedule, zone: Zone, now: Instant) -> Reminder {
    let mut facts = ReminderFacts {
        kind: TaskKind::DataUpdate,
        customer: None,
        schedule,
        zone,
        missed: Missed::FireLate,
        priority: Priority::Normal,
        assignee: None,
        paused: false,
        state: ReminderState::Active,
        waiting: None,
        merged: 0,
        fired_count: 0,
        skipped_count: 0,
        create_time: now,
        important_date: None,
        tenant_zone: None,
    };
    facts.count_from(now, &WorkingDays::default()).unwrap();
    Reminder { id: Uuid::from_u128(1), revision: 1, update_time: now, facts, personal: None }
}

/// What a clock that looks every so often until `until` fires.
fn accelerated(mut reminder: Reminder, from: Instant, until: Instant, step_micros: i64) -> Vec<Due> {
    let (mut now, mut fired) = (from, Vec::new());
    while now < until {
        now = now.plus_micros(step_micros).min(until);
        while let Some((next, firing)) = reminder.step(now, &WorkingDays::default()).unwrap() {
            fired.extend(firing.map(|firing| firing.due));
            reminder = next;
        }
    }
    fired
}

fn simulated(reminder: &Reminder, from: Instant, until: Instant) -> Vec<Due> {
    let occasions = reminder.facts.simulate(from, until, usize::MAX, &WorkingDays::default()).unwrap();
    occasions.into_iter().map(|occasion| occasion.due).collect()
}

fn at(text: &str) -> Instant {
    text.parse::<jiff::Timestamp>().unwrap().into()
}

fn recurring(rule: &str, start: DateTime) -> Schedule {
    Schedule::recurring(rule.parse().unwrap(), start).unwrap()
}

#[test]
fn a_simulated_year_is_an_accelerated_year_in_every_zone() {
    let (from, until) = (at("2024-01-01T00:00:00Z"), at("2025-01-01T00:00:00Z"));
    let start = date(2023, 12, 1).at(2, 30, 0, 0);
    let mut fired = 0;
    for name in tz::db().available() {
        let Ok(zone) = Zone::parse(name.as_str()) else { continue };
        // The clocks of most zones that change do it in one of these nights.
        let reminder = reminder(recurring("FREQ=WEEKLY;BYDAY=FR,SU;BYHOUR=0,2;BYMINUTE=30", start), zone, from);
        let expected = simulated(&reminder, from, until);
        assert_eq!(accelerated(reminder, from, until, 5 * 3_600_000_000), expected, "{name}");
        assert!((200..=214).contains(&expected.len()), "{name}: {}", expected.len());
        fired += expected.len();
    }
    assert!(fired > 100_000, "{fired}");
}

#[test]
fn a_time_that_the_clocks_skip_is_told_of_after_the_gap_and_one_that_they_repeat_once() {
    let berlin = || Zone::parse("Europe/Berlin").unwrap();
    let (from, until) = (at("2024-03-29T12:00:00Z"), at("2024-04-01T12:00:00Z"));
    let nights =
        simulated(&reminder(recurring("FREQ=DAILY", date(2024, 3, 1).at(2, 30, 0, 0)), berlin(), from), from, until);
    let shown: Vec<_> =
        nights.iter().map(|due| (due.local.to_string(), jiff::Timestamp::from(due.time).to_string())).collect();
    assert_eq!(shown[1], ("2024-03-31T02:30:00".to_owned(), "2024-03-31T01:30:00Z".to_owned()));
    let (from, until) = (at("2024-10-26T12:00:00Z"), at("2024-10-27T12:00:00Z"));
    let night =
        simulated(&reminder(recurring("FREQ=DAILY", date(2024, 3, 1).at(2, 30, 0, 0)), berlin(), from), from, until);
    assert_eq!(night.len(), 1);
    assert_eq!(jiff::Timestamp::from(night[0].time).to_string(), "2024-10-27T00:30:00Z");
}

#[test]
fn a_lunar_day_is_told_of_some_days_before_on_a_working_day() {
    let day = LunarMonthDay::new(LunarMonth::ordinary(8), 15).unwrap();
    let schedule = Schedule::Yearly {
        date: ImportantDate::new(Day::LunarMonthDay(day)),
        terms: NoticeTerms { lead_days: 3, shift: Shift::Previous },
        time: time(9, 0, 0, 0),
    };
    let now = at("2024-01-01T00:00:00Z");
    let reminder = reminder(schedule, Zone::parse("Asia/Shanghai").unwrap(), now);
    let occasions = reminder.facts.simulate(now, at("2026-12-31T00:00:00Z"), 10, &WorkingDays::default()).unwrap();
    let shown: Vec<_> = occasions.iter().map(|at| (at.due.local.to_string(), at.about.date().to_string())).collect();
    // Mid-Autumn: 2024-09-17, a Tuesday, less 3 days is Saturday; 2025-10-06; 2026-09-25.
    assert_eq!(
        shown,
        [
            ("2024-09-13T09:00:00".to_owned(), "2024-09-17".to_owned()),
            ("2025-10-03T09:00:00".to_owned(), "2025-10-06".to_owned()),
            ("2026-09-22T09:00:00".to_owned(), "2026-09-25".to_owned()),
        ]
    );
}

#[test]
fn what_rests_or_has_ended_is_told_of_no_more() {
    let now = at("2024-05-20T00:00:00Z");
    let mut resting = reminder(recurring("FREQ=DAILY", date(2024, 5, 1).at(9, 0, 0, 0)), Zone::utc(), now);
    resting.facts.paused = true;
    resting.facts.count_from(now, &WorkingDays::default()).unwrap();
    assert!(resting.step(at("2025-05-20T00:00:00Z"), &WorkingDays::default()).unwrap().is_none());
    let once = reminder(Schedule::Once(date(2024, 5, 21).at(9, 0, 0, 0)), Zone::utc(), now);
    let (after, firing) = once.step(at("2024-05-21T09:00:00Z"), &WorkingDays::default()).unwrap().unwrap();
    assert!(firing.is_some());
    assert_eq!((after.facts.state, after.facts.waiting, after.facts.fired_count), (ReminderState::Ended, None, 1));
}

#[test]
fn the_stored_form_of_schema_1_is_read_and_written_for_ever() {
    const FACTS_1: &str = r#"{"kind":"important_date","customer":"018f9a3c-0000-7000-8000-000000000001","schedule":{"recurring":{"rule":"FREQ=DAILY","start":"2024-05-20T09:00:00"}},"zone":"Asia/Shanghai","missed":{"skip":{"after_minutes":60}},"priority":"high","assignee":"018f9a3c-0000-7000-8000-000000000002","paused":true,"state":"active","waiting":{"local":"2024-05-21T09:00:00","time":1716253200000000},"merged":2,"fired_count":3,"skipped_count":4,"create_time":1716170400000000}"#;
    let facts: ReminderFacts = serde_json::from_str(FACTS_1).unwrap();
    assert_eq!(serde_json::to_string(&facts).unwrap(), FACTS_1);
}

fn any_rule() -> impl Strategy<Value = String> {
    let frequency = prop_oneof![Just("HOURLY"), Just("DAILY"), Just("WEEKLY"), Just("MONTHLY"), Just("YEARLY")];
    (frequency, 1..5_u8, 0..3_u8).prop_map(|(frequency, interval, part)| {
        let part = ["", ";BYDAY=MO,FR", ";BYHOUR=1,2,3"][usize::from(part)];
        format!("FREQ={frequency};INTERVAL={interval}{part}")
    })
}

proptest! {
    #[test]
    fn a_simulation_in_pieces_is_one_simulation(rule in any_rule(), days in 1..200_i64, zone in 0..4_usize) {
        let zone = Zone::parse(["Asia/Shanghai", "Europe/Berlin", "Australia/Lord_Howe", "America/Sao_Paulo"][zone]).unwrap();
        let (from, until) = (at("2024-01-01T00:00:00Z"), at("2024-12-31T00:00:00Z"));
        let middle = from.plus_micros(days * 86_400_000_000);
        let reminder = reminder(recurring(&rule, date(2024, 1, 1).at(2, 15, 0, 0)), zone, from);
        let mut pieces = simulated(&reminder, from, middle);
        pieces.extend(simulated(&reminder, middle, until));
        prop_assert_eq!(&pieces, &simulated(&reminder, from, until));
        prop_assert_eq!(&pieces, &accelerated(reminder, from, until, 90_000_000_000));
    }
}

/// Working days with some days of 2024 and 2025 otherwise than their days of the week say.
fn any_working_days() -> impl Strategy<Value = WorkingDays> {
    let day = (0..730_i64, any::<bool>());
    prop::collection::vec(day, 0..200).prop_map(|days| {
        let special = |(day, free): (i64, bool)| {
            let kind = if free { DayKind::Holiday } else { DayKind::MakeUpDay };
            (date(2024, 1, 1).checked_add(jiff::Span::new().days(day)).unwrap(), kind)
        };
        WorkingDays { exceptions: days.into_iter().map(special).collect(), ..WorkingDays::default() }
    })
}

proptest! {
    /// Whether the days are others before it is counted anew, or as it is told of, or both.
    #[test]
    fn every_anniversary_is_told_of_once_however_the_working_days_change(
        changes in prop::collection::vec((any_working_days(), 1..60_i64, any::<bool>()), 12..30),
        lead_days in 0..40_u16,
        next in any::<bool>(),
    ) {
        let day = LunarMonthDay::new(LunarMonth::ordinary(8), 15).unwrap();
        let shift = if next { Shift::Next } else { Shift::Previous };
        let terms = NoticeTerms { lead_days, shift };
        let schedule =
            Schedule::Yearly { date: ImportantDate::new(Day::LunarMonthDay(day)), terms, time: time(9, 0, 0, 0) };
        let mut now = at("2024-01-01T00:00:00Z");
        let mut reminder = reminder(schedule, Zone::parse("Asia/Shanghai").unwrap(), now);
        let mut told = Vec::new();
        for (working_days, days, is_counted_anew) in changes {
            if is_counted_anew {
                reminder = reminder.recount(&Zone::utc(), &working_days).unwrap().unwrap_or(reminder);
            }
            now = now.plus_micros(days * 86_400_000_000);
            while let Some((next, firing)) = reminder.step(now, &working_days).unwrap() {
                told.extend(firing.map(|firing| firing.task.due.date()));
                reminder = next;
            }
        }
        let later = now.plus_micros(2 * 366 * 86_400_000_000);
        let coming = reminder.facts.simulate(now, later, 1, &WorkingDays::default()).unwrap();
        told.extend(coming.iter().map(|occasion| occasion.about.date()));
        let anniversaries =
            [(2024, 9, 17), (2025, 10, 6), (2026, 9, 25), (2027, 9, 15), (2028, 10, 3), (2029, 9, 22)];
        let anniversaries = anniversaries.map(|(year, month, day)| date(year, month, day));
        prop_assert!(coming.len() == 1 && told == anniversaries[..told.len()], "{told:?}");
    }
}
