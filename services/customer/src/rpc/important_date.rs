//! Important dates on the wire: as they were sent, and as they are answered.

use clock::Clock;
use contracts::customer::v1 as wire;
use contracts::customer::v1::ImportantDateKind;
use contracts::customer::v1::important_date::Day;
use conventions::violations::Violations;
use uuid::Uuid;

use super::fields::Elements;
use crate::domain::important_date::{Calendar, CalendarDate, DateKind, ImportantDate};
use crate::domain::name::Label;
use conventions::fields::{element_id, ok};

/// The dates of a record that had those of `before`.
pub(super) fn read(
    sent: &[wire::ImportantDate],
    before: &[ImportantDate],
    elements: Elements<'_>,
    violations: &mut Violations,
) -> Option<Vec<ImportantDate>> {
    let mut dates: Vec<ImportantDate> = Vec::with_capacity(sent.len());
    for (index, sent) in sent.iter().enumerate() {
        violations.item(index, |violations| {
            let Some(date) = read_one(sent, [before, &dates], elements.clock, violations) else { return };
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
    sent: &wire::ImportantDate,
    before_and_taken: [&[ImportantDate]; 2],
    clock: &Clock,
    violations: &mut Violations,
) -> Option<ImportantDate> {
    let id = element_id(&sent.important_date_id, "important_date_id", clock, violations);
    let kind = violations.field("kind", |violations| kind(sent, violations));
    let label = violations.field("label", |violations| ok(Label::parse(&sent.label), violations));
    let day = day(sent, violations);
    let (kind, label, day) = (kind?, label?, day?);
    let id = if sent.important_date_id.is_empty() {
        id_before(kind, &label, day, before_and_taken).unwrap_or(id)
    } else {
        id
    };
    ok(ImportantDate::new(id, kind, label, day), violations)
}

/// The id that the same date had before, unless another element has it.
fn id_before(kind: DateKind, label: &Label, day: CalendarDate, [before, taken]: [&[ImportantDate]; 2]) -> Option<Uuid> {
    let same = |date: &&ImportantDate| date.kind() == kind && date.label() == label && date.date() == day;
    let id = before.iter().find(same)?.id();
    taken.iter().all(|date| date.id() != id).then_some(id)
}

fn day(sent: &wire::ImportantDate, violations: &mut Violations) -> Option<CalendarDate> {
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

/// An important date.
pub(super) fn sent(date: &ImportantDate) -> wire::ImportantDate {
    let kind = match date.kind() {
        DateKind::Birthday => wire::ImportantDateKind::Birthday,
        DateKind::Anniversary => wire::ImportantDateKind::Anniversary,
        DateKind::ContractRenewal => wire::ImportantDateKind::ContractRenewal,
        DateKind::Other => wire::ImportantDateKind::Other,
    };
    let day = date.date();
    let (year, month, of_month) = (day.year().unwrap_or_default().into(), day.month().into(), day.day().into());
    let day = match day.calendar() {
        Calendar::Solar => {
            wire::important_date::Day::Solar(contracts::google::r#type::Date { year, month, day: of_month })
        }
        Calendar::Lunar => {
            wire::important_date::Day::Lunar(wire::LunarDay { year, month, leap: day.leap(), day: of_month })
        }
    };
    wire::ImportantDate {
        important_date_id: date.id().to_string(),
        kind: kind.into(),
        label: date.label().as_str().to_owned(),
        day: Some(day),
    }
}

fn kind(sent: &wire::ImportantDate, violations: &mut Violations) -> Option<DateKind> {
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
