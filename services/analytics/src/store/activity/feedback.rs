//! Feedback.

use std::sync::LazyLock;

use database::{Error, Fetched, Table};

use super::{Stored, activity, number_read};
use crate::domain::activity::{Activity, Feedback, Kind};
use crate::domain::zones::{Zones, number};
use crate::store::entity::feedback;

pub(super) static TABLE: LazyLock<Table> = LazyLock::new(Table::of::<feedback::Entity>);

pub(super) const STORED: Stored = Stored {
    table: "feedback",
    columns: "COALESCE(author, $1), feedback_id, revision, customer_id, time, deleted, channel, COALESCE(rating, -1),
        COALESCE(recommendation, -1)",
    key: "feedback_id",
    read,
};

fn read(row: &Fetched) -> Result<Activity, Error> {
    let number = |column| Ok::<_, Error>(number_read(row.integer(column)?).and_then(|number| number.try_into().ok()));
    let feedback = Feedback { channel: row.text(6)?, rating: number(7)?, recommendation: number(8)? };
    activity(row, Kind::Feedback(feedback))
}

/// The row of one that is of this table.
pub(super) fn model(tenant: &str, activity: &Activity, zones: &Zones) -> Option<feedback::Model> {
    let Kind::Feedback(feedback) = &activity.kind else { return None };
    Some(feedback::Model {
        tenant_id: tenant.to_owned(),
        feedback_id: activity.id,
        revision: activity.revision,
        customer_id: activity.customer,
        time: activity.time.as_micros(),
        day: number(zones.day(activity.time)),
        author: activity.author,
        deleted: activity.deleted.into(),
        channel: feedback.channel.clone(),
        rating: feedback.rating.map(Into::into),
        recommendation: feedback.recommendation.map(Into::into),
    })
}
