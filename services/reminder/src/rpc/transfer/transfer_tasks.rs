//! TransferTasks.

use access::Action;
use contracts::reminder::v1::transfer_outcome::Record;
use contracts::reminder::v1::{TransferOutcome, TransferTasksRequest, TransferTasksResponse};
use conventions::language::Language;
use conventions::problem::Problem;
use customers::succession;
use futures::stream::{Stream, StreamExt};
use journal::RecordKey;
use operation::hand_over::{self, Transfer, TransferProgress, Transferred};
use uuid::Uuid;

use super::held::Duties;
use crate::call::Call;
use crate::error::{Error, Objection};
use crate::store::{dormancy_rule, reminder};

pub(super) async fn transfer_tasks(
    mut call: Call,
    mut request: TransferTasksRequest,
) -> Result<impl Stream<Item = Result<TransferTasksResponse, Error>> + Send + 'static, Error> {
    call.allow_in_tenant(Action::Transfer)?;
    let claim = call.request_claim(&std::mem::take(&mut request.request_id), &request)?;
    let peer = (&call.service.customers, &call.origin);
    let (from, to) = succession(peer, &request.from_staff_id, &request.to_staff_id).await?;
    call.cause = call.transfer_cause(&request.transfer_id).await?;
    let language = call.language();
    let asked = Transfer { what: Duties, from, to, request: claim, validate_only: request.validate_only };
    let progress = hand_over::transfer(call, asked).await?;
    Ok(progress.map(move |progress| Ok(sent(progress?, language))))
}

fn sent(progress: TransferProgress<Objection>, language: Language) -> TransferTasksResponse {
    let outcome = |Transferred { key, outcome }: Transferred<Objection>| TransferOutcome {
        record: Some(record(key)),
        error: outcome.err().map(|error| Problem::from(error).into_rpc_status(language)),
    };
    TransferTasksResponse {
        transfer_id: progress.cause.as_ref().map(Uuid::to_string).unwrap_or_default(),
        record_count: i64::try_from(progress.count).unwrap_or(i64::MAX),
        outcomes: progress.transferred.into_iter().map(outcome).collect(),
    }
}

fn record(key: RecordKey) -> Record {
    match key.kind {
        dormancy_rule::KIND => Record::DormancyRuleId(key.id.to_string()),
        reminder::KIND => Record::ReminderId(key.id.to_string()),
        _ => Record::TaskId(key.id.to_string()),
    }
}
