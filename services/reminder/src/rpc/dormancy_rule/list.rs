//! ListDormancyRules.

use access::Action;
use access::log::Act;
use contracts::reminder::v1::{ListDormancyRulesRequest, ListDormancyRulesResponse};
use conventions::page;
use uuid::Uuid;

use super::encode;
use crate::call::Call;
use crate::error::Error;
use crate::store::dormancy_rule::{self, KIND};

/// The most rules on a page.
const LARGEST_PAGE: usize = 1_000;

pub(super) async fn list(
    call: Call,
    mut request: ListDormancyRulesRequest,
) -> Result<ListDormancyRulesResponse, Error> {
    let size = page::size(std::mem::take(&mut request.page_size), LARGEST_PAGE);
    let token = std::mem::take(&mut request.page_token);
    let actor = call.caller.actor();
    let query = page::Query::new(&call.keys, &actor, &request);
    let after: Option<Uuid> = query.cursor(&token)?;
    let classes = call.allow_in_tenant(Action::ViewTenant)?;
    // There are few, and that of the beginning is not in the table until somebody writes it.
    let mut found = dormancy_rule::all(call.service.database(), call.tenant()).await?;
    found.retain(|rule| after.is_none_or(|after| rule.id > after));
    let next_page_token = match found.get(size.saturating_sub(1)) {
        Some(last) if found.len() > size => query.token(&last.id)?,
        _ => String::new(),
    };
    found.truncate(size);
    call.log(Act::List, KIND, found.iter().map(|rule| rule.id).collect(), classes).await?;
    Ok(ListDormancyRulesResponse { dormancy_rules: found.iter().map(encode::dormancy_rule).collect(), next_page_token })
}
