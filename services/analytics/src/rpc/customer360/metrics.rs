//! What a customer adds up to.

use access::{Action, Decision, RelationSet};
use clock::Instant;
use contracts::analytics::v1::{CustomerMetrics, InteractionMetrics, PurchaseMetrics, ServiceMetrics};
use conventions::time::to_timestamp;
use uuid::Uuid;

use crate::call::Call;
use crate::domain::replies::Replies;
use crate::domain::report::Sum;
use crate::error::Error;
use crate::rpc::money::money;
use crate::store::daily_sum;
use crate::store::metrics::{self, Purchases};

/// Microseconds of a day, and of an hour.
const DAY: f64 = 86_400_000_000.0;
const HOUR: f64 = 3_600_000_000.0;

/// Of how many interactions, the last, is said how soon they were answered.
const MOST_SAID: u64 = 1_000;

impl Call {
    /// What a customer adds up to, as far as the caller may see what it is made of.
    ///
    /// # Errors
    /// [`Error::NotFound`] of a customer that was not told of yet; those of the database.
    pub(super) async fn metrics(&self, id: Uuid) -> Result<CustomerMetrics, Error> {
        let (database, tenant) = (self.service.database(), self.tenant());
        let customer = metrics::customer(database, tenant, id).await?.ok_or(Error::NotFound)?;
        let relations = self.caller.relations_to(customer.owner, &customer.collaborators, customer.team);
        let now = self.service.records.clock.now();
        let purchases = if self.may(Action::ViewTransactions, relations) {
            let currency = daily_sum::main_currency(database, tenant).await?;
            Some(purchases(metrics::purchases(database, tenant, id, &currency).await?, &currency))
        } else {
            None
        };
        let interactions = if self.may(Action::ViewInteractions, relations) {
            let (count, last) = metrics::interactions(database, tenant, id).await?;
            let replies = Replies::of(metrics::said(database, tenant, id, MOST_SAID).await?);
            let timestamp = |micros| to_timestamp(Instant::from_micros(micros));
            Some(InteractionMetrics {
                count,
                last_time: last.map(timestamp),
                hours_to_reply: average(replies.waited, replies.answered).map(|micros| micros / HOUR),
                waiting_since_time: replies.waiting_since.map(timestamp),
            })
        } else {
            None
        };
        let service = if self.may(Action::ViewCases, relations) {
            let service = metrics::service(database, tenant, id).await?;
            Some(ServiceMetrics {
                average_rating: average(service.ratings, service.rated),
                unsettled_cases: service.unsettled,
                hours_to_settle: average(service.settling, service.settled).map(|micros| micros / HOUR),
            })
        } else {
            None
        };
        let stage = (now.as_micros() - customer.stage_time) as f64 / DAY;
        Ok(CustomerMetrics { days_in_stage: stage.max(0.0), purchases, interactions, service })
    }

    fn may(&self, action: Action, relations: RelationSet) -> bool {
        matches!(access::decide(self.caller.principal.roles, action, relations), Decision::Allowed(_))
    }
}

fn purchases(bought: Purchases, currency: &str) -> PurchaseMetrics {
    let repeats = bought.days - 1;
    let sum = Sum { count: bought.count, whole: bought.whole, millionths: bought.millionths };
    PurchaseMetrics {
        count: bought.count,
        net_sales: Some(money(sum.amount(), currency)),
        last_time: bought.last_time.map(Instant::from_micros).map(to_timestamp),
        cycle_days: (repeats > 0).then(|| (bought.last_day - bought.first_day) as f64 / repeats as f64),
    }
}

/// The mean of a sum of so many; none of none.
fn average(sum: i64, count: i64) -> Option<f64> {
    (count > 0).then(|| sum as f64 / count as f64)
}
