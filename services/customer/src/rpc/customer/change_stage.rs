//! ChangeStage.

use access::Action;
use contracts::customer::v1::{ChangeStageRequest, Customer as Sent};
use conventions::violations::{Violations, require};
use journal::ChangeKind;

use super::decode::refuse;
use super::target::{Change, key_of};
use crate::call::Call;
use crate::domain::stage::{self, Step};
use crate::error::Error;

pub(super) async fn change_stage(call: Call, mut request: ChangeStageRequest) -> Result<Sent, Error> {
    let claim = call.request_claim(&std::mem::take(&mut request.request_id), &request)?;
    let key = key_of(&request.customer)?;
    call.once(claim.as_ref(), async {
        let target = call.target(&key, Action::ChangeStage).await?;
        target.compare(&request.etag)?;
        let before = &target.customer;
        before.changeable().map_err(|state| Error::State(before.id, state))?;
        let step = Step::new(&before.facts.stage, &request.stage, &request.reason);
        let step = step.or_else(|error| refuse_step(before.id, error))?;
        let moved = before.moved(step, request.note.trim().to_owned(), call.service.clock.now());
        let after = moved.map_err(|state| Error::State(before.id, state))?;
        let change = Change {
            after,
            kind: ChangeKind::StageChanged,
            request: claim.clone(),
            claims: Vec::new(),
            releases: Vec::new(),
            validate_only: request.validate_only,
        };
        call.change(&target, change).await
    })
    .await
}

fn refuse_step(id: uuid::Uuid, error: stage::Error) -> Result<Step, Error> {
    let mut violations = Violations::default();
    match error {
        stage::Error::NotReachable { reachable } => return Err(Error::StageNotReachable { id, reachable }),
        stage::Error::UnknownStage(error) => violations.field("stage", |violations| refuse(violations, error)),
        stage::Error::UnknownReason(error) => violations.field("reason", |violations| refuse(violations, error)),
        stage::Error::ReasonMissing => violations.field("reason", |violations| {
            violations
                .add("must be given for a customer that is lost, such as price", "流失客户须填写原因，例如 price");
        }),
    }
    Ok(require(violations, None)?)
}
