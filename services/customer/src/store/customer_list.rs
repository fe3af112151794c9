//! Lists of customers: what is filtered, what is in a caller's scope, page by page.

use access::{Caller, Relation, Scope};
use database::{Database, Engine};
use expression::{Field, Filter, Kind, Schema};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select,
};
use uuid::Uuid;

use super::attribute_index;
use super::collaborator;
use super::customer_tag;
use super::entity::customer::{Column, Entity, Model};
use crate::domain::custom_field::CustomFields;
use crate::domain::customer::State;
use crate::domain::vocabulary::{Vocabularies, Vocabulary};
use crate::error::Error;
use operation::list_order::{Cursor, Order};

/// The fields that can be filtered. All are facts, which everybody in whose scope a record lies may read.
pub fn schema(vocabularies: &Vocabularies, fields: &CustomFields) -> Schema {
    let codes = |vocabulary| Kind::code(vocabularies.all(vocabulary).iter().map(|term| term.facts.code.to_string()));
    let field = |path: &'static str, kind, column: Column| Field::column(path, kind, "fact", column.as_column_ref());
    let own = [
        field("customer_number", Kind::Text, Column::CustomerNumber),
        field("kind", Kind::code(["individual", "enterprise", "institution"]), Column::Kind),
        field("state", Kind::code(["active", "archived", "deleted", "erased"]), Column::State),
        field("stage", codes(Vocabulary::Stage), Column::Stage),
        field("stage_time", Kind::Instant, Column::StageTime),
        field("stage_reason", codes(Vocabulary::StageReason), Column::StageReason),
        field("level", codes(Vocabulary::Level), Column::Level),
        field("industry", codes(Vocabulary::Industry), Column::Industry),
        field("source", codes(Vocabulary::Source), Column::Source),
        field("owner", Kind::Id, Column::Owner),
        field("team", Kind::Id, Column::Team),
        customer_tag::field(vocabularies),
        field("first_contact_time", Kind::Instant, Column::FirstContactTime),
        field("create_time", Kind::Instant, Column::CreateTime),
        field("update_time", Kind::Instant, Column::UpdateTime),
        field("delete_time", Kind::Instant, Column::DeleteTime),
    ];
    Schema::new(own.into_iter().chain(attribute_index::filter_fields(fields)))
}

/// A page of a list.
pub struct Page<'a> {
    /// Which customers.
    pub filter: &'a Filter,
    /// In which order.
    pub order: Order,
    /// After which row; none for the first page.
    pub after: Option<Cursor>,
    /// In which states.
    pub states: &'a [State],
    /// How many at most.
    pub limit: usize,
}

/// The rows of a page.
///
/// # Errors
/// Those of the database.
pub async fn list(
    database: &Database,
    tenant: &str,
    caller: &Caller,
    scope: Scope,
    page: Page<'_>,
) -> Result<Vec<Model>, Error> {
    let Page { filter, order, after, states, limit } = page;
    let rows = Entity::find()
        .filter(Column::TenantId.eq(tenant))
        .filter(filter.condition(database.reader().get_database_backend()))
        .filter(in_scope(database.engine(), tenant, caller, scope))
        .filter(Column::State.is_in(states.iter().map(|state| state.code())));
    let rows = order.page(rows, [Column::CustomerId, Column::UpdateTime], after, limit);
    Ok(rows.all(database.reader()).await?)
}

/// The rows of the live customers of a tenant after one, by id, at most `limit`.
///
/// # Errors
/// Those of the database.
pub async fn live_after(database: &Database, tenant: &str, after: Uuid, limit: u64) -> Result<Vec<Model>, Error> {
    let rows = live(tenant).filter(Column::CustomerId.gt(after)).order_by_asc(Column::CustomerId).limit(limit);
    Ok(rows.all(database.reader()).await?)
}

/// How many live customers a tenant has.
///
/// # Errors
/// Those of the database.
pub async fn count_live(database: &Database, tenant: &str) -> Result<i64, Error> {
    Ok(i64::try_from(live(tenant).count(database.reader()).await?).unwrap_or(i64::MAX))
}

fn live(tenant: &str) -> Select<Entity> {
    Entity::find().filter(Column::TenantId.eq(tenant)).filter(Column::State.eq(State::Active.code()))
}

/// The records in a caller's scope: the relations of [`Caller::relations_to`], as a condition.
pub(super) fn in_scope(engine: Engine, tenant: &str, caller: &Caller, scope: Scope) -> Condition {
    let staff = caller.staff.as_ref();
    scope.grants().fold(Condition::any(), |any, (relation, _)| match relation {
        Relation::Own => any.add_option(staff.map(|staff| Column::Owner.eq(staff.id))),
        Relation::Collaborator => any.add_option(staff.map(|staff| collaborator::is_among(engine, tenant, staff.id))),
        Relation::Team => any.add_option(staff.and_then(|staff| staff.team).map(|team| Column::Team.eq(team))),
        Relation::Subteam => {
            let below = staff.map(|staff| staff.teams_below.iter().copied()).filter(|teams| teams.len() > 0);
            any.add_option(below.map(|teams| Column::Team.is_in(teams)))
        }
        Relation::Pool => any.add(Column::Owner.is_null()),
        Relation::Other => any.add(Condition::all()),
    })
}
