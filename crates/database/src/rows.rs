//! Writing sets of rows.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, HashSet};

use sea_orm::{EntityTrait, Iterable, ModelTrait};

use crate::parameter::{Parameter, array};
use crate::table::Operation;
use crate::{Engine, Error, Table, WriteTransaction};

/// A row of a table, its values in the order of the columns.
#[derive(Clone, Debug)]
pub struct Row(pub Vec<Parameter>);

impl Row {
    /// The row that a model stands for.
    ///
    /// # Errors
    /// [`Error::Statement`] when the entity has a column of a kind that no table holds.
    pub fn of<M: ModelTrait>(model: &M) -> Result<Self, Error> {
        <M::Entity as EntityTrait>::Column::iter()
            .map(|column| model.get(column).try_into())
            .collect::<Result<_, _>>()
            .map(Self)
    }

    /// The part of a row of `table` that is its key.
    pub fn key(&self, table: &Table) -> Self {
        Self(table.key.iter().filter_map(|index| self.0.get(*index).cloned()).collect())
    }
}

impl WriteTransaction {
    /// Adds rows whose keys are new.
    ///
    /// # Errors
    /// Those of the database; [`Error::Statement`] when a key is there.
    pub async fn insert(&mut self, table: &Table, rows: Vec<Row>) -> Result<(), Error> {
        self.write(table, Operation::Insert, rows).await
    }

    /// Adds rows whose numbers the database assigns; answers the numbers, in the order of the rows. They ascend.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn insert_assigned(&mut self, table: &Table, rows: Vec<Row>) -> Result<Vec<i64>, Error> {
        let assigned = table.assigned();
        let rows = rows.into_iter().map(|mut row| {
            if let Some(index) = assigned {
                row.0.remove(index);
            }
            row
        });
        let mut numbers = Vec::new();
        for (sql, parameters) in statements(self.engine(), table, Operation::Insert, rows.collect())? {
            for fetched in self.query(sql, parameters).await? {
                numbers.push(fetched.integer(0)?);
            }
        }
        // Both engines number the rows of a statement in their order, but neither promises to answer them so.
        numbers.sort_unstable();
        Ok(numbers)
    }

    /// Adds rows, or overwrites those of the same key. A key may come once.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn put(&mut self, table: &Table, rows: Vec<Row>) -> Result<(), Error> {
        self.write(table, Operation::Put, rows).await
    }

    /// Adds rows, or adds their numbers to those of the row of the same key: all that is not key is numbers. Rows of the same key are added
    /// up, and rows are touched in the order of their keys: so transactions that add at once wait for each other but never in a circle.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn add(&mut self, table: &Table, rows: Vec<Row>) -> Result<(), Error> {
        self.write(table, Operation::Add, summed(table, rows)).await
    }

    /// As [`WriteTransaction::put`], but leaves those of the same key whose `revision` is not lower. The table has that column.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn put_newer(&mut self, table: &Table, rows: Vec<Row>) -> Result<(), Error> {
        self.write(table, Operation::PutNewer, rows).await
    }

    /// Removes the rows with these keys; those that are not there are passed over.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn delete(&mut self, table: &Table, keys: Vec<Row>) -> Result<(), Error> {
        self.write(table, Operation::Delete, keys).await
    }

    /// Adds the rows whose keys are new, and answers for each whether it was. A key may come once. On PostgreSQL a key that
    /// another transaction is adding is waited for, so give rows in the same order everywhere.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn claim(&mut self, table: &Table, rows: Vec<Row>) -> Result<Vec<bool>, Error> {
        let keys: Vec<Row> = rows.iter().map(|row| row.key(table)).collect();
        let mut won = HashSet::new();
        for (sql, parameters) in statements(self.engine(), table, Operation::Claim, rows)? {
            for fetched in self.query(sql, parameters).await? {
                let key: Result<Vec<Parameter>, Error> = table
                    .taken(Operation::Delete)
                    .iter()
                    .enumerate()
                    .map(|(index, column)| {
                        Ok(match column.postgres_type {
                            "bigint" => fetched.integer(index)?.into(),
                            "uuid" => fetched.uuid(index)?.into(),
                            "bytea" => fetched.bytes(index)?.into(),
                            _ => fetched.text(index)?.into(),
                        })
                    })
                    .collect();
                won.insert(key?);
            }
        }
        Ok(keys.iter().map(|key| won.contains(&key.0)).collect())
    }

    async fn write(&mut self, table: &Table, operation: Operation, rows: Vec<Row>) -> Result<(), Error> {
        for (sql, parameters) in statements(self.engine(), table, operation, rows)? {
            self.execute(sql, parameters).await?;
        }
        Ok(())
    }
}

/// Rows of the same key as one, in the order of their keys.
fn summed(table: &Table, rows: Vec<Row>) -> Vec<Row> {
    let mut sums = BTreeMap::<Vec<Parameter>, Row>::new();
    for row in rows {
        match sums.entry(row.key(table).0) {
            Entry::Vacant(new) => drop(new.insert(row)),
            Entry::Occupied(mut sum) => {
                for (index, (sum, more)) in sum.get_mut().0.iter_mut().zip(row.0).enumerate() {
                    if let (Parameter::Integer(Some(sum)), Parameter::Integer(Some(more))) = (sum, more)
                        && !table.key.contains(&index)
                    {
                        *sum = sum.saturating_add(more);
                    }
                }
            }
        }
    }
    sums.into_values().collect()
}

type Bound = (std::sync::Arc<str>, Vec<Parameter>);

/// The statements that write the rows: one of arrays on PostgreSQL, a few of growing size on SQLite.
fn statements(engine: Engine, table: &Table, operation: Operation, rows: Vec<Row>) -> Result<Vec<Bound>, Error> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    match engine {
        Engine::Postgres => {
            let mut columns: Vec<Vec<Parameter>> = Vec::new();
            columns.resize_with(table.taken(operation).len(), || Vec::with_capacity(rows.len()));
            for row in rows {
                for (column, value) in columns.iter_mut().zip(row.0) {
                    column.push(value);
                }
            }
            let arrays = columns.into_iter().map(array).collect::<Result<_, _>>()?;
            Ok(vec![(table.postgres(operation), arrays)])
        }
        Engine::Sqlite => {
            let mut bound = Vec::new();
            let mut rows = rows.into_iter();
            while rows.len() > 0 {
                let (sql, count) = table.sqlite(operation, rows.len());
                bound.push((sql, rows.by_ref().take(count).flat_map(|row| row.0).collect()));
            }
            Ok(bound)
        }
    }
}
