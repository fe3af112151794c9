//! The columns of what became of a record when those of a member of staff were handed over.

use contracts::interaction::v1::transfer_outcome::Record as Case;
use contracts::reminder::v1::transfer_outcome::Record as Duty;
use contracts::{customer, interaction, reminder};

use super::{Column, Record};
use crate::output::cell::Cell;

/// The columns are the same whatever the record is.
macro_rules! columns {
    ($($package:ident: $name:ident;)+) => {$(
        impl Record for $package::v1::TransferOutcome {
            type Message = Self;

            const COLUMNS: &'static [Column<Self>] = &[
                Column::listed("record_kind", "Kind", "类别", |o| Cell::text($name(o).0)),
                Column::listed("record", "Record", "记录", |o| Cell::text($name(o).1)),
                Column::listed("error", "Error", "错误", |o| {
                    Cell::text(o.error.as_ref().map_or("", |error| &error.message))
                }),
            ];

            fn message(&self) -> &Self {
                self
            }
        }
    )+};
}

columns! {
    customer: of_customer;
    reminder: of_duty;
    interaction: of_case;
}

fn of_customer(outcome: &customer::v1::TransferOutcome) -> (&'static str, &str) {
    ("customer", &outcome.customer_id)
}

fn of_duty(outcome: &reminder::v1::TransferOutcome) -> (&'static str, &str) {
    match &outcome.record {
        Some(Duty::TaskId(id)) => ("task", id),
        Some(Duty::ReminderId(id)) => ("reminder", id),
        Some(Duty::DormancyRuleId(id)) => ("dormancy_rule", id),
        None => Default::default(),
    }
}

fn of_case(outcome: &interaction::v1::TransferOutcome) -> (&'static str, &str) {
    match &outcome.record {
        Some(Case::ComplaintId(id)) => ("complaint", id),
        Some(Case::ServiceCaseId(id)) => ("service_case", id),
        None => Default::default(),
    }
}
