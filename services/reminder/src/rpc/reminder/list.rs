//! ListReminders.

use access::log::Act;
use access::{Action, ClassSet};
use contracts::reminder::v1::{ListRemindersRequest, ListRemindersResponse};
use conventions::page;
use uuid::Uuid;

use super::encode;
use super::target::concern;
use crate::call::Call;
use crate::error::Error;
use crate::rpc::fields::reference;
use crate::store::reminder::{self, KIND, Wanted};

/// The most reminders on a page.
const LARGEST_PAGE: usize = 1_000;

pub(super) async fn list(call: Call, mut request: ListRemindersRequest) -> Result<ListRemindersResponse, Error> {
    let size = page::size(std::mem::take(&mut request.page_size), LARGEST_PAGE);
    let token = std::mem::take(&mut request.page_token);
    let actor = call.caller.actor();
    let query = page::Query::new(&call.keys, &actor, &request);
    let after: Option<Uuid> = query.cursor(&token)?;
    let scope = call.scope(Action::ViewTasks);
    if scope.grants().next().is_none() {
        return Err(Error::PermissionDenied);
    }
    let wanted = Wanted { assignee: reference(&request.assignee), customer: reference(&request.customer), state: None };
    let (database, after) = (call.service.database(), after.unwrap_or_default());
    let rows = reminder::list(database, call.tenant(), (&call.caller, scope), wanted, after, size + 1).await?;
    let next_page_token = match rows.get(size.saturating_sub(1)) {
        Some(last) if rows.len() > size => query.token(&last.reminder_id)?,
        _ => String::new(),
    };
    let (mut reminders, mut ids, mut seen) = (Vec::with_capacity(size), Vec::with_capacity(size), ClassSet::empty());
    for row in rows.iter().take(size) {
        let reminder = reminder::open(&call.service.records.keyring, row).await?;
        if let Some(classes) = call.listed(scope, concern(&reminder.facts)).await? {
            reminders.push(encode::reminder(&reminder, classes));
            ids.push(reminder.id);
            seen |= classes;
        }
    }
    call.log(Act::List, KIND, ids, seen).await?;
    Ok(ListRemindersResponse { reminders, next_page_token })
}
