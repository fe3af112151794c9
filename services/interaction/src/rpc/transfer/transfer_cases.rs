//! TransferCases.

use access::Action;
use contracts::interaction::v1::transfer_outcome::Record;
use contracts::interaction::v1::{TransferCasesRequest, TransferCasesResponse, TransferOutcome};
use conventions::language::Language;
use conventions::problem::Problem;
use customers::succession;
use futures::stream::{Stream, StreamExt};
use journal::RecordKey;
use operation::hand_over::{self, Transfer, TransferProgress, Transferred};
use uuid::Uuid;

use super::held::Cases;
use crate::call::Call;
use crate::domain::activity::Kind;
use crate::domain::complaint::Complaint;
use crate::error::{Error, Objection};

pub(super) async fn transfer_cases(
    mut call: Call,
    mut request: TransferCasesRequest,
) -> Result<impl Stream<Item = Result<TransferCasesResponse, Error>> + Send + 'static, Error> {
    call.allow_in_tenant(Action::Transfer)?;
    let claim = call.request_claim(&std::mem::take(&mut request.request_id), &request)?;
    let peer = (&call.service.customers, &call.origin);
    let (from, to) = succession(peer, &request.from_staff_id, &request.to_staff_id).await?;
    call.cause = call.transfer_cause(&request.transfer_id).await?;
    let language = call.language();
    let asked = Transfer { what: Cases, from, to, request: claim, validate_only: request.validate_only };
    let progress = hand_over::transfer(call, asked).await?;
    Ok(progress.map(move |progress| Ok(sent(progress?, language))))
}

fn sent(progress: TransferProgress<Objection>, language: Language) -> TransferCasesResponse {
    let outcome = |Transferred { key, outcome }: Transferred<Objection>| TransferOutcome {
        record: Some(record(key)),
        error: outcome.err().map(|error| Problem::from(error).into_rpc_status(language)),
    };
    TransferCasesResponse {
        transfer_id: progress.cause.as_ref().map(Uuid::to_string).unwrap_or_default(),
        record_count: i64::try_from(progress.count).unwrap_or(i64::MAX),
        outcomes: progress.transferred.into_iter().map(outcome).collect(),
    }
}

fn record(key: RecordKey) -> Record {
    match key.kind {
        Complaint::NAME => Record::ComplaintId(key.id.to_string()),
        _ => Record::ServiceCaseId(key.id.to_string()),
    }
}
