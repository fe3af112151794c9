//! The columns of a task.

use contracts::reminder::v1::Task;

use super::{Column, Record};
use crate::output::cell::Cell;

impl Record for Task {
    type Message = Self;

    const COLUMNS: &'static [Column<Self>] = &[
        Column::listed("task_id", "Id", "标识", |t| Cell::text(&t.task_id)),
        Column::listed("title", "Title", "事项", |t| Cell::text(&t.title)),
        Column::listed("due", "Due", "到期", |t| Cell::text(&t.due)),
        Column::new("zone", "Zone", "时区", |t| Cell::text(&t.zone)),
        Column::listed("kind", "Kind", "类型", |t| Cell::code(t.kind().as_str_name(), "TASK_KIND_")),
        Column::listed("priority", "Priority", "优先级", |t| Cell::code(t.priority().as_str_name(), "PRIORITY_")),
        Column::listed("state", "State", "状态", |t| Cell::code(t.state().as_str_name(), "TASK_STATE_")),
        Column::listed("customer", "Customer", "客户", |t| Cell::text(&t.customer)),
        Column::new("assignee", "Assignee", "负责人", |t| Cell::text(&t.assignee)),
        Column::new("note", "Note", "备注", |t| Cell::text(&t.note)),
        Column::new("outcome", "Outcome", "结果", |t| Cell::text(&t.outcome)),
        Column::new("remind_time", "Reminds", "提醒时间", |t| Cell::time(t.remind_time.as_ref())),
        Column::new("reminder_id", "Reminder", "提醒", |t| Cell::text(&t.reminder_id)),
        Column::new("cadence_id", "Cadence", "跟进节奏", |t| Cell::text(&t.cadence_id)),
        Column::new("dormancy_rule_id", "Dormancy rule", "沉睡规则", |t| Cell::text(&t.dormancy_rule_id)),
        Column::new("release_time", "Released", "释放时间", |t| Cell::time(t.release_time.as_ref())),
        Column::new("release_refusal", "Not released", "未能释放", |t| Cell::text(&t.release_refusal)),
        Column::new("close_time", "Closed", "结束时间", |t| Cell::time(t.close_time.as_ref())),
        Column::new("create_time", "Created", "创建时间", |t| Cell::time(t.create_time.as_ref())),
        Column::new("revision", "Revision", "版本", |t| Cell::text(t.revision.to_string())),
    ];

    fn message(&self) -> &Self {
        self
    }
}
