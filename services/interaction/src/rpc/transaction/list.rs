//! ListTransactions.

use contracts::interaction::v1::{ListTransactionsRequest, ListTransactionsResponse};

use conventions::page::Query;

use crate::call::Call;
use crate::domain::transaction::Transaction;
use crate::error::Error;
use crate::rpc::page::{Asked, Paging};

pub(super) async fn list(call: Call, mut request: ListTransactionsRequest) -> Result<ListTransactionsResponse, Error> {
    let paging = Paging::take(&mut request.page_size, &mut request.page_token);
    let actor = call.caller.actor();
    let query = Query::new(&call.keys, &actor, &request);
    let asked = Asked {
        customer: &request.customer,
        filter: &request.filter,
        order_by: &request.order_by,
        show_deleted: request.show_deleted,
    };
    let (transactions, next_page_token) = call.list::<Transaction>(&query, &paging, asked).await?;
    Ok(ListTransactionsResponse { transactions, next_page_token })
}
