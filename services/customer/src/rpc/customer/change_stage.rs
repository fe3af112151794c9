//! ChangeStage.

use access::Action;
use contracts::customer::v1::{ChangeStageRequest, Customer as Sent};
use conventions::violations::{Violations, require};
use journal::ChangeKind;
use uuid::Uuid;

use super::decode::refuse;
use super::target::{Change, key_of};
use crate::call::Call;
use crate::domain::stage::{self, Step};
use crate::error::{CUSTOMERS, Error, Objection};

pub(super) async fn change_stage(call: Call, mut request: ChangeStageRequest) -> Result<Sent, Error> {
    let claim = call.request_claim(&std::mem::take(&mut request.request_id), &request)?;
    let key = key_of(&request.customer)?;
    call.once_on_latest(claim.as_ref(), !request.etag.is_empty(), || async {
        let target = call.target(&key, Action::ChangeStage).await?;
        target.compare(&request.etag)?;
        let before = &target.customer;
        let said = before.changeable().map_err(|state| Error::State(CUSTOMERS, before.id, state))?;
        let vocabularies = call.service.vocabularies.get(call.tenant()).await?;
        let fields = call.service.custom_fields.get(call.tenant()).await?;
        let step = Step::new(&vocabularies, &fields, (&before.facts, said), &request.stage, &request.reason);
        let step = step.or_else(|errors| refuse_step(before.id, errors))?;
        let moved = before.moved(step, request.note.trim().to_owned(), call.service.records.clock.now());
        let after = moved.map_err(|state| Error::State(CUSTOMERS, before.id, state))?;
        let change = Change {
            after,
            kind: ChangeKind::StageChanged,
            request: claim.clone(),
            validate_only: request.validate_only,
        };
        call.change(&target, change).await
    })
    .await
}

fn refuse_step(id: Uuid, errors: Vec<stage::Error>) -> Result<Step, Error> {
    let mut violations = Violations::default();
    for error in errors {
        match error {
            stage::Error::NotReachable { reachable } => {
                return Err(Error::Objection(Objection::StageNotReachable { id, reachable }));
            }
            stage::Error::UnknownStage(error) => violations.field("stage", |violations| refuse(violations, error)),
            stage::Error::FieldMissing(field) => refuse_without(field.name(), &mut violations),
            stage::Error::CustomFieldMissing(id) => refuse_without(&format!("custom_fields.{id}"), &mut violations),
            stage::Error::UnknownReason(_) | stage::Error::ReasonMissing { .. } => {
                violations.field("reason", |violations| refuse_reason(error, violations));
            }
        }
    }
    Ok(require(violations, None)?)
}

/// Notes what stands against the reason at hand.
pub(super) fn refuse_reason(error: stage::Error, violations: &mut Violations) {
    match error {
        stage::Error::UnknownReason(error) => refuse(violations, error),
        stage::Error::ReasonMissing { example } => violations.add(
            format!("must be given for a customer that is lost, such as {example}"),
            format!("流失客户须填写原因，例如 {example}"),
        ),
        stage::Error::UnknownStage(_)
        | stage::Error::NotReachable { .. }
        | stage::Error::FieldMissing(_)
        | stage::Error::CustomFieldMissing(_) => {}
    }
}

fn refuse_without(field: &str, violations: &mut Violations) {
    violations.field("stage", |violations| {
        violations.add(
            format!("requires the customer to have {field}: set it with UpdateCustomer first"),
            format!("进入该阶段前客户须填写 {field}，请先用 UpdateCustomer 填写"),
        );
    });
}
