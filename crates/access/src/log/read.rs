//! Who read this, and what did they read.

use clock::Instant;
use database::Error;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::{AccessLog, LoggedEntry, access_entry, access_record};
use crate::ClassSet;

impl AccessLog {
    /// Who read a record: the entries that name it, newest first, at most `limit`, older than the entry `before`. What is still
    /// queued is not among them.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn entries_of_record(
        &self,
        tenant: &str,
        record: Uuid,
        before: Option<Uuid>,
        limit: u64,
    ) -> Result<Vec<LoggedEntry>, Error> {
        use access_record::Column;
        let found = access_record::Entity::find()
            .find_also_related(access_entry::Entity)
            .filter(Column::TenantId.eq(tenant))
            .filter(Column::RecordId.eq(record))
            .filter(Column::EntryId.lt(before.unwrap_or(Uuid::max())))
            .order_by_desc(Column::EntryId)
            .limit(limit)
            .all(self.database.reader())
            .await?;
        Ok(found.into_iter().filter_map(|(_, entry)| entry).map(LoggedEntry::from).collect())
    }

    /// What someone read: the actor's entries, newest first, at most `limit`, older than the entry `before`. What is still queued is
    /// not among them.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn entries_of_actor(
        &self,
        tenant: &str,
        actor: &str,
        before: Option<Uuid>,
        limit: u64,
    ) -> Result<Vec<LoggedEntry>, Error> {
        use access_entry::Column;
        let found = access_entry::Entity::find()
            .filter(Column::TenantId.eq(tenant))
            .filter(Column::Actor.eq(actor))
            .filter(Column::EntryId.lt(before.unwrap_or(Uuid::max())))
            .order_by_desc(Column::EntryId)
            .limit(limit)
            .all(self.database.reader())
            .await?;
        Ok(found.into_iter().map(LoggedEntry::from).collect())
    }
}

impl From<access_entry::Model> for LoggedEntry {
    fn from(row: access_entry::Model) -> Self {
        Self {
            entry_id: row.entry_id,
            time: Instant::from_micros(row.entry_time),
            actor: row.actor,
            act: row.act,
            entity_kind: row.entity_kind,
            record_count: row.record_count,
            classes: ClassSet::from_u8_truncated(u8::try_from(row.classes).unwrap_or_default()),
            trace_id: row.trace_id,
        }
    }
}
