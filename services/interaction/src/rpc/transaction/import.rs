//! ImportTransactions.

mod row;

use contracts::interaction::v1::import_transactions_request::Part;
use contracts::interaction::v1::{ImportTransactionsHeader, ImportTransactionsRequest, ImportTransactionsResponse};
use conventions::problem::{INVALID_FIELDS, Problem};
use conventions::violations::{Validate, Violations, Wording, require_none};
use futures::stream::{self, Stream, StreamExt, TryStreamExt};
use journal::Cause;

use self::row::Import;
use crate::call::Call;
use crate::domain::transaction::Transaction;
use crate::error::Error;
use crate::rpc::target::Resource;

pub(super) async fn import(
    mut call: Call,
    mut messages: impl Stream<Item = Result<ImportTransactionsRequest, Error>> + Send + Unpin + 'static,
) -> Result<impl Stream<Item = Result<ImportTransactionsResponse, Error>> + Send + 'static, Error> {
    // Of whose customers, each row says.
    if call.scope(Transaction::EDIT).grants().next().is_none() {
        return Err(Error::PermissionDenied);
    }
    call.cause = Cause { kind: "import", id: call.service.records.clock.id() };
    let import_id = call.cause.id.to_string();
    let Some(Part::Header(ImportTransactionsHeader { validate_only })) =
        messages.try_next().await?.map(checked).transpose()?
    else {
        return Err(misplaced_header());
    };
    let import = Import::new(call, validate_only);
    let outcomes = stream::try_unfold((messages, import), |(mut messages, mut import)| async move {
        let Some(message) = messages.try_next().await? else { return Ok(None) };
        let Part::Rows(rows) = checked(message)? else { return Err(misplaced_header()) };
        let outcomes = import.rows(rows.rows).await;
        let answer = ImportTransactionsResponse { import_id: String::new(), outcomes };
        Ok(Some((answer, (messages, import))))
    });
    let first = ImportTransactionsResponse { import_id, outcomes: Vec::new() };
    Ok(stream::once(async { Ok(first) }).chain(outcomes).boxed())
}

fn checked(message: ImportTransactionsRequest) -> Result<Part, Error> {
    let mut violations = Violations::default();
    message.validate(&mut violations);
    require_none(violations)?;
    message.part.ok_or_else(misplaced_header)
}

fn misplaced_header() -> Error {
    let wording = Wording::new("must be the first message, once", "须为第一条消息，且只发送一次");
    Problem::invalid_argument(INVALID_FIELDS, "header", wording).into()
}
