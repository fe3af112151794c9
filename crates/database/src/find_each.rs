//! Reading many rows by their keys.

use sea_orm::{ColumnTrait, EntityTrait, IdenStatic, Iterable, QueryFilter, Statement, Value};
use sqlx::AssertSqlSafe;
use uuid::Uuid;

use crate::values::LARGEST_POWER;
use crate::{Database, Engine, Error, Fetched, Parameter, WriteTransaction, parameter};

impl Database {
    /// The rows whose key is `beginning` with one of `values` in the column `last`, in no order.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn find_each<E: EntityTrait>(
        &self,
        beginning: &[(E::Column, Value)],
        last: E::Column,
        values: Vec<Value>,
    ) -> Result<Vec<E::Model>, Error> {
        match self.engine {
            Engine::Sqlite => self.find_each_sqlite::<E>(beginning, last, values).await,
            Engine::Postgres => self.find_each_postgres::<E>(beginning, last, values).await,
        }
    }

    async fn find_each_sqlite<E: EntityTrait>(
        &self,
        beginning: &[(E::Column, Value)],
        last: E::Column,
        values: Vec<Value>,
    ) -> Result<Vec<E::Model>, Error> {
        let mut found = Vec::with_capacity(values.len());
        for values in values.chunks(1 << LARGEST_POWER) {
            // The numbers of values are powers of two, so that there are few statements to prepare.
            let padding = values.last().into_iter().cycle();
            let values = values.iter().chain(padding).take(values.len().next_power_of_two());
            let mut rows = E::find().filter(last.is_in(values.cloned()));
            for (column, value) in beginning {
                rows = rows.filter(column.eq(value.clone()));
            }
            found.extend(rows.all(&self.reader).await?);
        }
        Ok(found)
    }

    /// Each value is looked up by itself. A list in a condition would be planned by what was known of the table when the
    /// statement was prepared: while the table is small, every key of the tenant is read and compared with the list, and that
    /// plan stays when the table is large.
    async fn find_each_postgres<E: EntityTrait>(
        &self,
        beginning: &[(E::Column, Value)],
        last: E::Column,
        values: Vec<Value>,
    ) -> Result<Vec<E::Model>, Error> {
        let Some(kind) = values.first().map(Value::array_type) else { return Ok(Vec::new()) };
        let (table, last) = (E::default().table_name(), last.as_str());
        let conditions: String = beginning
            .iter()
            .enumerate()
            .map(|(index, (column, _))| format!("{} = ${} AND ", column.as_str(), index + 2))
            .collect();
        // Named, since a statement that stays prepared may not answer a column more when the table gets one.
        let columns = E::Column::iter().map(|column| format!("\"{}\"", column.as_str())).collect::<Vec<_>>().join(", ");
        let sql = format!(
            "SELECT found.* FROM UNNEST($1) AS asked (value)
             CROSS JOIN LATERAL (SELECT {columns} FROM {table} WHERE {conditions}{last} = asked.value LIMIT 1) AS found"
        );
        let parameters = std::iter::once(Value::Array(kind, Some(Box::new(values))))
            .chain(beginning.iter().map(|(_, value)| value.clone()));
        let statement = Statement::from_sql_and_values(sea_orm::DbBackend::Postgres, sql, parameters);
        Ok(E::find().from_raw_sql(statement).all(&self.reader).await?)
    }
}

impl WriteTransaction {
    /// The rows that `select`, a SELECT up to and with its WHERE, finds for each of `ids` in `column`, in no order.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn query_each(
        &mut self,
        select: &str,
        mut parameters: Vec<Parameter>,
        column: &str,
        ids: &[Uuid],
    ) -> Result<Vec<Fetched>, Error> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let place = parameters.len() + 1;
        match self {
            Self::Sqlite(_) => {
                let mut found = Vec::with_capacity(ids.len());
                for ids in ids.chunks(1 << LARGEST_POWER) {
                    let count = ids.len().next_power_of_two();
                    let places: Vec<_> = (place..place + count).map(|place| format!("${place}")).collect();
                    let sql = format!("{select} AND {column} IN ({})", places.join(", "));
                    let padding = ids.last().into_iter().cycle();
                    let ids = ids.iter().chain(padding).take(count).map(|id| (*id).into());
                    found.extend(self.query(sql, parameters.iter().cloned().chain(ids).collect()).await?);
                }
                Ok(found)
            }
            // As above; behind OFFSET nothing is made a join of. It is planned each time: of several indexes that hold the column, one
            // is as good as another while the table is empty, and that plan would stay.
            Self::Postgres(connection) => {
                let sql = format!(
                    "SELECT found.* FROM UNNEST(${place}::uuid[]) AS asked (id)
                     CROSS JOIN LATERAL ({select} AND {column} = asked.id OFFSET 0) AS found"
                );
                parameters.push(Parameter::Uuids(ids.iter().copied().map(Some).collect()));
                let query = parameter::bind_postgres(sqlx::query(AssertSqlSafe(sql)).persistent(false), parameters);
                Ok(connection.fetch_all(query).await?.into_iter().map(Fetched::Postgres).collect())
            }
        }
    }
}
