//! DescribeSegment.

use access::log::Act;
use access::{Action, ClassSet, DataClass};
use contracts::analytics::v1::{DescribeSegmentRequest, SegmentDescription, SegmentMetric, SegmentTrait};

use super::membership::Evaluation;
use crate::call::Call;
use crate::domain::traits::{self, Trait};
use crate::error::Error;
use crate::store::members::{self, DIMENSIONS, Metric};
use crate::store::segment::KIND;

pub(super) async fn describe(call: Call, request: DescribeSegmentRequest) -> Result<SegmentDescription, Error> {
    let segment = call.segment(&request.segment_id, Action::ViewSegments).await?;
    let evaluation = call.evaluation_of(&segment).await?;
    let (database, membership) = (call.service.database(), evaluation.membership(call.tenant()));
    let size = members::size(database, membership).await?;
    let others = members::customers(database, membership).await? - size;
    let mut counted = Vec::new();
    for (dimension, by) in DIMENSIONS {
        for value in members::counted(database, membership, by).await? {
            let (members, others) = (value.members, value.others);
            counted.push(Trait { dimension, value: value.value, members, others });
        }
    }
    let traits = traits::telling(counted, size, others);
    let metrics = call.medians(&evaluation).await?;
    call.log(Act::View, KIND, vec![segment.id], ClassSet::only(DataClass::Fact)).await?;
    Ok(SegmentDescription {
        members: size,
        others,
        traits: traits.into_iter().map(|known| sent(known, size, others)).collect(),
        metrics,
    })
}

impl Call {
    /// What members and others do in the middle, as far as the caller may see it of anybody.
    async fn medians(&self, evaluation: &Evaluation) -> Result<Vec<SegmentMetric>, Error> {
        let mut metrics = Vec::new();
        for metric in Metric::described() {
            let Ok(narrowed) = evaluation.narrowed(self, metric.action()) else { continue };
            let membership = narrowed.membership(self.tenant());
            let medians = members::medians(self.service.database(), membership, metric).await?;
            if medians.members.is_some() || medians.others.is_some() {
                let (member_median, other_median) = (medians.members, medians.others);
                metrics.push(SegmentMetric { metric: metric.path.to_owned(), member_median, other_median });
            }
        }
        Ok(metrics)
    }
}

fn sent(known: Trait, size: i64, rest: i64) -> SegmentTrait {
    SegmentTrait {
        dimension: known.dimension.to_owned(),
        member_share: traits::share(known.members, size),
        other_share: traits::share(known.others, rest),
        lift: known.lift(size, rest),
        value: known.value,
        members: known.members,
        others: known.others,
    }
}
