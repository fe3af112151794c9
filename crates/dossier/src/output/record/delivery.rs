//! The columns of a delivery.

use contracts::reminder::v1::Delivery;

use super::{Column, Record};
use crate::output::cell::Cell;

impl Record for Delivery {
    type Message = Self;

    const COLUMNS: &'static [Column<Self>] = &[
        Column::listed("delivery_id", "Id", "标识", |d| Cell::text(&d.delivery_id)),
        Column::listed("endpoint_id", "Endpoint", "通知端点", |d| Cell::text(&d.endpoint_id)),
        Column::listed("task_id", "Task", "任务", |d| Cell::text(&d.task_id)),
        Column::listed("state", "State", "状态", |d| Cell::code(d.state().as_str_name(), "DELIVERY_STATE_")),
        Column::listed("attempt_count", "Attempts", "已尝试", |d| Cell::text(d.attempt_count.to_string())),
        Column::listed("failure", "Failure", "失败原因", |d| {
            Cell::code(d.failure().as_str_name(), "DELIVERY_FAILURE_")
        }),
        Column::new("answer_code", "Answer", "应答码", |d| Cell::text(d.answer_code.to_string())),
        Column::new("occurrence", "Occurrence", "当地时间", |d| Cell::text(&d.occurrence)),
        Column::new("next_attempt_time", "Next attempt", "下次尝试", |d| Cell::time(d.next_attempt_time.as_ref())),
        Column::new("last_attempt_time", "Last attempt", "上次尝试", |d| Cell::time(d.last_attempt_time.as_ref())),
        Column::new("create_time", "Created", "创建时间", |d| Cell::time(d.create_time.as_ref())),
    ];

    fn message(&self) -> &Self {
        self
    }
}
