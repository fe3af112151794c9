//! Interactions.

use std::sync::LazyLock;

use database::{Error, Fetched, Table};

use super::{Stored, activity, number_read, said};
use crate::domain::activity::{Activity, Interaction, Kind};
use crate::domain::zones::{Zones, number};
use crate::store::entity::interaction;

pub(super) static TABLE: LazyLock<Table> = LazyLock::new(Table::of::<interaction::Entity>);

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

/// The row of one that is of this table.
pub(super) fn model(tenant: &str, activity: &Activity, zones: &Zones) -> Option<interaction::Model> {
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
