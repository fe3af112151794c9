//! Fills a server with customers by one ImportCustomers stream, which is a measurement of its own.

use std::time::Instant;

use contracts::customer::v1::import_customers_request::Part;
use contracts::customer::v1::import_row::Record;
use contracts::customer::v1::import_service_client::ImportServiceClient;
use contracts::customer::v1::{ImportAction, ImportCustomersRequest, ImportHeader, ImportRow, ImportRows};
use indicatif::ProgressBar;
use serde::{Deserialize, Serialize};

use crate::Outcome;
use crate::cpu::Each;
use crate::data::Customers;
use crate::target::Target;

/// Rows in a message.
const ROWS_AT_ONCE: usize = 1_000;

/// What an import did.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
pub struct Import {
    /// Rows that became customers in a second.
    pub rows_per_second: f64,
    /// What each cost.
    pub cpu_micros: Each,
}

/// Loads so many customers; answers their ids, in order.
///
/// # Errors
/// The import fails, or rejects a row.
pub async fn load(target: &Target, count: usize, progress: &ProgressBar) -> Outcome<(Vec<String>, Import)> {
    let mut client = ImportServiceClient::new(target.connect().await?);
    let mut ids = Vec::with_capacity(count);
    let (before, begun) = (target.accounts.spent()?, Instant::now());
    let mut answers = client.import_customers(tokio_stream::iter(messages(count))).await?.into_inner();
    while let Some(answer) = answers.message().await? {
        for outcome in answer.outcomes {
            if outcome.action() != ImportAction::Created {
                let (row, action, error) = (outcome.row_number, outcome.action(), outcome.error);
                return Err(format!("row {row} of the import was not created: {action:?} {error:?}").into());
            }
            ids.push(outcome.customer_id);
        }
        progress.set_position(ids.len() as u64);
    }
    let (time, spent) = (begun.elapsed(), target.accounts.spent()? - before);
    if ids.len() != count {
        return Err(format!("the import answered {} of {count} rows", ids.len()).into());
    }
    Ok((ids, Import { rows_per_second: count as f64 / time.as_secs_f64(), cpu_micros: spent.each(count as u64) }))
}

/// The messages of an import of so many rows.
fn messages(count: usize) -> impl Iterator<Item = ImportCustomersRequest> {
    let header = ImportHeader { file_digest: "0".repeat(64), validate_only: false };
    let mut customers = Customers::loaded();
    let rows = (0..count).step_by(ROWS_AT_ONCE).map(move |first| {
        let numbers = first..count.min(first + ROWS_AT_ONCE);
        let row = |number| ImportRow {
            row_number: number as i64 + 1,
            record: Some(Record::Customer(customers.customer())),
            company_external_id: None,
        };
        Part::Rows(ImportRows { rows: numbers.map(row).collect() })
    });
    std::iter::once(Part::Header(header)).chain(rows).map(|part| ImportCustomersRequest { part: Some(part) })
}
