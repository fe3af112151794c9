//! The columns of what became of a customer when a cause was taken back.

use contracts::customer::v1::RevertOutcome;

use super::{Column, Record};
use crate::output::cell::{Cell, code};

impl Record for RevertOutcome {
    type Message = Self;

    const COLUMNS: &'static [Column<Self>] = &[
        Column::listed("customer_id", "Customer", "客户", |o| Cell::text(&o.customer_id)),
        Column::listed("action", "Done", "结果", |o| Cell::text(code(o.action().as_str_name(), "REVERT_ACTION_"))),
        Column::listed("kept_paths", "Changed since", "之后已修改", |o| Cell::Text(o.kept_paths.join("\n"))),
        Column::listed("error", "Error", "错误", |o| Cell::text(o.error.as_ref().map_or("", |error| &error.message))),
    ];

    fn message(&self) -> &Self {
        self
    }
}
