//! PreviewSegment.

use access::log::Act;
use access::{Action, ClassSet, DataClass};
use contracts::analytics::v1::{PreviewSegmentRequest, PreviewSegmentResponse};
use conventions::violations::{Violations, require};

use super::decode;
use crate::call::Call;
use crate::error::Error;
use crate::rpc::money;
use crate::store::members;

/// How many customers are named where the caller does not say.
const SAMPLE_SIZE: usize = 10;

pub(super) async fn preview(call: Call, request: PreviewSegmentRequest) -> Result<PreviewSegmentResponse, Error> {
    call.allow_in_tenant(Action::ViewSegments)?;
    let synonyms = call.tag_synonyms().await?;
    let mut violations = Violations::default();
    let filter = violations.field("filter", |violations| decode::filter(&request.filter, &synonyms, violations));
    let currency = violations.field("currency_code", |violations| money::currency(&request.currency_code, violations));
    let (filter, currency) = require(violations, filter.zip(currency))?;
    let evaluation = call.evaluation(filter, &currency).await?;

    let (database, membership) = (call.service.database(), evaluation.membership(call.tenant()));
    let sample_size = usize::try_from(request.sample_size).ok().filter(|size| *size > 0).unwrap_or(SAMPLE_SIZE);
    let size = members::size(database, membership).await?;
    let customers = members::customers(database, membership).await?;
    let newest = members::newest(database, membership, sample_size).await?;
    let sample = newest.iter().map(ToString::to_string).collect();
    call.log(Act::List, "customer", newest, ClassSet::only(DataClass::Fact)).await?;
    Ok(PreviewSegmentResponse { size, customers, sample })
}
