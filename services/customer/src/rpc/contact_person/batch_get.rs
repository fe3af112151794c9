//! BatchGetContactPersons.

use contracts::customer::v1::contact_person_result::Outcome;
use contracts::customer::v1::{
    BatchGetContactPersonsRequest, BatchGetContactPersonsResponse, ContactPersonResult, GetContactPersonRequest,
};
use conventions::problem::Problem;
use futures::{StreamExt, stream};

use super::get;
use crate::call::Call;
use crate::error::Error;

/// How many items are read at the same time.
const AT_ONCE: usize = 16;

pub(super) async fn batch_get(
    call: Call,
    request: BatchGetContactPersonsRequest,
) -> Result<BatchGetContactPersonsResponse, Error> {
    let (as_of, language) = (request.as_of, call.language());
    let items = request.contact_person_ids.into_iter().map(|contact_person_id| {
        let get = get::get(call.clone(), GetContactPersonRequest { contact_person_id, as_of });
        async move {
            let outcome = match get.await {
                Ok(person) => Outcome::ContactPerson(person),
                Err(error) => Outcome::Error(Problem::from(error).into_rpc_status(language)),
            };
            ContactPersonResult { outcome: Some(outcome) }
        }
    });
    Ok(BatchGetContactPersonsResponse { results: stream::iter(items).buffered(AT_ONCE).collect().await })
}
