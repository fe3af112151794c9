//! Fields that several records have.

use calendar::Shift;
use conventions::fields::{ok, text};
use conventions::violations::Violations;
use jiff::civil::{DateTime, Time};
use uuid::Uuid;

use crate::domain::local_time;
use crate::domain::period::MORNING;
use crate::domain::task::{LONGEST_NOTE, LONGEST_TITLE, Priority, TaskKind};
use crate::domain::zone::Zone;
use contracts::reminder::v1 as wire;

/// A title that must be there.
pub(crate) fn title(sent: &str, violations: &mut Violations) -> Option<String> {
    let title = text(sent, LONGEST_TITLE, violations)?;
    if title.is_empty() {
        violations.add_required();
        return None;
    }
    Some(title)
}

/// A note.
pub(crate) fn note(sent: &str, violations: &mut Violations) -> Option<String> {
    text(sent, LONGEST_NOTE, violations)
}

/// A local time that must be there.
pub(crate) fn local_time(sent: &str, violations: &mut Violations) -> Option<DateTime> {
    if sent.is_empty() {
        violations.add_required();
        return None;
    }
    ok(local_time::parse(sent), violations)
}

/// A time of day: the morning when it is left out.
pub(crate) fn time_of_day(sent: &str, violations: &mut Violations) -> Option<Time> {
    if sent.is_empty() { Some(MORNING) } else { ok(local_time::parse_time_of_day(sent), violations) }
}

/// Where a day goes that is not a working day.
pub(crate) fn shift(sent: i32) -> Shift {
    match wire::WorkingDayShift::try_from(sent) {
        Ok(wire::WorkingDayShift::Previous) => Shift::Previous,
        Ok(wire::WorkingDayShift::Next) => Shift::Next,
        Ok(wire::WorkingDayShift::Unspecified) | Err(_) => Shift::None,
    }
}

/// Where a day goes that is not a working day, on the wire.
pub(crate) fn sent_shift(shift: Shift) -> wire::WorkingDayShift {
    match shift {
        Shift::None => wire::WorkingDayShift::Unspecified,
        Shift::Previous => wire::WorkingDayShift::Previous,
        Shift::Next => wire::WorkingDayShift::Next,
    }
}

/// A zone: that of the tenant when it is left out.
pub(crate) fn zone(sent: &str, of_tenant: &Zone, violations: &mut Violations) -> Option<Zone> {
    if sent.is_empty() { Some(of_tenant.clone()) } else { ok(Zone::parse(sent), violations) }
}

/// The id of a record elsewhere, if one is sent. What is no UUID was refused before.
pub(crate) fn reference(sent: &str) -> Option<Uuid> {
    Uuid::try_parse(sent).ok()
}

/// The ids of members of staff, each once.
pub(crate) fn staff(sent: &[String], violations: &mut Violations) -> Option<Vec<Uuid>> {
    let mut staff = Vec::with_capacity(sent.len());
    let before = violations.count();
    for (index, text) in sent.iter().enumerate() {
        violations.item(index, |violations| match Uuid::try_parse(text) {
            Ok(id) if staff.contains(&id) => {}
            Ok(id) => staff.push(id),
            Err(_) => violations.add("must be the id of a staff member, a UUID", "须为员工 ID（UUID）"),
        });
    }
    (violations.count() == before).then_some(staff)
}

/// What was said when the record was created, or nothing different: it cannot be changed.
pub(crate) fn unchanged<T: PartialEq>(sent: T, before: Option<T>, violations: &mut Violations) -> Option<T> {
    match before {
        Some(before) if before != sent => {
            violations.add("cannot be changed once the record is created", "记录创建后不能修改");
            None
        }
        _ => Some(sent),
    }
}

/// The kind of a task.
pub(crate) fn kind(sent: i32) -> TaskKind {
    match wire::TaskKind::try_from(sent) {
        Ok(wire::TaskKind::NextContact) => TaskKind::NextContact,
        Ok(wire::TaskKind::ImportantDate) => TaskKind::ImportantDate,
        Ok(wire::TaskKind::DataUpdate) => TaskKind::DataUpdate,
        Ok(wire::TaskKind::DormantCustomer) => TaskKind::DormantCustomer,
        Ok(wire::TaskKind::ToDo | wire::TaskKind::Unspecified) | Err(_) => TaskKind::ToDo,
    }
}

/// The kind of a task on the wire.
pub(crate) fn sent_kind(kind: TaskKind) -> i32 {
    let kind = match kind {
        TaskKind::ToDo => wire::TaskKind::ToDo,
        TaskKind::NextContact => wire::TaskKind::NextContact,
        TaskKind::ImportantDate => wire::TaskKind::ImportantDate,
        TaskKind::DataUpdate => wire::TaskKind::DataUpdate,
        TaskKind::DormantCustomer => wire::TaskKind::DormantCustomer,
    };
    kind.into()
}

/// How much a task presses.
pub(crate) fn priority(sent: i32) -> Priority {
    match wire::Priority::try_from(sent) {
        Ok(wire::Priority::Low) => Priority::Low,
        Ok(wire::Priority::High) => Priority::High,
        Ok(wire::Priority::Urgent) => Priority::Urgent,
        Ok(wire::Priority::Normal | wire::Priority::Unspecified) | Err(_) => Priority::Normal,
    }
}

/// How much a task presses, on the wire.
pub(crate) fn sent_priority(priority: Priority) -> i32 {
    let priority = match priority {
        Priority::Low => wire::Priority::Low,
        Priority::Normal => wire::Priority::Normal,
        Priority::High => wire::Priority::High,
        Priority::Urgent => wire::Priority::Urgent,
    };
    priority.into()
}

/// An id on the wire; empty for none.
pub(crate) fn sent_id(id: Option<Uuid>) -> String {
    id.map(|id| id.to_string()).unwrap_or_default()
}
