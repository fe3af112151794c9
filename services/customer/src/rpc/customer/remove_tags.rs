//! RemoveTags.

use contracts::customer::v1::{Customer as Sent, RemoveTagsRequest};

use super::tags::{self, TagChange};
use crate::call::Call;
use crate::domain::carried_tag;
use crate::error::Error;

pub(super) async fn remove_tags(call: Call, mut request: RemoveTagsRequest) -> Result<Sent, Error> {
    let claim = call.request_claim(&std::mem::take(&mut request.request_id), &request)?;
    let change = TagChange {
        customer: &request.customer,
        tags: &request.tags,
        rule_id: &request.rule_id,
        etag: &request.etag,
        only_offered: false,
        claim,
        validate_only: request.validate_only,
    };
    tags::change(call, change, |tags, codes, _| carried_tag::without(tags, codes)).await
}
