//! The columns of a complaint.

use contracts::interaction::v1::Complaint;

use super::{Column, Record};
use crate::output::cell::Cell;

impl Record for Complaint {
    type Message = Self;

    const COLUMNS: &'static [Column<Self>] = &[
        Column::listed("complaint_id", "Id", "标识", |r| Cell::text(&r.complaint_id)),
        Column::new("customer", "Customer", "客户", |r| Cell::text(&r.customer)),
        Column::listed("complaint_time", "Time", "时间", |r| Cell::time(r.complaint_time.as_ref())),
        Column::new("channel", "Way", "方式", |r| Cell::code(r.channel().as_str_name(), "CHANNEL_")),
        Column::listed("subject", "Subject", "主题", |r| Cell::text(&r.subject)),
        Column::new("description", "Description", "内容", |r| Cell::text(&r.description)),
        Column::listed("priority", "Priority", "优先级", |r| Cell::code(r.priority().as_str_name(), "PRIORITY_")),
        Column::listed("handling_state", "State", "状态", |r| {
            Cell::code(r.handling_state().as_str_name(), "HANDLING_STATE_")
        }),
        Column::new("due_time", "Due", "期限", |r| Cell::time(r.due_time.as_ref())),
        Column::new("assignee", "Handled by", "处理人", |r| Cell::text(&r.assignee)),
        Column::new("resolution", "Resolution", "处理结果", |r| Cell::text(&r.resolution)),
        Column::new("resolve_time", "Settled", "解决时间", |r| Cell::time(r.resolve_time.as_ref())),
        Column::new("close_time", "Closed", "关闭时间", |r| Cell::time(r.close_time.as_ref())),
        Column::new("author", "Recorded by", "记录人", |r| Cell::text(&r.author)),
        Column::new("revision", "Revision", "版本", |r| Cell::text(r.revision.to_string())),
    ];

    fn message(&self) -> &Self {
        self
    }
}
