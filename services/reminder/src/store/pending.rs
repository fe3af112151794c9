//! What waits to be seen to, in whatever table: a row is there until that is done, and one that failed is left alone for a while, so that
//! it holds up nobody else.

use std::sync::Arc;

use clock::Instant;
use database::{Database, Row, Table, WriteTransaction};
use sea_orm::{
    ColumnTrait, EntityTrait, IdenStatic, Iterable, PrimaryKeyToColumn, QueryFilter, QueryOrder, QuerySelect,
};

use crate::domain::back_off;
use crate::error::Error;

/// A table of what waits to be seen to, with the columns `failure_count` and `next_attempt_time`.
pub trait Pending: EntityTrait<Model: Sync> {
    /// When a row is seen to.
    const NEXT_ATTEMPT_TIME: Self::Column;

    /// The table, as it is written.
    fn table() -> &'static Table;

    /// How many times a row could not be seen to, and when it is.
    fn attempts(row: &Self::Model) -> (i64, i64);
}

/// What is to be seen to by `now`, what failed behind the rest, at most `limit`.
///
/// # Errors
/// Those of the database.
pub async fn due<E: Pending>(database: &Database, now: Instant, limit: u64) -> Result<Vec<E::Model>, Error> {
    let due = E::find().filter(E::NEXT_ATTEMPT_TIME.lte(now.as_micros())).order_by_asc(E::NEXT_ATTEMPT_TIME);
    let in_order = E::PrimaryKey::iter().fold(due, |due, key| due.order_by_asc(key.into_column()));
    Ok(in_order.limit(limit).all(database.reader()).await?)
}

/// Lets go of what was seen to.
///
/// # Errors
/// Those of the database.
pub async fn let_go<E: Pending>(transaction: &mut WriteTransaction, seen: &[&E::Model]) -> Result<(), database::Error> {
    let keys = seen.iter().map(|row| Ok(Row::of(*row)?.key(E::table()))).collect::<Result<_, database::Error>>()?;
    transaction.delete(E::table(), keys).await
}

/// Leaves what failed alone for a while: the longer, the more often it did. What was told anew meanwhile stays as it is.
///
/// # Errors
/// Those of the database.
pub async fn put_off<E: Pending>(
    transaction: &mut WriteTransaction,
    failed: &[&E::Model],
    now: Instant,
) -> Result<(), database::Error> {
    let key = E::PrimaryKey::iter().enumerate();
    let is_same: String =
        key.map(|(index, key)| format!(" AND {} = ${}", key.into_column().as_str(), index + 4)).collect();
    let sql: Arc<str> = format!(
        "UPDATE {} SET failure_count = $1, next_attempt_time = $2 WHERE next_attempt_time = $3{is_same}",
        E::table().name()
    )
    .into();
    for row in failed {
        let (failures, before) = E::attempts(row);
        let failures = failures.saturating_add(1);
        let next = now.plus_micros(back_off::pause(failures)).as_micros();
        let mut parameters = vec![failures.into(), next.into(), before.into()];
        parameters.extend(Row::of(*row)?.key(E::table()).0);
        transaction.execute(Arc::clone(&sql), parameters).await?;
    }
    Ok(())
}
