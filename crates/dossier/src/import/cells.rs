//! The cells of a row, each taken once; what is left over is told apart.

use contracts::customer::v1::CustomField;
use csv::StringRecord;

use super::columns::{Columns, Role};
use super::field::Field;
use crate::output::unguarded;

/// The cells of a row.
pub(super) struct Cells<'a> {
    columns: &'a Columns,
    record: &'a StringRecord,
    taken: Vec<bool>,
}

impl<'a> Cells<'a> {
    pub(super) fn new(columns: &'a Columns, record: &'a StringRecord) -> Self {
        Self { columns, record, taken: vec![false; columns.len()] }
    }

    /// The value of a field; none when its cell is empty or taken.
    pub(super) fn peek(&self, field: Field) -> Option<&'a str> {
        self.columns.of(field).find_map(|index| self.at(index))
    }

    /// The value of a field, which is taken.
    pub(super) fn take(&mut self, field: Field) -> Option<&'a str> {
        let index = self.columns.of(field).find(|index| self.at(*index).is_some())?;
        let value = self.at(index);
        self.mark(index);
        value
    }

    /// The value of a field, taken if it can be read.
    pub(super) fn take_if<T>(&mut self, field: Field, read: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        let value = read(self.peek(field)?)?;
        self.take(field);
        Some(value)
    }

    /// All values of a field with their headers, which are taken.
    pub(super) fn take_all(&mut self, field: Field) -> Vec<(&'a str, &'a str)> {
        let columns: Vec<usize> = self.columns.of(field).collect();
        let mut values = Vec::new();
        for index in columns {
            values.extend(self.at(index).map(|value| (self.columns.header(index), value)));
            self.mark(index);
        }
        values
    }

    /// The values of the tenant's own fields, which are taken.
    pub(super) fn take_own(&mut self) -> Vec<(&'a CustomField, &'a str)> {
        let columns = self.columns;
        let mut values = Vec::new();
        for (index, field) in columns.own() {
            values.extend(self.at(index).map(|value| (field, value)));
            self.mark(index);
        }
        values
    }

    /// What was not taken, with its header, in the order of the file. Of ignored columns nothing is left.
    pub(super) fn leftovers(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        (0..self.columns.len())
            .filter(|index| self.columns.role(*index) != Role::Ignored)
            .filter_map(|index| Some((self.columns.header(index), self.at(index)?)))
    }

    /// The cell of a column as it is meant: without space around it and without the guard against formulas.
    fn at(&self, index: usize) -> Option<&'a str> {
        if self.taken.get(index).is_none_or(|taken| *taken) {
            return None;
        }
        Some(clean(self.record.get(index)?)).filter(|value| !value.is_empty())
    }

    fn mark(&mut self, index: usize) {
        if let Some(taken) = self.taken.get_mut(index) {
            *taken = true;
        }
    }
}

/// Whether a row holds nothing, as spreadsheets leave below their tables.
pub(super) fn is_blank(record: &StringRecord) -> bool {
    record.iter().all(|cell| clean(cell).is_empty())
}

fn clean(cell: &str) -> &str {
    unguarded(cell.trim_matches(is_padding)).trim_matches(is_padding)
}

fn is_padding(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}')
}
