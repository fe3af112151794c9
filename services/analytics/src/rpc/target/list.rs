//! ListTargets.

use access::log::Act;
use access::{Action, ClassSet, DataClass};
use contracts::analytics::v1::{ListTargetsRequest, ListTargetsResponse};
use conventions::page;
use conventions::violations::{Violations, require_none};
use uuid::Uuid;

use super::{decode, encode};
use crate::call::Call;
use crate::error::Error;
use crate::store::target::{self, KIND};

/// The most targets on a page.
const LARGEST_PAGE: usize = 1_000;

pub(super) async fn list(call: Call, mut request: ListTargetsRequest) -> Result<ListTargetsResponse, Error> {
    let size = page::size(std::mem::take(&mut request.page_size), LARGEST_PAGE);
    let token = std::mem::take(&mut request.page_token);
    let actor = call.caller.actor();
    let query = page::Query::new(&call.keys, &actor, &request);
    let after: Option<Uuid> = query.cursor(&token)?;
    let audience = call.audience(Action::ViewReports)?;
    let mut violations = Violations::default();
    let month = violations.field("month", |violations| decode::month(request.month.as_ref(), violations));
    require_none(violations)?;

    let page = (after.unwrap_or_default(), size + 1);
    let mut targets = target::list(call.service.database(), call.tenant(), &audience, month, page).await?;
    let has_more = targets.len() > size;
    targets.truncate(size);
    let next_page_token = match targets.last() {
        Some(last) if has_more => query.token(&last.id)?,
        _ => String::new(),
    };
    let ids = targets.iter().map(|target| target.id).collect();
    call.log(Act::List, KIND, ids, ClassSet::only(DataClass::Fact)).await?;
    Ok(ListTargetsResponse { targets: targets.iter().map(encode::target).collect(), next_page_token })
}
