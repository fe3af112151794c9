//! By what contact with the customers of a tenant is kept up.

use std::collections::HashSet;

use calendar::WorkingDays;
use clock::Instant;
use database::Database;
use expression::Filter;

use crate::domain::cadence::Cadence;
use crate::domain::dormancy::Ready;
use crate::domain::zone::Zone;
use crate::error::Error;
use crate::store::{acquaintance, cadence, dormancy_rule, lost_stage, tenant};

/// The rules of a tenant, and by what they count.
pub(super) struct Rules {
    pub(super) cadences: Vec<Cadence>,
    pub(super) dormancy: Vec<Ready>,
    pub(super) lost_stages: HashSet<String>,
    pub(super) zone: Zone,
    pub(super) working_days: WorkingDays,
}

impl Rules {
    pub(super) async fn read(database: &Database, tenant: &str, now: Instant) -> Result<Self, Error> {
        let schema = acquaintance::schema();
        let mut dormancy = Vec::new();
        for rule in dormancy_rule::all(database, tenant).await?.into_iter().filter(|rule| !rule.facts.paused) {
            match Filter::parse(&rule.facts.filter, &schema) {
                Ok(filter) => dormancy.push(Ready { rule, filter }),
                // It was read when it was written.
                Err(error) => tracing::error!(%error, rule = %rule.id, "a dormancy rule cannot be read; it rests"),
            }
        }
        Ok(Self {
            cadences: cadence::all(database, tenant).await?,
            dormancy,
            lost_stages: lost_stage::all(database, tenant).await?,
            zone: tenant::zone_at(database, tenant, now).await?,
            working_days: tenant::working_days(database, tenant).await?,
        })
    }
}
