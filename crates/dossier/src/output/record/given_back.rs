//! The columns of what became of a task, a reminder, a dormancy rule, a complaint or a service case when a cause was taken back. They are
//! those of other records that a cause is taken back from.

use contracts::interaction::v1::revert_outcome::Record as Case;
use contracts::reminder::v1::revert_outcome::Record as Duty;
use contracts::{interaction, reminder};

use super::{Column, Record};
use crate::output::cell::Cell;

/// The columns are the same whatever the record is.
macro_rules! columns {
    ($($package:ident: $name:ident;)+) => {$(
        impl Record for $package::v1::RevertOutcome {
            type Message = Self;

            const COLUMNS: &'static [Column<Self>] = &[
                Column::listed("record_kind", "Kind", "类别", |o| Cell::text($name(o).0)),
                Column::listed("record", "Record", "记录", |o| Cell::text($name(o).1)),
                Column::listed("action", "Done", "结果", |o| Cell::code(o.action().as_str_name(), "REVERT_ACTION_")),
                Column::listed("kept_paths", "Changed since", "之后已修改", |o| {
                    Cell::text(if o.action() == $package::v1::RevertAction::Kept { "assignee" } else { "" })
                }),
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
    reminder: of_duty;
    interaction: of_case;
}

fn of_duty(outcome: &reminder::v1::RevertOutcome) -> (&'static str, &str) {
    match &outcome.record {
        Some(Duty::TaskId(id)) => ("task", id),
        Some(Duty::ReminderId(id)) => ("reminder", id),
        Some(Duty::DormancyRuleId(id)) => ("dormancy_rule", id),
        None => Default::default(),
    }
}

fn of_case(outcome: &interaction::v1::RevertOutcome) -> (&'static str, &str) {
    match &outcome.record {
        Some(Case::ComplaintId(id)) => ("complaint", id),
        Some(Case::ServiceCaseId(id)) => ("service_case", id),
        None => Default::default(),
    }
}
