//! ListTeams.

use access::Action;
use access::log::Act;
use contracts::customer::v1::{ListTeamsRequest, ListTeamsResponse};
use conventions::page;
use uuid::Uuid;

use super::encode;
use crate::call::Call;
use crate::error::Error;
use crate::store::team::{self, KIND};

/// The most teams on a page.
const LARGEST_PAGE: usize = 1_000;

pub(in crate::rpc) async fn list(call: Call, mut request: ListTeamsRequest) -> Result<ListTeamsResponse, Error> {
    let classes = call.allow_in_tenant(Action::ViewStaff)?;
    let size = page::size(std::mem::take(&mut request.page_size), LARGEST_PAGE);
    let token = std::mem::take(&mut request.page_token);
    let actor = call.caller.actor();
    let query = page::Query::new(&call.keys, &actor, &request);
    let after: Option<Uuid> = query.cursor(&token)?;

    let teams = team::list(call.service.database(), call.tenant(), after, size + 1).await?;
    let next_page_token = match teams.get(size.saturating_sub(1)) {
        Some(last) if teams.len() > size => query.token(&last.id)?,
        _ => String::new(),
    };
    let page = || teams.iter().take(size);
    call.log(Act::List, KIND, page().map(|team| team.id).collect(), classes).await?;
    Ok(ListTeamsResponse { teams: page().map(encode::team).collect(), next_page_token })
}
