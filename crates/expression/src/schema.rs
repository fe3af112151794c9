//! The allow-list: which fields of a resource can be filtered, and where their values stand.

use std::sync::Arc;

use sea_orm::sea_query::{ColumnRef, IntoColumnRef, SelectStatement};

use crate::error::FilterError;
use crate::kind::Kind;

/// A field that can be filtered.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    pub(crate) path: String,
    pub(crate) kind: Kind,
    pub(crate) class: &'static str,
    pub(crate) place: Place,
    pub(crate) repeated: bool,
    pub(crate) synonyms: Vec<Vec<String>>,
}

/// Where the values of a field stand in the database.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Place {
    /// In a column of the record's row; NULL is no value.
    Column(ColumnRef),
    /// In a column of rows of another table.
    Rows(Box<SelectStatement>, ColumnRef),
}

impl Field {
    /// A field whose value is kept in a column of the record's own row. `path` is its name in filters, `class` its data
    /// class in the words of the caller.
    pub fn column(path: impl Into<String>, kind: Kind, class: &'static str, column: impl IntoColumnRef) -> Self {
        let place = Place::Column(column.into_column_ref());
        Self { path: path.into(), kind, class, place, repeated: false, synonyms: Vec::new() }
    }

    /// A field whose value is kept in a row of another table, such as an index of custom fields.
    ///
    /// `rows` selects nothing yet: it names the table, and ties its rows to the record's row (and tenant, and field).
    pub fn row(
        path: impl Into<String>,
        kind: Kind,
        class: &'static str,
        rows: SelectStatement,
        column: impl IntoColumnRef,
    ) -> Self {
        let place = Place::Rows(Box::new(rows), column.into_column_ref());
        Self { path: path.into(), kind, class, place, repeated: false, synonyms: Vec::new() }
    }

    /// A field with any number of values, each kept in a row of another table, as in [`Field::row`].
    pub fn rows(
        path: impl Into<String>,
        kind: Kind,
        class: &'static str,
        rows: SelectStatement,
        column: impl IntoColumnRef,
    ) -> Self {
        Self { repeated: true, ..Self::row(path, kind, class, rows, column) }
    }

    /// The same field, of which each of these groups of codes means one thing: who has any of a group is found by each.
    #[must_use]
    pub fn with_synonyms(self, synonyms: Vec<Vec<String>>) -> Self {
        Self { synonyms, ..self }
    }

    /// The name of the field in filters, with dots between its parts.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The data class of the field, in the words of the caller.
    pub fn class(&self) -> &'static str {
        self.class
    }
}

/// The fields of a resource that can be filtered. Cheap to narrow.
#[derive(Clone, Debug, PartialEq)]
pub struct Schema(Vec<Arc<Field>>);

impl Schema {
    /// A schema of these fields, in the order in which errors list them.
    pub fn new(fields: impl IntoIterator<Item = Field>) -> Self {
        Self(fields.into_iter().map(Arc::new).collect())
    }

    /// The part of this schema that a caller is allowed. The other fields answer as if they did not exist.
    #[must_use]
    pub fn narrow(&self, allowed: impl Fn(&Field) -> bool) -> Self {
        Self(self.0.iter().filter(|field| allowed(field)).cloned().collect())
    }

    pub(crate) fn field(&self, path: &str) -> Result<&Arc<Field>, FilterError> {
        self.0.iter().find(|field| field.path == path).ok_or_else(|| FilterError::UnknownField {
            path: path.to_owned(),
            fields: self.0.iter().map(|field| field.path.clone()).collect(),
        })
    }
}
