//! GetSegment.

use access::log::Act;
use access::{Action, ClassSet, DataClass};
use contracts::analytics::v1::{GetSegmentRequest, Segment as Sent};

use super::encode;
use crate::call::Call;
use crate::error::Error;
use crate::store::segment::KIND;

pub(super) async fn get(call: Call, request: GetSegmentRequest) -> Result<Sent, Error> {
    let segment = call.segment(&request.segment_id, Action::ViewSegments).await?;
    call.log(Act::View, KIND, vec![segment.id], ClassSet::only(DataClass::Fact)).await?;
    Ok(encode::segment(&segment))
}
