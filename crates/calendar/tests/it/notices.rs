use calendar::{Error, ImportantDate, MAX_LEAD_DAYS, NoticeTerms, Occasion, Shift, WorkingDays};
use jiff::ToSpan;
use jiff::civil::{Date, date};

use crate::working_days::spring_festival;

fn on_the(month_day: &str) -> ImportantDate {
    ImportantDate::new(Occasion::SolarMonthDay(month_day.parse().unwrap()))
}

/// The day of the next notice, and of its occasion.
fn next(important: ImportantDate, lead_days: u16, shift: Shift, from: Date) -> (Date, Date) {
    let notice = important.next_notice(NoticeTerms { lead_days, shift }, &spring_festival(), from).unwrap();
    (notice.on, notice.anniversary.date)
}

#[test]
fn notice_comes_so_many_days_before() {
    let birthday = on_the("--05-20");
    assert_eq!(next(birthday, 0, Shift::None, date(2025, 1, 1)), (date(2025, 5, 20), date(2025, 5, 20)));
    assert_eq!(next(birthday, 7, Shift::None, date(2025, 1, 1)), (date(2025, 5, 13), date(2025, 5, 20)));
    assert_eq!(next(birthday, 7, Shift::None, date(2025, 5, 13)), (date(2025, 5, 13), date(2025, 5, 20)));
    assert_eq!(next(birthday, 7, Shift::None, date(2025, 5, 14)), (date(2026, 5, 13), date(2026, 5, 20)));
    assert_eq!(next(birthday, 366, Shift::None, date(2025, 1, 1)), (date(2025, 5, 19), date(2026, 5, 20)));
}

#[test]
fn notice_on_a_free_day_moves_to_a_working_day() {
    let birthday = on_the("--02-03");
    assert_eq!(next(birthday, 2, Shift::Previous, date(2025, 1, 1)), (date(2025, 1, 27), date(2025, 2, 3)));
    assert_eq!(next(birthday, 2, Shift::Next, date(2025, 1, 1)), (date(2025, 2, 5), date(2025, 2, 3)));
}

#[test]
fn a_notice_moved_past_its_occasion_is_still_found() {
    let birthday = on_the("--01-29");
    assert_eq!(next(birthday, 0, Shift::Next, date(2025, 2, 5)), (date(2025, 2, 5), date(2025, 1, 29)));
    assert_eq!(next(birthday, 0, Shift::Next, date(2025, 2, 6)), (date(2026, 1, 29), date(2026, 1, 29)));
}

#[test]
fn a_notice_moved_before_the_day_asked_for_is_not_given_again() {
    let birthday = on_the("--02-01");
    assert_eq!(next(birthday, 0, Shift::Previous, date(2025, 1, 28)), (date(2026, 1, 30), date(2026, 2, 1)));
}

#[test]
fn asked_day_by_day_every_year_gives_notice_once() {
    for (shift, lead_days) in [(Shift::None, 3), (Shift::Previous, 30), (Shift::Next, 0), (Shift::Next, 366)] {
        let mut notices = Vec::new();
        let mut from = date(2024, 1, 1);
        while from < date(2030, 1, 1) {
            let notice = next(on_the("--02-29"), lead_days, shift, from);
            assert!(notice.0 >= from);
            notices.push(notice);
            from += 1.day();
        }
        notices.dedup();
        let mut occasions: Vec<Date> = notices.iter().map(|(_, occasion)| *occasion).collect();
        occasions.dedup();
        assert_eq!(occasions.len(), notices.len());
        assert!(notices.len() >= 6);
    }
}

#[test]
fn more_than_a_year_of_lead_is_refused() {
    let terms = NoticeTerms { lead_days: MAX_LEAD_DAYS + 1, shift: Shift::None };
    let refused = on_the("--05-20").next_notice(terms, &WorkingDays::default(), date(2025, 1, 1));
    assert_eq!(refused, Err(Error::LeadDays));
}
