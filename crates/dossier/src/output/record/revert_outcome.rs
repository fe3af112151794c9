//! The columns of what became of a record when a cause was taken back.

use contracts::customer::v1::RevertOutcome;
use contracts::customer::v1::revert_outcome::Record as Reverted;

use super::{Column, Record};
use crate::output::cell::{Cell, code};

impl Record for RevertOutcome {
    type Message = Self;

    const COLUMNS: &'static [Column<Self>] = &[
        Column::listed("record_kind", "Kind", "类别", |o| Cell::Text(name(o).0)),
        Column::listed("record", "Record", "记录", |o| Cell::Text(name(o).1)),
        Column::listed("action", "Done", "结果", |o| Cell::code(o.action().as_str_name(), "REVERT_ACTION_")),
        Column::listed("kept_paths", "Changed since", "之后已修改", |o| Cell::Text(o.kept_paths.join("\n"))),
        Column::listed("error", "Error", "错误", |o| Cell::text(o.error.as_ref().map_or("", |error| &error.message))),
    ];

    fn message(&self) -> &Self {
        self
    }
}

/// What a record is, and by what it is known.
fn name(outcome: &RevertOutcome) -> (String, String) {
    match &outcome.record {
        Some(Reverted::CustomerId(id)) => ("customer".to_owned(), id.clone()),
        Some(Reverted::ContactPersonId(id)) => ("contact_person".to_owned(), id.clone()),
        Some(Reverted::Term(term)) => (code(term.vocabulary().as_str_name(), "VOCABULARY_"), term.code.clone()),
        None => Default::default(),
    }
}
