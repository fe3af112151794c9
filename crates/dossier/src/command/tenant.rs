//! `dossier tenant`.

use clap::Subcommand;
use contracts::customer::v1::{GetTenantRequest, UpdateTenantRequest, ZonePeriod};
use conventions::time;

use super::{mask, set};
use crate::failure::Failure;
use crate::session::Session;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Read the tenant
    Get,
    /// Change the given fields of the tenant
    Update {
        /// What the organisation calls itself
        #[arg(long)]
        name: Option<String>,
        /// A time zone, and the day from which it holds; several in the order of their days
        #[arg(long = "zone", value_name = "ZONE[@DAY]", value_parser = zone)]
        zones: Vec<ZonePeriod>,
        /// The languages in which people are addressed, the preferred one first
        #[arg(long, value_name = "TAG,TAG", value_delimiter = ',')]
        languages: Vec<String>,
        /// The country in which phones and addresses without one are read
        #[arg(long)]
        region: Option<String>,
        /// After how many days a deleted customer is removed for good; 0 for never
        #[arg(long, value_name = "DAYS")]
        deleted_retention_days: Option<i32>,
    },
}

pub(crate) async fn run(command: Command, session: &Session) -> Result<(), Failure> {
    let mut calls = session.tenants();
    let mut tenant = calls.get_tenant(GetTenantRequest {}).await?;
    if let Command::Update { name, zones, languages, region, deleted_retention_days } = command {
        let mut changed = tenant.into_inner();
        let mut paths = Vec::new();
        set("display_name", &mut changed.display_name, name, &mut paths);
        set("zones", &mut changed.zones, given(zones), &mut paths);
        set("languages", &mut changed.languages, given(languages), &mut paths);
        set("region", &mut changed.region, region, &mut paths);
        let days = &mut changed.deleted_retention_days;
        set("deleted_retention_days", days, deleted_retention_days, &mut paths);
        let request = UpdateTenantRequest {
            tenant: Some(changed),
            update_mask: Some(mask(paths)?),
            request_id: session.request_id(),
            validate_only: false,
        };
        tenant = calls.update_tenant(request).await?;
    }
    session.output.one(tenant.get_ref())
}

/// A list that was given at all.
fn given<T>(list: Vec<T>) -> Option<Vec<T>> {
    (!list.is_empty()).then_some(list)
}

/// `Asia/Shanghai`, or `Europe/Berlin@2027-01-01`.
fn zone(text: &str) -> Result<ZonePeriod, &'static str> {
    let Some((zone, day)) = text.split_once('@') else {
        return Ok(ZonePeriod { zone: text.to_owned(), valid_from: None });
    };
    let day = day.parse().map_err(|_| "write the day as in Europe/Berlin@2027-01-01")?;
    Ok(ZonePeriod { zone: zone.to_owned(), valid_from: Some(time::to_date(day)) })
}
