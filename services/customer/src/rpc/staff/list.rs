//! ListStaff.

use access::Action;
use access::log::Act;
use contracts::customer::v1::{ListStaffRequest, ListStaffResponse};
use conventions::page;
use uuid::Uuid;

use super::encode;
use crate::call::Call;
use crate::error::Error;
use crate::store::staff::{self, KIND};

/// The most members of staff on a page.
const LARGEST_PAGE: usize = 1_000;

pub(super) async fn list(call: Call, mut request: ListStaffRequest) -> Result<ListStaffResponse, Error> {
    let classes = call.allow_in_tenant(Action::ViewStaff)?;
    let size = page::size(std::mem::take(&mut request.page_size), LARGEST_PAGE);
    let token = std::mem::take(&mut request.page_token);
    let actor = call.caller.actor();
    let query = page::Query::new(&call.keys, &actor, &request);
    let after: Option<Uuid> = query.cursor(&token)?;

    let records = staff::list(call.service.database(), call.tenant(), after, size + 1).await?;
    let next_page_token = match records.get(size.saturating_sub(1)) {
        Some(last) if records.len() > size => query.token(&last.id)?,
        _ => String::new(),
    };
    let (mut staff, mut ids) = (Vec::with_capacity(records.len()), Vec::with_capacity(records.len()));
    for record in records.iter().take(size) {
        let member = staff::open(&call.service.records.keyring, call.tenant(), record).await?;
        staff.push(encode::staff(&member, classes));
        ids.push(record.id);
    }
    call.log(Act::List, KIND, ids, classes).await?;
    Ok(ListStaffResponse { staff, next_page_token })
}
