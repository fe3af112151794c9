//! Which deliveries are asked for: by a caller, and because they are to be tried.

use clock::Instant;
use database::Database;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::delivery::{open, state_code};
use super::entity::delivery::{Column, Entity, Model};
use crate::domain::circuit::{self, Attempt, Circuit};
use crate::domain::delivery::{Delivery, DeliveryState};
use crate::error::Error;

/// Which deliveries are listed.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wanted {
    /// Those to this endpoint.
    pub endpoint: Option<Uuid>,
    /// Those that tell of this task.
    pub task: Option<Uuid>,
    /// Those in this state.
    pub state: Option<DeliveryState>,
}

/// A delivery that is to be tried and cannot be opened.
#[derive(Debug)]
pub struct Unopened {
    /// The delivery.
    pub id: Uuid,
    /// Where it goes.
    pub endpoint: Uuid,
    /// Why.
    pub error: Error,
}

/// What is left out of what is to be tried.
#[derive(Clone, Debug)]
pub struct Spared {
    /// What goes to these endpoints, unless it is over.
    pub endpoints: Vec<Uuid>,
    /// These deliveries.
    pub deliveries: Vec<Uuid>,
}

/// A delivery that is to be tried.
#[derive(Clone, Debug)]
pub struct DueDelivery {
    /// The tenant.
    pub tenant: String,
    /// The part of the work that it belongs to.
    pub part: i64,
    /// The delivery.
    pub delivery: Delivery,
}

/// Deliveries by id, at most `limit`, from after the id `after` on.
///
/// # Errors
/// Those of the database.
pub async fn list(
    database: &Database,
    tenant: &str,
    wanted: Wanted,
    after: Uuid,
    limit: usize,
) -> Result<Vec<Delivery>, Error> {
    let conditions = [
        wanted.endpoint.map(|endpoint| Column::EndpointId.eq(endpoint)),
        wanted.task.map(|task| Column::TaskId.eq(task)),
        wanted.state.map(|state| Column::State.eq(state_code(state))),
    ];
    let rows = Entity::find()
        .filter(Column::TenantId.eq(tenant))
        .filter(Column::DeliveryId.gt(after))
        .filter(conditions.into_iter().fold(Condition::all(), Condition::add_option))
        .order_by_asc(Column::DeliveryId)
        .limit(u64::try_from(limit).unwrap_or(u64::MAX))
        .all(database.reader())
        .await?;
    rows.iter().map(open).collect()
}

/// What of these parts is to be tried by `now` and not `spared`, the earliest first, at most `limit`.
///
/// # Errors
/// Those of the database.
pub async fn due(
    database: &Database,
    parts: impl IntoIterator<Item = i64>,
    spared: Spared,
    now: Instant,
    limit: u64,
) -> Result<Vec<Result<DueDelivery, Unopened>>, Error> {
    let is_over = Column::EndTime.lte(now.as_micros());
    let is_tried = Condition::any().add(Column::EndpointId.is_not_in(spared.endpoints)).add(is_over);
    let rows = Entity::find()
        .filter(Column::Part.is_in(parts))
        .filter(Column::NextAttemptTime.lte(now.as_micros()))
        .filter(is_tried)
        .filter(Column::DeliveryId.is_not_in(spared.deliveries))
        .order_by_asc(Column::NextAttemptTime)
        .limit(limit)
        .all(database.reader())
        .await?;
    let due = |row: Model| {
        let delivery =
            open(&row).map_err(|error| Unopened { id: row.delivery_id, endpoint: row.endpoint_id, error })?;
        Ok(DueDelivery { tenant: row.tenant_id, part: row.part, delivery })
    };
    Ok(rows.into_iter().map(due).collect())
}

/// How an endpoint is asked now: by how the last attempts since `since` ended.
///
/// # Errors
/// Those of the database.
pub async fn circuit(
    database: &Database,
    tenant: &str,
    endpoint: Uuid,
    since: Instant,
    now: Instant,
) -> Result<Circuit, Error> {
    let rows: Vec<(i64, String)> = Entity::find()
        .select_only()
        .columns([Column::LastAttemptTime, Column::State])
        .filter(Column::TenantId.eq(tenant))
        .filter(Column::EndpointId.eq(endpoint))
        .filter(Column::LastAttemptTime.gte(since.as_micros()))
        .filter(Column::State.ne(state_code(DeliveryState::Unknown)))
        .order_by_desc(Column::LastAttemptTime)
        .limit(circuit::LOOKED_AT)
        .into_tuple()
        .all(database.reader())
        .await?;
    let attempt = |(time, state): &(i64, String)| Attempt {
        time: Instant::from_micros(*time),
        taken: state == state_code(DeliveryState::Delivered),
    };
    Ok(Circuit::after(&rows.iter().map(attempt).collect::<Vec<_>>(), now))
}
