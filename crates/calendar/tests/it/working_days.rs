use calendar::{DayKind, Error, MAX_SHIFT_DAYS, Shift, WorkingDays};
use jiff::civil::{Date, Weekday, date};

/// The Spring Festival of 2025 as announced: 28 January to 4 February free, 26 January and 8 February worked.
pub(crate) fn spring_festival() -> WorkingDays {
    let mut working_days = WorkingDays::default();
    for free in date(2025, 1, 28).series(jiff::ToSpan::days(1)).take(8) {
        working_days.exceptions.insert(free, DayKind::Holiday);
    }
    for worked in [date(2025, 1, 26), date(2025, 2, 8)] {
        working_days.exceptions.insert(worked, DayKind::MakeUpDay);
    }
    working_days
}

#[test]
fn holidays_are_free_and_make_up_days_are_worked_whatever_their_weekday() {
    let working_days = spring_festival();
    assert_eq!(date(2025, 1, 28).weekday(), Weekday::Tuesday);
    assert!(!working_days.contains(date(2025, 1, 28)));
    assert_eq!(date(2025, 1, 26).weekday(), Weekday::Sunday);
    assert!(working_days.contains(date(2025, 1, 26)));
    assert!(working_days.contains(date(2025, 1, 27)));
    assert!(!working_days.contains(date(2025, 2, 9)));
}

#[test]
fn a_date_is_moved_to_the_previous_or_the_next_working_day() {
    let working_days = spring_festival();
    let moved = |from, shift| working_days.shift(from, shift).unwrap();
    assert_eq!(moved(date(2025, 2, 1), Shift::Previous), date(2025, 1, 27));
    assert_eq!(moved(date(2025, 2, 1), Shift::Next), date(2025, 2, 5));
    assert_eq!(moved(date(2025, 2, 1), Shift::None), date(2025, 2, 1));
    assert_eq!(moved(date(2025, 2, 9), Shift::Previous), date(2025, 2, 8));
    assert_eq!(moved(date(2025, 1, 25), Shift::Next), date(2025, 1, 26));
    for shift in [Shift::None, Shift::Previous, Shift::Next] {
        assert_eq!(moved(date(2025, 2, 5), shift), date(2025, 2, 5));
    }
}

#[test]
fn without_a_working_day_near_enough_the_date_is_not_moved_but_refused() {
    let every_day = Weekday::Monday.cycle_forward().take(7).collect();
    let mut never = WorkingDays { weekend: every_day, ..WorkingDays::default() };
    let from = date(2025, 1, 1);
    assert_eq!(never.shift(from, Shift::Next), Err(Error::NoWorkingDay { date: from }));
    assert_eq!(never.shift(from, Shift::None), Ok(from));
    assert_eq!(never.shift(Date::MAX, Shift::Next), Err(Error::OutOfRange));
    let furthest = from.checked_add(jiff::ToSpan::days(i64::from(MAX_SHIFT_DAYS))).unwrap();
    never.exceptions.insert(furthest, DayKind::MakeUpDay);
    assert_eq!(never.shift(from, Shift::Next), Ok(furthest));
}

#[test]
fn working_days_are_stored_as_weekday_codes_and_dates() {
    let text = r#"{"weekend":["FR","SA"],"exceptions":{"2025-01-26":"make_up_day","2025-01-28":"holiday"}}"#;
    let working_days: WorkingDays = serde_json::from_str(text).unwrap();
    assert!(working_days.contains(date(2025, 1, 26)) && !working_days.contains(date(2025, 1, 28)));
    assert!(!working_days.contains(date(2025, 1, 3)) && working_days.contains(date(2025, 1, 5)));
    assert_eq!(serde_json::to_string(&working_days).unwrap(), text);
    assert!(serde_json::from_str::<WorkingDays>(&text.replace("FR", "FX")).is_err());
}
