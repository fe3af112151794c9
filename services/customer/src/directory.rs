//! Which member of staff a caller is, and the teams below the member's.

use std::sync::Arc;
use std::time::Duration;

use access::{Caller, Principal, PrincipalKind, StaffMember};
use database::Database;
use keyring::TenantKey;
use moka::future::Cache;

use crate::domain::staff::TeamTree;
use crate::error::Error;
use crate::store;

/// How long another process's change of staff or teams may go unnoticed.
const AGE: Duration = Duration::from_secs(2);
/// How many callers are kept at hand.
const MOST: u64 = 100_000;

/// Staff and teams, as they were in the last seconds.
pub struct Directory {
    database: Database,
    callers: Cache<Who, Option<StaffMember>>,
}

type Who = (Arc<str>, Arc<str>, Arc<str>);

impl Directory {
    pub(crate) fn new(database: Database) -> Self {
        Self { database, callers: Cache::builder().max_capacity(MOST).time_to_live(AGE).build() }
    }

    /// The caller that a principal is.
    ///
    /// # Errors
    /// [`Error::PermissionDenied`] for one who has left; those of the database.
    pub(crate) async fn caller(&self, principal: Principal, keys: &TenantKey) -> Result<Caller, Error> {
        if principal.kind != PrincipalKind::Staff {
            return Ok(Caller { principal, staff: None });
        }
        let who = (Arc::clone(&principal.tenant), Arc::clone(&principal.issuer), Arc::clone(&principal.subject));
        let staff = match self.callers.get(&who).await {
            Some(known) => known,
            None => {
                let found = self.find(&principal, keys).await?;
                self.callers.insert(who, found.clone()).await;
                found
            }
        };
        Ok(Caller { principal, staff })
    }

    /// Reads staff and teams anew next time.
    pub(crate) fn changed(&self) {
        self.callers.invalidate_all();
    }

    async fn find(&self, principal: &Principal, keys: &TenantKey) -> Result<Option<StaffMember>, Error> {
        let tenant = &principal.tenant;
        let key = store::staff::subject_key(keys, &principal.issuer, &principal.subject);
        let Some(record) = store::staff::find_by_subject(&self.database, tenant, key).await? else {
            return Ok(None);
        };
        let staff = store::staff::facts(&record)?;
        if staff.inactive {
            return Err(Error::PermissionDenied);
        }
        let teams_below = match staff.team {
            None => Vec::new(),
            Some(team) => {
                let teams = store::team::all(&self.database, tenant).await?;
                TeamTree::of(&teams).below(team)
            }
        };
        Ok(Some(StaffMember { id: record.id, team: staff.team, teams_below: teams_below.into() }))
    }
}
