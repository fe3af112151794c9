//! BatchCreateCustomers.

use contracts::customer::v1::customer_result::Outcome;
use contracts::customer::v1::{
    BatchCreateCustomersRequest, BatchCreateCustomersResponse, CreateCustomerRequest, Customer, CustomerResult,
};
use conventions::language::Language;
use conventions::problem::Problem;
use conventions::violations::{Validate, Violations, require_none};
use futures::future::join_all;

use super::create;
use crate::call::Call;
use crate::error::Error;

pub(super) async fn batch_create(
    call: Call,
    request: BatchCreateCustomersRequest,
) -> Result<BatchCreateCustomersResponse, Error> {
    let language = call.language();
    // All at once: what arrives together is written together.
    let items = request.requests.into_iter().map(|item| {
        let create = create_item(call.clone(), item);
        async move { result(create.await, language) }
    });
    Ok(BatchCreateCustomersResponse { results: join_all(items).await })
}

async fn create_item(call: Call, item: CreateCustomerRequest) -> Result<Customer, Error> {
    let mut violations = Violations::default();
    item.validate(&mut violations);
    require_none(violations)?;
    create::create(call, item).await
}

/// The outcome of an item, failures in the caller's language.
pub(super) fn result(outcome: Result<Customer, Error>, language: Language) -> CustomerResult {
    let outcome = match outcome {
        Ok(customer) => Outcome::Customer(customer),
        Err(error) => Outcome::Error(Problem::from(error).into_rpc_status(language)),
    };
    CustomerResult { outcome: Some(outcome) }
}
