//! Important dates as they were sent.

use contracts::customer::v1::important_date::Day;
use contracts::customer::v1::{ImportantDate, ImportantDateKind};
use conventions::violations::Violations;
use uuid::Uuid;

use super::{Reading, element_id, ok};
use crate::domain::important_date::{self, CalendarDate, DateKind};
use crate::domain::name::Label;

pub(super) fn read(
    sent: &[ImportantDate],
    reading: &Reading<'_>,
    violations: &mut Violations,
) -> Option<Vec<important_date::ImportantDate>> {
    let mut dates: Vec<important_date::ImportantDate> = Vec::with_capacity(sent.len());
    for (index, sent) in sent.iter().enumerate() {
        violations.item(index, |violations| {
            let Some(date) = read_one(sent, &dates, reading, violations) else { return };
            if dates.iter().any(|other| other.id() == date.id()) {
                violations.add("must not have the id of another element", "元素编号重复");
            } else {
                dates.push(date);
            }
        });
    }
    (dates.len() == sent.len()).then_some(dates)
}

fn read_one(
    sent: &ImportantDate,
    taken: &[important_date::ImportantDate],
    reading: &Reading<'_>,
    violations: &mut Violations,
) -> Option<important_date::ImportantDate> {
    let id = element_id(&sent.important_date_id, "important_date_id", reading.clock, violations);
    let kind = violations.field("kind", |violations| kind(sent, violations));
    let label = violations.field("label", |violations| ok(Label::parse(&sent.label), violations));
    let day = day(sent, violations);
    let (kind, label, day) = (kind?, label?, day?);
    let id =
        if sent.important_date_id.is_empty() { id_before(kind, &label, day, taken, reading).unwrap_or(id) } else { id };
    ok(important_date::ImportantDate::new(id, kind, label, day), violations)
}

/// The id that the same date had before, unless another element has it.
fn id_before(
    kind: DateKind,
    label: &Label,
    day: CalendarDate,
    taken: &[important_date::ImportantDate],
    reading: &Reading<'_>,
) -> Option<Uuid> {
    let same =
        |date: &&important_date::ImportantDate| date.kind() == kind && date.label() == label && date.date() == day;
    let id = reading.before?.1.important_dates.iter().find(same)?.id();
    taken.iter().all(|date| date.id() != id).then_some(id)
}

fn day(sent: &ImportantDate, violations: &mut Violations) -> Option<CalendarDate> {
    match &sent.day {
        Some(Day::Solar(day)) => violations.field("solar", |violations| {
            let (year, month, of_month) = (year(day.year), small(day.month), small(day.day));
            ok(CalendarDate::solar(year, month, of_month), violations)
        }),
        Some(Day::Lunar(day)) => violations.field("lunar", |violations| {
            let (year, month, of_month) = (year(day.year), small(day.month), small(day.day));
            ok(CalendarDate::lunar(year, month, day.leap, of_month), violations)
        }),
        None => {
            violations.add("must have a day: set solar or lunar", "须有日期，请填写公历（solar）或农历（lunar）");
            None
        }
    }
}

/// The year; none for 0, and for what is no year one that every calendar refuses.
fn year(sent: i32) -> Option<i16> {
    (sent != 0).then(|| i16::try_from(sent).unwrap_or(i16::MAX))
}

/// A month or day; what is none becomes 0, which every calendar refuses.
fn small(sent: i32) -> i8 {
    i8::try_from(sent).unwrap_or_default()
}

fn kind(sent: &ImportantDate, violations: &mut Violations) -> Option<DateKind> {
    Some(match sent.kind() {
        ImportantDateKind::Birthday => DateKind::Birthday,
        ImportantDateKind::Anniversary => DateKind::Anniversary,
        ImportantDateKind::ContractRenewal => DateKind::ContractRenewal,
        ImportantDateKind::Other => DateKind::Other,
        ImportantDateKind::Unspecified => {
            violations
                .add("must be set, such as IMPORTANT_DATE_KIND_BIRTHDAY", "必填，例如 IMPORTANT_DATE_KIND_BIRTHDAY");
            return None;
        }
    })
}
