//! RemoveCollaborator.

use access::Action;
use contracts::customer::v1::{Customer as Sent, RemoveCollaboratorRequest};
use conventions::violations::{Violations, require};

use super::collaborators::write;
use crate::call::Call;
use crate::error::Error;
use crate::rpc::customer::target::key_of;
use conventions::fields::id;

pub(super) async fn remove_collaborator(call: Call, mut request: RemoveCollaboratorRequest) -> Result<Sent, Error> {
    let claim = call.request_claim(&std::mem::take(&mut request.request_id), &request)?;
    let key = key_of(&request.customer)?;
    call.once_on_latest(claim.as_ref(), !request.etag.is_empty(), || async {
        let target = call.target(&key, Action::Assign).await?;
        target.compare(&request.etag)?;
        let mut violations = Violations::default();
        let staff = violations.field("staff_id", |violations| id(&request.staff_id, violations));
        let staff = require(violations, staff)?;
        let mut facts = target.customer.facts.clone();
        facts.collaborators.retain(|collaborator| *collaborator != staff);
        write(&call, &target, facts, claim.clone(), request.validate_only).await
    })
    .await
}
