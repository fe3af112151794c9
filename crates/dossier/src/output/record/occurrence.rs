//! The columns of what will be told of.

use contracts::reminder::v1::Occurrence;

use super::{Column, Record};
use crate::output::cell::Cell;

impl Record for Occurrence {
    type Message = Self;

    const COLUMNS: &'static [Column<Self>] = &[
        Column::listed("occurrence_time", "When", "时间", |o| Cell::time(o.occurrence_time.as_ref())),
        Column::listed("occurrence", "On its clocks", "当地时间", |o| Cell::text(&o.occurrence)),
        Column::listed("kind", "Kind", "类型", |o| Cell::code(o.kind().as_str_name(), "TASK_KIND_")),
        Column::listed("priority", "Priority", "优先级", |o| Cell::code(o.priority().as_str_name(), "PRIORITY_")),
        Column::listed("reminder_id", "Reminder", "提醒", |o| Cell::text(&o.reminder_id)),
        Column::listed("task_id", "Task", "任务", |o| Cell::text(&o.task_id)),
        Column::listed("customer", "Customer", "客户", |o| Cell::text(&o.customer)),
        Column::new("assignee", "Assignee", "负责人", |o| Cell::text(&o.assignee)),
    ];

    fn message(&self) -> &Self {
        self
    }
}
