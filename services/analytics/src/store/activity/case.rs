//! Complaints and service cases.

use std::sync::LazyLock;

use clock::Instant;
use database::{Error, Fetched, Table};

use super::{Stored, activity, id, number_read, said};
use crate::domain::activity::{Activity, Case, Kind};
use crate::domain::zones::{Zones, number};
use crate::store::entity::service_case;

pub(super) static TABLE: LazyLock<Table> = LazyLock::new(Table::of::<service_case::Entity>);

pub(super) const STORED: Stored = Stored {
    table: "service_case",
    columns: "COALESCE(author, $1), case_id, revision, customer_id, time, deleted, channel, kind, COALESCE(product, ''), priority,
        COALESCE(assignee, $1), COALESCE(due_time, -1), COALESCE(resolve_time, -1)",
    key: "case_id",
    read,
};

fn read(row: &Fetched) -> Result<Activity, Error> {
    let case = Case {
        channel: row.text(6)?,
        product: row.text(8)?,
        priority: row.text(9)?,
        assignee: id(row.uuid(10)?),
        due_time: number_read(row.integer(11)?).map(Instant::from_micros),
        resolve_time: number_read(row.integer(12)?).map(Instant::from_micros),
    };
    let is_complaint = row.text(7)? == service_case::COMPLAINT;
    activity(row, if is_complaint { Kind::Complaint(case) } else { Kind::ServiceCase(case) })
}

/// The row of one that is of this table.
pub(super) fn model(tenant: &str, activity: &Activity, zones: &Zones) -> Option<service_case::Model> {
    let (kind, case) = match &activity.kind {
        Kind::Complaint(case) => (service_case::COMPLAINT, case),
        Kind::ServiceCase(case) => (service_case::SERVICE_CASE, case),
        Kind::Sale(_) | Kind::Interaction(_) | Kind::Feedback(_) => return None,
    };
    Some(service_case::Model {
        tenant_id: tenant.to_owned(),
        case_id: activity.id,
        revision: activity.revision,
        customer_id: activity.customer,
        time: activity.time.as_micros(),
        day: number(zones.day(activity.time)),
        author: activity.author,
        deleted: activity.deleted.into(),
        channel: case.channel.clone(),
        kind: kind.to_owned(),
        product: said(&case.product),
        priority: case.priority.clone(),
        assignee: case.assignee,
        due_time: case.due_time.map(Instant::as_micros),
        resolve_time: case.resolve_time.map(Instant::as_micros),
    })
}
