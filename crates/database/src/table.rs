//! A table as the writer sees it: names and kinds of its columns, and the statements made of them.

use std::sync::{Arc, OnceLock};

use sea_orm::{ColumnTrait, ColumnType, EntityTrait, IdenStatic, Iterable, PrimaryKeyToColumn};

use crate::values::{LARGEST_POWER, values};

/// A table that is written in sets of rows.
pub struct Table {
    pub(crate) name: &'static str,
    pub(crate) columns: Vec<Column>,
    /// The primary key, as indices into the columns.
    pub(crate) key: Vec<usize>,
    /// The column that the database assigns on insert.
    assigned: Option<&'static str>,
    insert: Statements,
    claim: Statements,
    put: Statements,
    put_newer: Statements,
    add: Statements,
    delete: Statements,
}

pub(crate) struct Column {
    pub(crate) name: &'static str,
    pub(crate) postgres_type: &'static str,
}

/// The texts of one kind of statement: one for PostgreSQL, one for each power of two of rows for SQLite.
#[derive(Default)]
struct Statements {
    postgres: OnceLock<Arc<str>>,
    sqlite: [OnceLock<Arc<str>>; LARGEST_POWER as usize + 1],
}

/// What is done with rows.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Operation {
    /// Add rows; their keys must be new.
    Insert,
    /// Add rows whose keys are new, leave the others.
    Claim,
    /// Add rows or overwrite those of the same key.
    Put,
    /// Add rows or overwrite those of the same key whose revision is lower.
    PutNewer,
    /// Add rows, or add what is not key of them to the row of the same key.
    Add,
    /// Remove rows, by key.
    Delete,
}

impl Table {
    /// The table of an entity.
    pub fn of<E: EntityTrait>() -> Self {
        let columns: Vec<_> = E::Column::iter()
            .map(|column| Column {
                name: column.as_str(),
                postgres_type: match column.def().get_column_type() {
                    ColumnType::BigInteger => "bigint",
                    ColumnType::Uuid => "uuid",
                    ColumnType::Blob | ColumnType::VarBinary(_) | ColumnType::Binary(_) => "bytea",
                    _ => "text",
                },
            })
            .collect();
        let key = E::PrimaryKey::iter()
            .filter_map(|key| columns.iter().position(|column| column.name == key.into_column().as_str()))
            .collect();
        Self {
            name: E::default().table_name(),
            columns,
            key,
            assigned: None,
            insert: Statements::default(),
            claim: Statements::default(),
            put: Statements::default(),
            put_newer: Statements::default(),
            add: Statements::default(),
            delete: Statements::default(),
        }
    }

    /// The same table, whose column `name` the database assigns on insert.
    #[must_use]
    pub fn with_assigned(self, name: &'static str) -> Self {
        Self { assigned: Some(name), ..self }
    }

    /// Where the assigned column stands in a row.
    pub(crate) fn assigned(&self) -> Option<usize> {
        self.assigned.and_then(|name| self.column(name))
    }

    /// Its name.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Where the column `name` stands in a row.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name == name)
    }

    fn statements(&self, operation: Operation) -> &Statements {
        match operation {
            Operation::Insert => &self.insert,
            Operation::Claim => &self.claim,
            Operation::Put => &self.put,
            Operation::PutNewer => &self.put_newer,
            Operation::Add => &self.add,
            Operation::Delete => &self.delete,
        }
    }

    /// The columns that an operation takes values for.
    pub(crate) fn taken(&self, operation: Operation) -> Vec<&Column> {
        match operation {
            Operation::Delete => self.key.iter().filter_map(|index| self.columns.get(*index)).collect(),
            Operation::Insert | Operation::Claim | Operation::Put | Operation::PutNewer | Operation::Add => {
                self.columns.iter().filter(|column| Some(column.name) != self.assigned).collect()
            }
        }
    }

    /// The statement for any number of rows, each column an array.
    pub(crate) fn postgres(&self, operation: Operation) -> Arc<str> {
        let text = self.statements(operation).postgres.get_or_init(|| {
            let arrays: Vec<_> = self
                .taken(operation)
                .iter()
                .enumerate()
                .map(|(index, column)| format!("${}::{}[]", index + 1, column.postgres_type))
                .collect();
            let rows = format!("SELECT * FROM UNNEST({})", arrays.join(", "));
            self.text(operation, &rows).into()
        });
        Arc::clone(text)
    }

    /// The statement for the largest power of two of rows that is at most `count`, and that power.
    pub(crate) fn sqlite(&self, operation: Operation, count: usize) -> (Arc<str>, usize) {
        let power = count.max(1).ilog2().min(LARGEST_POWER) as usize;
        let rows = 1 << power;
        let make = || self.text(operation, &values(rows, self.taken(operation).len())).into();
        let text = match self.statements(operation).sqlite.get(power) {
            Some(cell) => Arc::clone(cell.get_or_init(make)),
            None => make(),
        };
        (text, rows)
    }

    fn text(&self, operation: Operation, rows: &str) -> String {
        let Self { name, .. } = self;
        let columns: Vec<_> = self.taken(Operation::Insert).iter().map(|column| column.name).collect();
        let key: Vec<_> = self.taken(Operation::Delete).iter().map(|column| column.name).collect();
        let (columns_list, key_list) = (columns.join(", "), key.join(", "));
        match operation {
            Operation::Insert => {
                let returning = self.assigned.map_or(String::new(), |assigned| format!(" RETURNING {assigned}"));
                format!("INSERT INTO {name} ({columns_list}) {rows}{returning}")
            }
            Operation::Claim => {
                format!(
                    "INSERT INTO {name} ({columns_list}) {rows} ON CONFLICT ({key_list}) DO NOTHING RETURNING {key_list}"
                )
            }
            Operation::Put | Operation::PutNewer | Operation::Add => {
                let changed: Vec<_> = columns
                    .iter()
                    .filter(|column| !key.contains(column))
                    .map(|column| match operation {
                        Operation::Add => format!("{column} = {name}.{column} + excluded.{column}"),
                        _ => format!("{column} = excluded.{column}"),
                    })
                    .collect();
                let changed = changed.join(", ");
                // Without WHERE, SQLite cannot tell ON CONFLICT from a join.
                let rows = if rows.starts_with("SELECT") { format!("{rows} WHERE true") } else { rows.to_owned() };
                let newer = match operation {
                    Operation::PutNewer => format!(" WHERE {name}.revision < excluded.revision"),
                    _ => String::new(),
                };
                // A row that is nothing but its key is there or not.
                let update = match changed.as_str() {
                    "" => "NOTHING".to_owned(),
                    changed => format!("UPDATE SET {changed}{newer}"),
                };
                format!("INSERT INTO {name} ({columns_list}) {rows} ON CONFLICT ({key_list}) DO {update}")
            }
            Operation::Delete => format!("DELETE FROM {name} WHERE ({key_list}) IN ({rows})"),
        }
    }
}
