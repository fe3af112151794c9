//! GetTerm.

use access::Action;
use access::log::Act;
use contracts::customer::v1::{GetTermRequest, Term as Sent};
use conventions::violations::{Violations, require};

use super::{decode, encode};
use crate::call::Call;
use crate::error::Error;
use crate::store::term::{self, KIND};

pub(in crate::rpc) async fn get(call: Call, request: GetTermRequest) -> Result<Sent, Error> {
    let classes = call.allow_in_tenant(Action::ViewVocabularies)?;
    let mut violations = Violations::default();
    let vocabulary = violations.field("vocabulary", |violations| decode::vocabulary(request.vocabulary(), violations));
    let vocabulary = require(violations, vocabulary)?;
    let vocabularies = term::all(call.service.database(), call.tenant()).await?;
    let term = vocabularies.get(vocabulary, &request.code).ok_or(Error::NotFound)?;
    call.log(Act::View, KIND, term.record().into_iter().collect(), classes).await?;
    Ok(encode::term(term))
}
