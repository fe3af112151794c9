//! UpdateTerm.

use access::Action;
use contracts::customer::v1::{Term as Sent, UpdateTermRequest};
use conventions::etag;
use conventions::mask::UpdateMask;
use conventions::violations::{Violations, require};

use super::decode::{self, Reading};
use crate::call::Call;
use crate::domain::vocabulary::{Term, Vocabularies};
use crate::error::Error;

pub(in crate::rpc) async fn update(call: Call, mut request: UpdateTermRequest) -> Result<Sent, Error> {
    call.allow_in_tenant(Action::ManageVocabularies)?;
    let claim = call.request_claim(&std::mem::take(&mut request.request_id), &request)?;
    let sent = request.term.unwrap_or_default();
    let mut violations = Violations::default();
    let mask =
        violations.field("update_mask", |violations| UpdateMask::new(request.update_mask.as_ref(), &sent, violations));
    let (key, seen) = violations.field("term", |violations| {
        let key = decode::key(&sent, violations);
        (key, violations.field("etag", |violations| etag::revision(&sent.etag, violations)))
    });
    let (vocabulary, code) = require(violations, key)?;

    let now = call.service.records.clock.now();
    let new_id = call.service.records.clock.id_of(now);
    let decide = |vocabularies: &Vocabularies| {
        let before = vocabularies.get(vocabulary, code.as_str()).ok_or(Error::NotFound)?;
        if seen != Some(before.revision) {
            return Err(Error::EtagMismatch { present: before.revision });
        }
        let (code, create_time) = (&before.facts.code, before.facts.create_time);
        let update = Some((before, &mask));
        let facts = decode::read(&sent, &Reading { vocabulary, code, update, vocabularies, create_time })?;
        if facts == before.facts {
            return Ok(before.clone());
        }
        let id = if before.revision == 0 { new_id } else { before.id };
        Ok(Term { id, revision: before.revision + 1, update_time: Some(now), facts })
    };
    call.once(claim.as_ref(), call.change_term(vocabulary, claim.clone(), request.validate_only, decide)).await
}
