//! Looking back at a record.

use clock::Instant;
use database::Error;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::entity::journal::{Column, Entity};
use crate::{Entry, Journal};

impl Journal {
    /// The entries of a record, newest first, at most `limit`, from before revision `before` on.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn entries(&self, tenant: &str, id: Uuid, before: i64, limit: u64) -> Result<Vec<Entry>, Error> {
        let rows = Entity::find()
            .filter(Column::TenantId.eq(tenant))
            .filter(Column::EntityId.eq(id))
            .filter(Column::Revision.lt(before))
            .order_by_desc(Column::Revision)
            .limit(limit)
            .all(self.database.reader())
            .await?;
        rows.into_iter().map(Entry::try_from).collect()
    }

    /// The entry of a revision.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn revision(&self, tenant: &str, id: Uuid, revision: i64) -> Result<Option<Entry>, Error> {
        Ok(self.entries(tenant, id, revision.saturating_add(1), 1).await?.into_iter().find(|e| e.revision == revision))
    }

    /// What a record was at a time: its newest entry at or before it. Final once the longest transaction (30 seconds) is over.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn as_of(&self, tenant: &str, id: Uuid, time: Instant) -> Result<Option<Entry>, Error> {
        let row = Entity::find()
            .filter(Column::TenantId.eq(tenant))
            .filter(Column::EntityId.eq(id))
            .filter(Column::RecordTime.lte(time.as_micros()))
            .order_by_desc(Column::Revision)
            .limit(1)
            .one(self.database.reader())
            .await?;
        row.map(Entry::try_from).transpose()
    }
}
