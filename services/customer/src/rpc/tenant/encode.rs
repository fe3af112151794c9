//! A tenant as callers see it.

use contracts::customer::v1 as wire;
use conventions::{etag, time};

use super::working_days;
use crate::domain::tenant::ZonePeriod;
use crate::store::tenant::Kept;

/// The tenant on the wire. All of it is fact, which everybody who may view the tenant may read.
pub(super) fn tenant(id: &str, kept: &Kept) -> wire::Tenant {
    let Kept { tenant, revision, update_time } = kept;
    wire::Tenant {
        tenant_id: id.to_owned(),
        display_name: tenant.display_name.clone(),
        zones: tenant.zones.iter().map(zone).collect(),
        languages: tenant.languages.clone(),
        region: tenant.region.code().to_owned(),
        update_time: update_time.map(time::to_timestamp),
        revision: *revision,
        etag: etag::of_revision(*revision),
        deleted_retention_days: tenant.deleted_retention_days.into(),
        working_days: Some(working_days::sent(&tenant.working_days)),
    }
}

fn zone(period: &ZonePeriod) -> wire::ZonePeriod {
    wire::ZonePeriod { zone: period.zone.clone(), valid_from: period.valid_from.map(time::to_date) }
}
