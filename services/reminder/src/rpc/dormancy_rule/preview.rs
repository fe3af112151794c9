//! PreviewDormancyRule.

use access::log::Act;
use access::{Action, Decision};
use contracts::reminder::v1::{PreviewDormancyRuleRequest, PreviewDormancyRuleResponse, QuietCustomer};
use conventions::{page, time};
use expression::Filter;
use uuid::Uuid;

use super::decode;
use crate::call::Call;
use crate::domain::dormancy::{DormancyRule, Ready, quiet_before};
use crate::error::Error;
use crate::store::quiet_customer::{self, Quiet};
use crate::store::{acquaintance, lost_stage, tenant};

/// The most customers that are named.
const LARGEST_SAMPLE: usize = 1_000;
/// How many are named when the caller does not say.
const SAMPLE: i32 = 20;
/// Customers that are looked at at once.
const PAGE: u64 = 1_000;
/// The kind of what is listed, in the access log.
const CUSTOMER: &str = "customer";

pub(super) async fn preview(
    call: Call,
    request: PreviewDormancyRuleRequest,
) -> Result<PreviewDormancyRuleResponse, Error> {
    let classes = call.allow_in_tenant(Action::ManageTenant)?;
    let now = call.service.now().await?;
    let facts = decode::read(&request.dormancy_rule.unwrap_or_default(), None, now)?;
    let size = page::size(if request.sample_size == 0 { SAMPLE } else { request.sample_size }, LARGEST_SAMPLE);
    let filter =
        Filter::parse(&facts.filter, &acquaintance::schema()).map_err(|error| Error::Fault(error.to_string()))?;
    let ready = Ready { rule: DormancyRule { id: Uuid::nil(), revision: 0, update_time: now, facts }, filter };

    let (database, tenant) = (call.service.database(), call.tenant());
    let zone = tenant::zone_at(database, tenant, now).await?;
    let lost_stages = lost_stage::all(database, tenant).await?;
    let before = quiet_before(ready.rule.facts.quiet, &zone, now)?;
    let (mut count, mut sample) = (0, Vec::new());
    let mut after: Option<Quiet> = None;
    loop {
        let quiet = quiet_customer::list(database, tenant, before, after, PAGE).await?;
        let Some(last) = quiet.last() else { break };
        after = Some(*last);
        let ids: Vec<_> = quiet.iter().map(|quiet| quiet.customer).collect();
        let mut known = acquaintance::find_many(database, tenant, &ids, &lost_stages, |_| now).await?;
        // What was told since it was looked at last.
        known.retain(|customer| customer.last_contact() < before && ready.is_about(customer));
        known.sort_by_key(|customer| (customer.last_contact(), customer.customer));
        count += known.len();
        if sample.len() < size {
            sample.extend(
                call.listable(known.iter().map(|customer| (customer.customer, customer.last_contact()))).await?,
            );
        }
    }
    sample.truncate(size);
    call.log(Act::List, CUSTOMER, sample.iter().map(|(id, _)| *id).collect(), classes).await?;
    let customer = |(id, last_contact): &(Uuid, clock::Instant)| QuietCustomer {
        customer_id: id.to_string(),
        last_contact_time: Some(time::to_timestamp(*last_contact)),
    };
    Ok(PreviewDormancyRuleResponse {
        customer_count: i64::try_from(count).unwrap_or(i64::MAX),
        customers: sample.iter().map(customer).collect(),
    })
}

impl Call {
    /// Those of some customers that the caller may list.
    async fn listable(
        &self,
        customers: impl Iterator<Item = (Uuid, clock::Instant)>,
    ) -> Result<Vec<(Uuid, clock::Instant)>, Error> {
        let customers: Vec<_> = customers.collect();
        let ids = customers.iter().map(|(id, _)| *id);
        let known = customers::find_many(self.service.database(), self.tenant(), ids).await?;
        let scope = self.scope(Action::List);
        let is_listable = |(id, _): &(Uuid, clock::Instant)| {
            known.get(id).is_some_and(|known| match scope.decide(known.relations(&self.caller)) {
                Decision::Allowed(_) => true,
                Decision::Denied => false,
            })
        };
        Ok(customers.into_iter().filter(is_listable).collect())
    }
}
