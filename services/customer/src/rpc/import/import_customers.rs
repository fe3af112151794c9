//! ImportCustomers.

use access::Action;
use contracts::customer::v1::import_customers_request::Part;
use contracts::customer::v1::{ImportCustomersRequest, ImportCustomersResponse, ImportHeader, ImportRows};
use conventions::problem::{INVALID_FIELDS, Problem};
use conventions::violations::{Validate, Violations, Wording, require_none};
use futures::stream::{self, Stream, StreamExt, TryStreamExt};
use journal::Cause;
use tokio_util::task::AbortOnDropHandle;

use super::row;
use crate::call::Call;
use crate::error::Error;

/// How many messages of rows are worked on at the same time; their outcomes are answered in order.
const MESSAGES_AT_ONCE: usize = 3;

/// An import: what its rows have in common.
#[derive(Clone)]
pub(super) struct Import {
    pub call: Call,
    pub header: ImportHeader,
}

pub(super) async fn import_customers(
    mut call: Call,
    mut messages: impl Stream<Item = Result<ImportCustomersRequest, Error>> + Send + Unpin + 'static,
) -> Result<impl Stream<Item = Result<ImportCustomersResponse, Error>> + Send + 'static, Error> {
    call.allow_in_tenant(Action::Import)?;
    call.cause = Cause { kind: "import", id: call.service.records.clock.id() };
    let import_id = call.cause.id.to_string();
    let header = match messages.try_next().await?.map(checked).transpose()? {
        Some(Part::Header(header)) if header.file_digest.bytes().all(|byte| byte.is_ascii_hexdigit()) => header,
        Some(Part::Header(_)) => {
            return Err(unexpected("header.file_digest", "must be 64 hexadecimal digits", "须为 64 位十六进制数字"));
        }
        Some(Part::Rows(_)) | None => return Err(misplaced_header()),
    };
    let import = Import { call, header };
    let outcomes = messages
        .map(move |message| {
            let import = import.clone();
            // In a task of its own, so that one is read and sealed while another is written.
            let working = AbortOnDropHandle::new(tokio::spawn(async move {
                match checked(message?)? {
                    Part::Rows(rows) => import_rows(&import, rows).await,
                    Part::Header(_) => Err(misplaced_header()),
                }
            }));
            async move { working.await.map_err(|_| Error::Internal("importing ended before it was done"))? }
        })
        .buffered(MESSAGES_AT_ONCE);
    let first = ImportCustomersResponse { import_id, outcomes: Vec::new() };
    Ok(stream::once(async { Ok(first) }).chain(outcomes))
}

async fn import_rows(import: &Import, rows: ImportRows) -> Result<ImportCustomersResponse, Error> {
    let outcomes = row::import_all(import, rows.rows).await?;
    Ok(ImportCustomersResponse { import_id: String::new(), outcomes })
}

fn checked(message: ImportCustomersRequest) -> Result<Part, Error> {
    let mut violations = Violations::default();
    message.validate(&mut violations);
    require_none(violations)?;
    message.part.ok_or_else(|| unexpected("part", "must be a header or rows", "须为表头（header）或数据行（rows）"))
}

fn unexpected(field: &str, english: &str, chinese: &str) -> Error {
    Problem::invalid_argument(INVALID_FIELDS, field, Wording::new(english, chinese)).into()
}

fn misplaced_header() -> Error {
    unexpected("header", "must be the first message, once", "须为第一条消息，且只发送一次")
}
