//! What a write would come to, asked by reading alone.

use database::Error;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::entity::{journal, unique_key};
use crate::{Journal, Outcome, Recorded, Refusal, UniqueKey, Write, WriteError};

impl Journal {
    /// Asks the guards without writing. What others write meanwhile may change the answer.
    ///
    /// # Errors
    /// As [`Journal::write`].
    pub async fn validate(&self, write: &Write) -> Result<Outcome, WriteError> {
        if let Some(claim) = &write.request
            && let Some(answered) = self.answered(&write.tenant, claim).await?
        {
            return Ok(answered);
        }
        for (at, record) in write.records.iter().enumerate() {
            let present = self.present_revision(&write.tenant, record.key.id).await?;
            if present.unwrap_or_default() != record.expected_revision {
                return Err(Refusal::Revision { record: at, present }.into());
            }
        }
        for (at, key) in write.claims.iter().enumerate() {
            if let Some(holder) = self.holder(&write.tenant, key).await?
                && write.records.first().is_none_or(|record| record.key.id != holder)
            {
                return Err(Refusal::KeyTaken { claim: at, holder }.into());
            }
        }
        self.validate_limits(write).await?;
        let time = self.clock.now();
        let recorded =
            write.records.iter().map(|record| Recorded { revision: record.expected_revision + 1, time }).collect();
        Ok(Outcome::Committed(recorded))
    }

    async fn present_revision(&self, tenant: &str, id: Uuid) -> Result<Option<i64>, Error> {
        Ok(journal::Entity::find()
            .select_only()
            .column(journal::Column::Revision)
            .filter(journal::Column::TenantId.eq(tenant))
            .filter(journal::Column::EntityId.eq(id))
            .order_by_desc(journal::Column::Revision)
            .limit(1)
            .into_tuple()
            .one(self.database.reader())
            .await?)
    }

    async fn holder(&self, tenant: &str, key: &UniqueKey) -> Result<Option<Uuid>, Error> {
        let id = (tenant.to_owned(), key.kind.to_owned(), key.value.clone());
        let row = unique_key::Entity::find_by_id(id).one(self.database.reader()).await?;
        Ok(row.map(|row| row.entity_id))
    }
}
