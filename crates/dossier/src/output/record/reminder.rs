//! The columns of a reminder.

use contracts::reminder::v1::Reminder;

use super::{Column, Record};
use crate::output::cell::Cell;

impl Record for Reminder {
    type Message = Self;

    const COLUMNS: &'static [Column<Self>] = &[
        Column::listed("reminder_id", "Id", "标识", |r| Cell::text(&r.reminder_id)),
        Column::listed("title", "Title", "事项", |r| Cell::text(&r.title)),
        Column::listed("next", "Next", "下次", |r| Cell::text(&r.next)),
        Column::new("zone", "Zone", "时区", |r| Cell::text(&r.zone)),
        Column::listed("kind", "Kind", "类型", |r| Cell::code(r.kind().as_str_name(), "TASK_KIND_")),
        Column::listed("state", "State", "状态", |r| Cell::code(r.state().as_str_name(), "REMINDER_STATE_")),
        Column::listed("customer", "Customer", "客户", |r| Cell::text(&r.customer)),
        Column::new("assignee", "Assignee", "负责人", |r| Cell::text(&r.assignee)),
        Column::new("note", "Note", "备注", |r| Cell::text(&r.note)),
        Column::new("fired_count", "Tasks made", "已生成任务", |r| Cell::text(r.fired_count.to_string())),
        Column::new("skipped_count", "Left out", "已略过", |r| Cell::text(r.skipped_count.to_string())),
        Column::new("create_time", "Created", "创建时间", |r| Cell::time(r.create_time.as_ref())),
        Column::new("revision", "Revision", "版本", |r| Cell::text(r.revision.to_string())),
    ];

    fn message(&self) -> &Self {
        self
    }
}
