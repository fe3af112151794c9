//! CreateTerm.

use access::Action;
use contracts::customer::v1::{CreateTermRequest, Term as Sent};
use conventions::violations::{Violations, require};

use super::decode::{self, Reading};
use crate::call::Call;
use crate::domain::vocabulary::{Term, Vocabularies};
use crate::error::{Error, Objection};

pub(in crate::rpc) async fn create(call: Call, mut request: CreateTermRequest) -> Result<Sent, Error> {
    call.allow_in_tenant(Action::ManageVocabularies)?;
    let claim = call.request_claim(&std::mem::take(&mut request.request_id), &request)?;
    let sent = request.term.unwrap_or_default();
    let mut violations = Violations::default();
    let key = violations.field("term", |violations| decode::key(&sent, violations));
    let (vocabulary, code) = require(violations, key)?;
    let now = call.service.records.clock.now();
    let id = call.service.records.clock.id_of(now);
    let decide = |vocabularies: &Vocabularies| {
        if vocabularies.get(vocabulary, code.as_str()).is_some() {
            return Err(Error::Objection(Objection::TermTaken));
        }
        let reading = Reading { vocabulary, code: &code, update: None, vocabularies, create_time: Some(now) };
        let facts = decode::read(&sent, &reading)?;
        Ok(Term { id, revision: 1, update_time: Some(now), facts })
    };
    call.once(claim.as_ref(), call.change_term(vocabulary, claim.clone(), request.validate_only, decide)).await
}
