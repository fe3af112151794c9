//! The working days of a tenant on the wire: as they were sent, and as they are answered.

use std::collections::{BTreeMap, BTreeSet};

use contracts::customer::v1 as wire;
use contracts::google::r#type::DayOfWeek;
use conventions::fields::text;
use conventions::time;
use conventions::violations::Violations;
use jiff::civil::Date;

use crate::domain::working_days::{SpecialDay, SpecialDayKind, WorkingDays};

/// The most characters of the name of a day.
const LONGEST_NAME: usize = 20;

/// The days that were sent; the default when there are none.
pub(super) fn read(sent: Option<&wire::WorkingDays>, violations: &mut Violations) -> Option<WorkingDays> {
    let Some(sent) = sent else { return Some(WorkingDays::default()) };
    let free_weekdays = violations.field("free_weekdays", |violations| free_weekdays(&sent.free_weekdays, violations));
    let special_days = violations.field("special_days", |violations| special_days(&sent.special_days, violations));
    Some(WorkingDays { free_weekdays: free_weekdays?, special_days: special_days? })
}

fn free_weekdays(sent: &[i32], violations: &mut Violations) -> Option<BTreeSet<i8>> {
    let mut weekdays = BTreeSet::new();
    for (index, number) in sent.iter().enumerate() {
        let weekday = DayOfWeek::try_from(*number).ok().filter(|day| *day != DayOfWeek::Unspecified);
        let is_new = weekday.and_then(|_| i8::try_from(*number).ok()).is_some_and(|number| weekdays.insert(number));
        if !is_new {
            violations.item(index, |violations| {
                violations.add("must be a day of the week, each once", "须为星期几，且不得重复");
            });
        }
    }
    (weekdays.len() == sent.len()).then_some(weekdays)
}

fn special_days(sent: &[wire::SpecialDay], violations: &mut Violations) -> Option<BTreeMap<Date, SpecialDay>> {
    let mut days = BTreeMap::new();
    for (index, sent) in sent.iter().enumerate() {
        violations.item(index, |violations| {
            let Some((date, day)) = special_day(sent, violations) else { return };
            if days.insert(date, day).is_some() {
                violations.field("date", |violations| {
                    violations.add("must not be there twice; remove one", "重复，请去掉一个");
                });
            }
        });
    }
    (days.len() == sent.len()).then_some(days)
}

fn special_day(sent: &wire::SpecialDay, violations: &mut Violations) -> Option<(Date, SpecialDay)> {
    let date = violations.field("date", |violations| time::to_day(&sent.date.unwrap_or_default(), violations));
    let kind = violations.field("kind", |violations| match sent.kind() {
        wire::SpecialDayKind::Holiday => Some(SpecialDayKind::Holiday),
        wire::SpecialDayKind::MakeUpDay => Some(SpecialDayKind::MakeUpDay),
        wire::SpecialDayKind::Unspecified => {
            violations.add_required();
            None
        }
    });
    let name = violations.field("name", |violations| text(&sent.name, LONGEST_NAME, violations));
    Some((date?, SpecialDay { kind: kind?, name: name? }))
}

/// The days on the wire.
pub(crate) fn sent(days: &WorkingDays) -> wire::WorkingDays {
    let special_day = |(date, day): (&Date, &SpecialDay)| wire::SpecialDay {
        date: Some(time::to_date(*date)),
        kind: sent_kind(day.kind).into(),
        name: day.name.clone(),
    };
    wire::WorkingDays {
        free_weekdays: days.free_weekdays.iter().map(|number| i32::from(*number)).collect(),
        special_days: days.special_days.iter().map(special_day).collect(),
    }
}

fn sent_kind(kind: SpecialDayKind) -> wire::SpecialDayKind {
    match kind {
        SpecialDayKind::Holiday => wire::SpecialDayKind::Holiday,
        SpecialDayKind::MakeUpDay => wire::SpecialDayKind::MakeUpDay,
    }
}
