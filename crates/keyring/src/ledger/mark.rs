//! High-water marks: which numbers were given, so that none is given twice.

use database::WriteTransaction;
use sea_orm::entity::prelude::*;

use super::{Error, Ledger};
use crate::store::only;

/// The most numbers that are reserved at once.
const MOST_AT_ONCE: i64 = 1_000_000;
/// The highest floor: above it, numbers could run out.
const HIGHEST_FLOOR: i64 = 1 << 62;

/// A mark as it is stored.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mark")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub name: String,
    /// The highest number given.
    pub last: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Ledger {
    /// Reserves `by` numbers (1 to 1,000,000) above both the mark and `floor` (the highest number known otherwise, at least
    /// 0), raises the mark to the last of them, and answers the first and the last. No number is ever answered twice, though
    /// some may be to no one, when the answer is lost.
    ///
    /// # Errors
    /// [`Error::Argument`]; those of the database.
    pub async fn raise(&self, tenant: &str, name: &str, by: i64, floor: i64) -> Result<(i64, i64), Error> {
        if !(1..=MOST_AT_ONCE).contains(&by) {
            return Err(Error::Argument { argument: "by", rule: "must be from 1 to 1,000,000" });
        }
        if !(0..=HIGHEST_FLOOR).contains(&floor) {
            return Err(Error::Argument { argument: "floor", rule: "must be from 0 to 2^62" });
        }
        let mut transaction = self.database.begin().await?;
        let last = raise_in(&mut transaction, tenant, name, by, floor).await?;
        transaction.commit().await?;
        Ok((last - by + 1, last))
    }

    /// The highest number given, 0 when none was.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn mark(&self, tenant: &str, name: &str) -> Result<i64, Error> {
        let mark = Entity::find_by_id((tenant.to_owned(), name.to_owned())).one(self.database.reader()).await?;
        Ok(mark.map_or(0, |mark| mark.last))
    }
}

/// Raises a mark and keeps it locked until the transaction ends.
pub(super) async fn raise_in(
    transaction: &mut WriteTransaction,
    tenant: &str,
    name: &str,
    by: i64,
    floor: i64,
) -> Result<i64, Error> {
    let raised = transaction
        .query(
            "INSERT INTO mark (tenant_id, name, last) VALUES ($1, $2, $3 + $4)
             ON CONFLICT (tenant_id, name) DO UPDATE
             SET last = CASE WHEN mark.last > $3 THEN mark.last ELSE $3 END + $4
             RETURNING last",
            vec![tenant.into(), name.into(), floor.into(), by.into()],
        )
        .await?;
    Ok(only(&raised)?.integer(0)?)
}
