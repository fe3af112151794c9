//! RevertTransfer.

use access::Action;
use contracts::reminder::v1::revert_outcome::Record;
use contracts::reminder::v1::{RevertAction, RevertOutcome, RevertTransferRequest, RevertTransferResponse};
use conventions::language::Language;
use conventions::problem::Problem;
use futures::stream::{Stream, StreamExt};
use journal::RecordKey;
use operation::hand_over::{self, Fate, Revert, RevertProgress, Reverted};
use uuid::Uuid;

use super::held::Duties;
use crate::call::Call;
use crate::error::{Error, Objection};
use crate::store::{dormancy_rule, reminder};

pub(super) async fn revert(
    mut call: Call,
    request: RevertTransferRequest,
) -> Result<impl Stream<Item = Result<RevertTransferResponse, Error>> + Send + 'static, Error> {
    call.allow_in_tenant(Action::Transfer)?;
    let cause = Uuid::try_parse(&request.transfer_id).map_err(|_| Error::NotFound)?;
    call.cause = call.revert_cause(&request.revert_id).await?;
    let language = call.language();
    let asked = Revert { what: Duties, cause, validate_only: request.validate_only };
    let progress = hand_over::revert(call, asked).await?;
    Ok(progress.map(move |progress| Ok(sent(progress?, language))))
}

fn sent(progress: RevertProgress<Objection>, language: Language) -> RevertTransferResponse {
    RevertTransferResponse {
        revert_id: progress.cause.as_ref().map(Uuid::to_string).unwrap_or_default(),
        record_count: i64::try_from(progress.count).unwrap_or(i64::MAX),
        outcomes: progress.reverted.into_iter().map(|reverted| outcome(reverted, language)).collect(),
    }
}

fn outcome(reverted: Reverted<Objection>, language: Language) -> RevertOutcome {
    let (action, error) = match reverted.outcome {
        Ok(Fate::GivenBack) => (RevertAction::Reverted, None),
        Ok(Fate::Unchanged) => (RevertAction::Unchanged, None),
        Ok(Fate::Kept) => (RevertAction::Kept, None),
        Err(error) => (RevertAction::Refused, Some(Problem::from(error).into_rpc_status(language))),
    };
    RevertOutcome { record: Some(record(reverted.key)), action: action.into(), error }
}

fn record(key: RecordKey) -> Record {
    match key.kind {
        dormancy_rule::KIND => Record::DormancyRuleId(key.id.to_string()),
        reminder::KIND => Record::ReminderId(key.id.to_string()),
        _ => Record::TaskId(key.id.to_string()),
    }
}
