//! What the server answers to the rows, in their order.

use std::collections::VecDeque;

use contracts::customer::v1::{ImportCustomersRequest, ImportCustomersResponse, ImportOutcome};
use tokio::sync::mpsc::Receiver;
use tokio_stream::wrappers::ReceiverStream;
use tonic::Streaming;

use crate::failure::Failure;
use crate::session::Session;

/// The answers to an import under way.
pub(super) struct Answers {
    messages: Streaming<ImportCustomersResponse>,
    outcomes: VecDeque<ImportOutcome>,
    /// The id of the import; empty until the first answer.
    pub(super) import_id: String,
}

impl Answers {
    /// Opens the import.
    pub(super) async fn open(session: &Session, requests: Receiver<ImportCustomersRequest>) -> Result<Self, Failure> {
        let messages = session.imports().import_customers(ReceiverStream::new(requests)).await?.into_inner();
        Ok(Self { messages, outcomes: VecDeque::new(), import_id: String::new() })
    }

    /// The outcome of a row; rows are asked for in the order in which they were sent.
    pub(super) async fn of(&mut self, row_number: i64) -> Result<ImportOutcome, Failure> {
        loop {
            match self.outcomes.pop_front() {
                Some(outcome) if outcome.row_number == row_number => return Ok(outcome),
                Some(other) => {
                    let other = other.row_number;
                    return Err(Failure::Defect(format!(
                        "the server answered row {other} where row {row_number} was due"
                    )));
                }
                None => self.receive(row_number).await?,
            }
        }
    }

    async fn receive(&mut self, row_number: i64) -> Result<(), Failure> {
        let Some(message) = self.messages.message().await? else {
            return Err(Failure::Defect(format!("the server ended the import before row {row_number}")));
        };
        if !message.import_id.is_empty() {
            self.import_id = message.import_id;
        }
        self.outcomes.extend(message.outcomes);
        Ok(())
    }
}
