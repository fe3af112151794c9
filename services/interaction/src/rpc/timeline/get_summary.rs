//! GetTimelineSummary.

use access::log::Act;
use access::{ClassSet, DataClass};
use clock::Instant;
use contracts::interaction::v1::{GetTimelineSummaryRequest, TimelineKindSummary, TimelineSummary};
use conventions::time::to_timestamp;

use super::visible::{TIMELINE, contract_kind, visible};
use crate::call::Call;
use crate::error::Error;
use crate::store::timeline_count;

pub(super) async fn get_summary(call: Call, request: GetTimelineSummaryRequest) -> Result<TimelineSummary, Error> {
    let (customer, visible) = visible(&call, &request.customer, &[]).await?;
    let database = call.service.database();
    let counted = timeline_count::of_customer(database, call.tenant(), customer.id).await?;
    let mut kinds = Vec::with_capacity(visible.len());
    for (kind, _) in visible {
        let Some((_, count)) = counted.iter().find(|(counted, _)| counted == kind) else { continue };
        let newest = timeline_count::newest(database, call.tenant(), customer.id, kind).await?;
        kinds.push(TimelineKindSummary {
            kind: contract_kind(kind).into(),
            record_count: count.records,
            newest_time: newest.map(|micros| to_timestamp(Instant::from_micros(micros))),
            unsettled_count: count.unsettled,
            rating_count: count.ratings,
            mean_rating: mean(count.points, count.ratings),
        });
    }
    call.log(Act::List, TIMELINE, vec![customer.id], ClassSet::only(DataClass::Fact)).await?;
    Ok(TimelineSummary { customer: customer.id.to_string(), kinds })
}

/// The mean of ratings that come to so many points; 0 of none.
fn mean(points: i64, ratings: i64) -> f64 {
    if ratings > 0 { points as f64 / ratings as f64 } else { 0.0 }
}
