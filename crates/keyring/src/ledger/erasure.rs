//! Who was erased.

use std::sync::LazyLock;

use clock::Instant;
use database::{Row, Table};
use sea_orm::entity::prelude::*;
use sea_orm::{QueryOrder, QuerySelect};

use super::mark::raise_in;
use super::{Error, Ledger};
use crate::KeySlot;

static TABLE: LazyLock<Table> = LazyLock::new(Table::of::<Entity>);

/// The mark that numbers erasures; no tenant has an empty name.
const POSITION: (&str, &str) = ("", "erasure");

/// That a person's data were erased from a service.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Erasure {
    /// The tenant.
    pub tenant: String,
    /// The service that held the data, such as `customer`.
    pub service: String,
    /// The customer or contact person.
    pub subject: Uuid,
    /// Where its keys lie in the keyring of the service.
    pub slots: Vec<KeySlot>,
    /// When it was asked for.
    pub time: Instant,
}

/// An erasure as it is stored.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "erasure")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i64,
    pub tenant_id: String,
    pub service: String,
    pub subject: Uuid,
    /// One after another, [`KeySlot::LENGTH`] bytes each.
    pub slots: Vec<u8>,
    pub time: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    fn decode(self) -> Result<(i64, Erasure), Error> {
        let (slots, rest) = self.slots.as_chunks::<{ KeySlot::LENGTH }>();
        let slots = slots.iter().map(|bytes| KeySlot::from_bytes(*bytes)).collect::<Option<Vec<_>>>();
        match slots {
            Some(slots) if rest.is_empty() => Ok((
                self.position,
                Erasure {
                    tenant: self.tenant_id,
                    service: self.service,
                    subject: self.subject,
                    slots,
                    time: Instant::from_micros(self.time),
                },
            )),
            _ => Err(Error::Altered { position: self.position }),
        }
    }
}

impl Ledger {
    /// Records an erasure before it is carried out, and answers its position. Erasures take their positions one by one and
    /// become visible in this order, so that who reads on from a position misses none.
    ///
    /// # Errors
    /// Those of the database. Record it again then: an erasure may be in the ledger twice.
    pub async fn record_erasure(&self, erasure: &Erasure) -> Result<i64, Error> {
        let mut transaction = self.database.begin().await?;
        let (tenant, name) = POSITION;
        let position = raise_in(&mut transaction, tenant, name, 1, 0).await?;
        let row = Model {
            position,
            tenant_id: erasure.tenant.clone(),
            service: erasure.service.clone(),
            subject: erasure.subject,
            slots: erasure.slots.iter().flat_map(|slot| slot.to_bytes()).collect(),
            time: erasure.time.as_micros(),
        };
        transaction.insert(&TABLE, vec![Row::of(&row)?]).await?;
        transaction.commit().await?;
        Ok(position)
    }

    /// At most `limit` erasures with their positions, from after `position` on; 0 begins with the first. Who keeps a position
    /// keeps one in each database that the replay changes, so that it is restored with it.
    ///
    /// # Errors
    /// [`Error::Altered`]; those of the database.
    pub async fn erasures_after(&self, position: i64, limit: u64) -> Result<Vec<(i64, Erasure)>, Error> {
        let after = Entity::find().filter(Column::Position.gt(position)).order_by_asc(Column::Position).limit(limit);
        after.all(self.database.reader()).await?.into_iter().map(Model::decode).collect()
    }
}
