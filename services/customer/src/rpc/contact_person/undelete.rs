//! UndeleteContactPerson.

use access::Action;
use contracts::customer::v1::{ContactPerson as Sent, UndeleteContactPersonRequest};
use journal::ChangeKind;

use super::target::{Change, id_of};
use crate::call::Call;
use crate::error::{CONTACT_PERSONS, Error};

pub(super) async fn undelete(call: Call, mut request: UndeleteContactPersonRequest) -> Result<Sent, Error> {
    let claim = call.request_claim(&std::mem::take(&mut request.request_id), &request)?;
    let id = id_of(&request.contact_person_id)?;
    call.once_on_latest(claim.as_ref(), !request.etag.is_empty(), || async {
        let target = call.contact_person(id, Action::Undelete).await?;
        target.compare(&request.etag)?;
        let after = target.person.undeleted().map_err(|state| Error::State(CONTACT_PERSONS, id, state))?;
        let (kind, validate_only) = (ChangeKind::Undeleted, request.validate_only);
        call.change_person(&target, Change { after, kind, request: claim.clone(), validate_only }).await
    })
    .await
}
