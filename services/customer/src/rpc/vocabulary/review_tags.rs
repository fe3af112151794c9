//! ReviewTags.

use std::collections::HashMap;

use access::Action;
use access::log::Act;
use clock::Instant;
use contracts::customer::v1::{ReviewTagsRequest, ReviewTagsResponse, TagUse};
use conventions::time::to_timestamp;

use crate::call::Call;
use crate::domain::vocabulary::Vocabulary;
use crate::error::Error;
use crate::rpc::term::encode;
use crate::store::customer_tag::{self, Use};
use crate::store::term::{self, KIND};

pub(super) async fn review_tags(call: Call, _: ReviewTagsRequest) -> Result<ReviewTagsResponse, Error> {
    let classes = call.allow_in_tenant(Action::ManageVocabularies)?;
    let (database, tenant) = (call.service.database(), call.tenant());
    let vocabularies = term::all(database, tenant).await?;
    let uses: HashMap<_, _> =
        customer_tag::uses(database, tenant).await?.into_iter().map(|used| (used.tag.clone(), used)).collect();
    let (mut tags, mut ids) = (Vec::new(), Vec::new());
    for tag in vocabularies.all(Vocabulary::Tag).iter().filter(|tag| tag.merged_into().is_none()) {
        let codes = vocabularies.standing_behind(tag);
        let uses: Vec<&Use> = codes.iter().filter_map(|code| uses.get(code)).collect();
        let customer_count = match uses.as_slice() {
            [] => 0,
            [only] => only.customer_count,
            // One customer may carry several of them.
            _ => customer_tag::count(database, tenant, &codes).await?,
        };
        let last_add_time = uses.iter().map(|used| used.last_add_time).max().map(Instant::from_micros);
        let ended = uses.iter().filter_map(|used| used.last_end_time).max().map(Instant::from_micros);
        let unused_since = ended.or(tag.facts.create_time).filter(|_| customer_count == 0);
        ids.extend(tag.record());
        tags.push(TagUse {
            tag: Some(encode::term(tag)),
            customer_count,
            last_add_time: last_add_time.map(to_timestamp),
            unused_since_time: unused_since.map(to_timestamp),
        });
    }
    call.log(Act::List, KIND, ids, classes).await?;
    Ok(ReviewTagsResponse { tags })
}
