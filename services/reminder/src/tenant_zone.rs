//! The time zone of a tenant, as the customer service says.

use std::sync::Arc;
use std::time::Duration;

use contracts::customer::v1 as wire;
use contracts::customer::v1::tenant_service_client::TenantServiceClient;
use conventions::time::to_day;
use conventions::violations::Violations;
use customers::ask::Refused;
use jiff::civil::Date;
use moka::future::Cache;

use crate::call::Call;
use crate::domain::zone::Zone;
use crate::error::Error;

/// How long a change of a tenant's zones may go unnoticed.
const AGE: Duration = Duration::from_secs(60);
/// How many tenants are kept at hand.
const MOST: u64 = 10_000;

/// The zones of tenants, as they were in the last minute.
pub(crate) struct TenantZones(Cache<Arc<str>, Arc<[Period]>>);

/// A zone, and the day from which it holds.
struct Period {
    zone: Zone,
    valid_from: Option<Date>,
}

impl Default for TenantZones {
    fn default() -> Self {
        Self(Cache::builder().max_capacity(MOST).time_to_live(AGE).build())
    }
}

impl Call {
    /// The zone that stands for one that is left out: that of the caller's tenant today. Nobody is asked for it when one is named.
    ///
    /// # Errors
    /// As [`Call::tenant_zone`].
    pub(crate) async fn default_zone(&self, named: &str) -> Result<Zone, Error> {
        if named.is_empty() { self.tenant_zone().await } else { Ok(Zone::utc()) }
    }

    /// The zone of the caller's tenant today.
    ///
    /// # Errors
    /// UNAVAILABLE when it is not known and cannot be asked for.
    async fn tenant_zone(&self) -> Result<Zone, Error> {
        let zones = &self.service.zones.0;
        let periods = match zones.get(self.tenant()).await {
            Some(periods) => periods,
            None => {
                let periods = self.ask_zones().await?;
                zones.insert(Arc::clone(self.tenant()), Arc::clone(&periods)).await;
                periods
            }
        };
        let now = jiff::Timestamp::from(self.service.records.clock.now());
        let holds = |period: &&Period| {
            let today = period.zone.time_zone().to_datetime(now).date();
            period.valid_from.is_none_or(|first| first <= today)
        };
        Ok(periods.iter().rev().find(holds).map_or_else(Zone::utc, |period| period.zone.clone()))
    }

    async fn ask_zones(&self) -> Result<Arc<[Period]>, Error> {
        let ask = |channel, request| async move { TenantServiceClient::new(channel).get_tenant(request).await };
        let told = self.service.customers.ask(&self.origin, wire::GetTenantRequest {}, ask).await;
        let told = told.map_err(Refused::from)?;
        let period = |period: &wire::ZonePeriod| {
            let valid_from = period.valid_from.as_ref().and_then(|day| to_day(day, &mut Violations::default()));
            Some(Period { zone: Zone::parse(&period.zone).ok()?, valid_from })
        };
        Ok(told.zones.iter().filter_map(period).collect())
    }
}
