//! BatchGetCustomers.

use contracts::customer::v1::get_customer_request::Key;
use contracts::customer::v1::{BatchGetCustomersRequest, BatchGetCustomersResponse, GetCustomerRequest};
use futures::{StreamExt, stream};

use super::{batch_create, get};
use crate::call::Call;
use crate::error::Error;

/// How many items are read at the same time.
const AT_ONCE: usize = 16;

pub(super) async fn batch_get(
    call: Call,
    request: BatchGetCustomersRequest,
) -> Result<BatchGetCustomersResponse, Error> {
    let (as_of, language) = (request.as_of, call.language());
    let items = request.customers.into_iter().map(|customer| {
        let get = get::get(call.clone(), GetCustomerRequest { key: Some(Key::Customer(customer)), as_of });
        async move { batch_create::result(get.await, language) }
    });
    Ok(BatchGetCustomersResponse { results: stream::iter(items).buffered(AT_ONCE).collect().await })
}
