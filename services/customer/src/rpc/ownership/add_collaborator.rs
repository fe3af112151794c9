//! AddCollaborator.

use access::Action;
use contracts::customer::v1::{AddCollaboratorRequest, Customer as Sent};
use conventions::violations::{Violations, require, require_none};

use super::collaborators::write;
use crate::call::Call;
use crate::error::Error;
use crate::rpc::customer::target::{add_unemployed, key_of};
use conventions::fields::{id, refuse};

pub(super) async fn add_collaborator(call: Call, mut request: AddCollaboratorRequest) -> Result<Sent, Error> {
    let claim = call.request_claim(&std::mem::take(&mut request.request_id), &request)?;
    let key = key_of(&request.customer)?;
    call.once_on_latest(claim.as_ref(), !request.etag.is_empty(), || async {
        let target = call.target(&key, Action::Assign).await?;
        target.compare(&request.etag)?;
        let mut violations = Violations::default();
        let staff = violations.field("staff_id", |violations| id(&request.staff_id, violations));
        let staff = require(violations, staff)?;
        let is_employed = call.employed(staff).await?.is_some();
        let mut facts = target.customer.facts.clone();
        let mut violations = Violations::default();
        violations.field("staff_id", |violations| {
            if !is_employed {
                add_unemployed(violations);
            } else if let Err(error) = facts.add_collaborator(staff) {
                refuse(violations, error);
            }
        });
        require_none(violations)?;
        write(&call, &target, facts, claim.clone(), request.validate_only).await
    })
    .await
}
