//! AddTags.

use contracts::customer::v1::{AddTagsRequest, Customer as Sent};

use super::tags::{self, TagChange};
use crate::call::Call;
use crate::domain::carried_tag;
use crate::error::Error;

pub(super) async fn add_tags(call: Call, mut request: AddTagsRequest) -> Result<Sent, Error> {
    let claim = call.request_claim(&std::mem::take(&mut request.request_id), &request)?;
    let change = TagChange {
        customer: &request.customer,
        tags: &request.tags,
        rule_id: &request.rule_id,
        etag: &request.etag,
        only_offered: true,
        claim,
        validate_only: request.validate_only,
    };
    tags::change(call, change, carried_tag::with).await
}
