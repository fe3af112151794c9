//! Interactions.

use std::sync::LazyLock;

use database::{Error, Fetched, Row, Table, WriteTransaction};

use super::{Stored, activity, number_read, said};
use crate::domain::activity::{Activity, Interaction, Kind};
use crate::domain::zones::{Zones, number};
use crate::store::entity::interaction;

static TABLE: LazyLock<Table> = LazyLock::new(Table::of::<interaction::Entity>);

pub(super) const STORED: Stored = Stored {
    table: "interaction",
    columns: "COALESCE(author, $1), interaction_id, revision, customer_id, time, deleted, channel, COALESCE(direction, ''), COALESCE(length, -1)",
    key: "interaction_id",
    read,
};

fn read(row: &Fetched) -> Result<Activity, Error> {
    let interaction =
        Interaction { channel: row.text(6)?, direction: row.text(7)?, length: number_read(row.integer(8)?) };
    activity(row, Kind::Interaction(interaction))
}

/// Keeps those that are interactions.
pub(super) async fn put(
    transaction: &mut WriteTransaction,
    tenant: &str,
    activities: &[Activity],
    zones: &Zones,
) -> Result<(), Error> {
    let rows = activities.iter().filter_map(|activity| model(tenant, activity, zones));
    transaction.put(&TABLE, rows.map(|model| Row::of(&model)).collect::<Result<_, _>>()?).await
}

fn model(tenant: &str, activity: &Activity, zones: &Zones) -> Option<interaction::Model> {
    let Kind::Interaction(interaction) = &activity.kind else { return None };
    Some(interaction::Model {
        tenant_id: tenant.to_owned(),
        interaction_id: activity.id,
        revision: activity.revision,
        customer_id: activity.customer,
        time: activity.time.as_micros(),
        day: number(zones.day(activity.time)),
        author: activity.author,
        deleted: activity.deleted.into(),
        channel: interaction.channel.clone(),
        direction: said(&interaction.direction),
        length: interaction.length,
    })
}
