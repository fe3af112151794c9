//! The table of the stages in which customers are won or lost.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use database::{Database, Row, Table, WriteTransaction};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::entity::closing_stage::{Column, Entity, Model};
use crate::domain::pipeline::Ending;
use crate::error::Error;

static CLOSING_STAGE: LazyLock<Table> = LazyLock::new(Table::of::<Entity>);
/// Those with which every tenant begins; of them nothing is told as long as nobody changes them.
const OF_BEGINNING: [(&str, Ending); 2] = [("customer", Ending::Won), ("lost", Ending::Lost)];

/// Keeps what was told of such stages of a tenant: their codes, and how they end.
///
/// # Errors
/// Those of the database.
pub async fn keep(
    transaction: &mut WriteTransaction,
    tenant: &str,
    told: BTreeMap<String, Ending>,
) -> Result<(), database::Error> {
    let row = |(stage, ending): (String, Ending)| {
        Row::of(&Model { tenant_id: tenant.to_owned(), stage, ending: <&str>::from(ending).to_owned() })
    };
    transaction.put(&CLOSING_STAGE, told.into_iter().map(row).collect::<Result<_, _>>()?).await
}

/// The codes of such stages of a tenant, and how they end.
///
/// # Errors
/// Those of the database; [`Error::Fault`] when a row is malformed.
pub async fn all(database: &Database, tenant: &str) -> Result<BTreeMap<String, Ending>, Error> {
    let rows = Entity::find().filter(Column::TenantId.eq(tenant)).all(database.reader()).await?;
    let mut stages = BTreeMap::from(OF_BEGINNING.map(|(stage, ending)| (stage.to_owned(), ending)));
    for row in rows {
        let ending = row.ending.parse().map_err(|_| Error::Internal("a stage ends in no known way"))?;
        stages.insert(row.stage, ending);
    }
    Ok(stages)
}

/// What holds of a stay with or after which its customer entered a stage in which customers are won.
pub fn was_won_since() -> Expr {
    let of_beginning = OF_BEGINNING.iter().filter(|(_, ending)| *ending == Ending::Won);
    let of_beginning: Vec<_> = of_beginning.map(|(stage, _)| format!("'{stage}'")).collect();
    Expr::cust(format!(
        "EXISTS (SELECT 1 FROM stage_stay AS won
            WHERE won.tenant_id = stage_stay.tenant_id AND won.customer_id = stage_stay.customer_id
                AND won.enter_time >= stage_stay.enter_time
                AND (won.stage IN ({}) OR EXISTS (SELECT 1 FROM closing_stage AS closing
                    WHERE closing.tenant_id = won.tenant_id AND closing.stage = won.stage AND closing.ending = '{}')))",
        of_beginning.join(", "),
        <&str>::from(Ending::Won)
    ))
}
