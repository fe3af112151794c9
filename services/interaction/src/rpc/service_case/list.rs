//! ListServiceCases.

use contracts::interaction::v1::{ListServiceCasesRequest, ListServiceCasesResponse};

use conventions::page::Query;

use crate::call::Call;
use crate::domain::service_case::ServiceCase;
use crate::error::Error;
use crate::rpc::page::{Asked, Paging};

pub(super) async fn list(call: Call, mut request: ListServiceCasesRequest) -> Result<ListServiceCasesResponse, Error> {
    let paging = Paging::take(&mut request.page_size, &mut request.page_token);
    let actor = call.caller.actor();
    let query = Query::new(&call.keys, &actor, &request);
    let asked = Asked {
        customer: &request.customer,
        filter: &request.filter,
        order_by: &request.order_by,
        show_deleted: request.show_deleted,
    };
    let (service_cases, next_page_token) = call.list::<ServiceCase>(&query, &paging, asked).await?;
    Ok(ListServiceCasesResponse { service_cases, next_page_token })
}
