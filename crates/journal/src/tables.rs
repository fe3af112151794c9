//! The tables that a write changes beside the journal: present states, and what records are found by.

use database::{Row, Table};

/// How a record's rows change in a table by which records are found. The record's id is part of their key.
#[derive(Clone)]
pub struct IndexRows {
    /// The table.
    pub table: &'static Table,
    /// The keys of the rows that go.
    pub removed: Vec<Row>,
    /// The rows that come; their keys are new.
    pub added: Vec<Row>,
}

/// A table that holds the present state of records: it has the columns `tenant_id` and an id as its key, `revision`,
/// `update_time`, `facts` and `sealed`.
pub struct StateTable {
    /// The kind of its records.
    pub kind: &'static str,
    /// The table.
    pub table: Table,
    /// The name of the id's column.
    pub id_column: &'static str,
}

/// The row that holds a record.
#[derive(Clone)]
pub struct StateRow {
    /// Its table.
    pub table: &'static StateTable,
    /// Its values.
    pub row: Row,
    /// The columns, by index, that get the time of recording.
    pub time_columns: Vec<usize>,
}
