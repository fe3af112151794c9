//! What a cause changed.

use std::collections::BTreeMap;

use database::Error;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::Journal;
use crate::entity::journal::{Column, Entity};

/// A record that a cause changed.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Caused {
    /// The record.
    pub id: Uuid,
    /// The revisions that the cause made, ascending.
    pub revisions: Vec<i64>,
}

impl Journal {
    /// What kind of cause has an id; none when nothing was changed under it.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn cause_kind(&self, tenant: &str, cause: Uuid) -> Result<Option<String>, Error> {
        let of_cause = Entity::find().filter(Column::TenantId.eq(tenant)).filter(Column::CauseId.eq(cause));
        Ok(of_cause.select_only().column(Column::CauseKind).limit(1).into_tuple().one(self.database.reader()).await?)
    }

    /// How many records of some kinds a cause changed.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn caused_count(&self, tenant: &str, cause: Uuid, kinds: &[&str]) -> Result<u64, Error> {
        let records = caused(tenant, cause, kinds).select_only().column(Column::EntityId).distinct();
        Ok(records.into_tuple::<Uuid>().count(self.database.reader()).await?)
    }

    /// The records of a kind that a cause changed, by id, at most `limit`, from after `after` on.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn caused(
        &self,
        tenant: &str,
        cause: Uuid,
        kind: &str,
        after: Uuid,
        limit: u64,
    ) -> Result<Vec<Caused>, Error> {
        let rest = caused(tenant, cause, &[kind]).filter(Column::EntityId.gt(after));
        let ids: Vec<Uuid> = rest
            .clone()
            .select_only()
            .column(Column::EntityId)
            .distinct()
            .order_by_asc(Column::EntityId)
            .limit(limit)
            .into_tuple()
            .all(self.database.reader())
            .await?;
        let Some(last) = ids.last() else { return Ok(Vec::new()) };
        let revisions: Vec<(Uuid, i64)> = rest
            .filter(Column::EntityId.lte(*last))
            .select_only()
            .columns([Column::EntityId, Column::Revision])
            .order_by_asc(Column::Revision)
            .into_tuple()
            .all(self.database.reader())
            .await?;
        let mut records: BTreeMap<Uuid, Vec<i64>> = BTreeMap::new();
        for (id, revision) in revisions {
            records.entry(id).or_default().push(revision);
        }
        Ok(records.into_iter().map(|(id, revisions)| Caused { id, revisions }).collect())
    }
}

fn caused(tenant: &str, cause: Uuid, kinds: &[&str]) -> sea_orm::Select<Entity> {
    Entity::find()
        .filter(Column::TenantId.eq(tenant))
        .filter(Column::CauseId.eq(cause))
        .filter(Column::EntityKind.is_in(kinds.iter().copied()))
}
