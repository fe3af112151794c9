//! Which member of staff a caller is, as the customer service says.

use std::sync::Arc;
use std::time::Duration;

use access::{Caller, Principal, PrincipalKind, StaffMember};
use client::{Origin, Peer};
use contracts::customer::v1 as wire;
use contracts::customer::v1::staff_service_client::StaffServiceClient;
use moka::future::Cache;
use tokio::time::Instant;
use uuid::Uuid;

use crate::ask::Refused;

/// How long a change of staff or teams may go unnoticed.
const FRESH: Duration = Duration::from_secs(10);
/// How long a caller is known when the customer service cannot be reached.
const KEPT: Duration = Duration::from_secs(3_600);
/// How many callers are kept at hand.
const MOST: u64 = 100_000;

/// Callers, as the customer service knew them in the last seconds.
pub struct Callers {
    customers: Peer,
    known: Cache<Who, Known>,
}

/// Tenant, issuer, subject.
type Who = (Arc<str>, Arc<str>, Arc<str>);

#[derive(Clone)]
struct Known {
    staff: Option<StaffMember>,
    since: Instant,
}

impl Callers {
    /// The callers that the customer service knows.
    pub fn new(customers: Peer) -> Self {
        Self { customers, known: Cache::builder().max_capacity(MOST).time_to_live(KEPT).build() }
    }

    /// The caller that a principal is.
    ///
    /// # Errors
    /// [`Refused::PermissionDenied`] for one who has left; [`Refused::Unreached`] for one who was not known in the last hour.
    pub async fn caller(&self, principal: Principal, origin: &Origin) -> Result<Caller, Refused> {
        if principal.kind != PrincipalKind::Staff {
            return Ok(Caller { principal, staff: None });
        }
        let who = (Arc::clone(&principal.tenant), Arc::clone(&principal.issuer), Arc::clone(&principal.subject));
        let known = self.known.get(&who).await;
        if let Some(Known { staff, since }) = &known
            && since.elapsed() < FRESH
        {
            return Ok(Caller { principal, staff: staff.clone() });
        }
        let staff = match (self.ask(origin).await, known) {
            (Ok(told), _) => {
                let staff = staff_member(&told);
                self.known.insert(who, Known { staff: staff.clone(), since: Instant::now() }).await;
                staff
            }
            (Err(Refused::Unreached(_)), Some(known)) => known.staff,
            (Err(refused), _) => {
                self.known.invalidate(&who).await;
                return Err(refused);
            }
        };
        Ok(Caller { principal, staff })
    }

    async fn ask(&self, origin: &Origin) -> Result<wire::Caller, Refused> {
        let ask = |channel, request| async move { StaffServiceClient::new(channel).get_caller(request).await };
        Ok(self.customers.ask(origin, wire::GetCallerRequest {}, ask).await?)
    }
}

fn staff_member(told: &wire::Caller) -> Option<StaffMember> {
    Some(StaffMember {
        id: Uuid::try_parse(&told.staff_id).ok()?,
        team: Uuid::try_parse(&told.team_id).ok(),
        teams_below: told.teams_below.iter().filter_map(|team| Uuid::try_parse(team).ok()).collect(),
    })
}
