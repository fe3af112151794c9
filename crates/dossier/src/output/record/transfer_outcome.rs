//! The columns of what became of a customer when those of an owner were handed over.

use contracts::customer::v1::TransferOutcome;

use super::{Column, Record};
use crate::output::cell::Cell;

impl Record for TransferOutcome {
    type Message = Self;

    const COLUMNS: &'static [Column<Self>] = &[
        Column::listed("customer_id", "Customer", "客户", |o| Cell::text(&o.customer_id)),
        Column::listed("error", "Error", "错误", |o| Cell::text(o.error.as_ref().map_or("", |error| &error.message))),
    ];

    fn message(&self) -> &Self {
        self
    }
}
