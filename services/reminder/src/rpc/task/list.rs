//! ListTasks.

use access::log::Act;
use access::{Action, ClassSet};
use contracts::reminder::v1::{self as wire, ListTasksRequest, ListTasksResponse};
use conventions::page;
use conventions::time;
use conventions::violations::{Violations, require_none};
use prost_types::Timestamp;

use super::encode;
use super::target::concern;
use crate::call::Call;
use crate::domain::task::TaskState;
use crate::error::Error;
use crate::rpc::fields::reference;
use crate::store::task::{self, KIND};
use crate::store::task_list::{self, Cursor, Wanted};

/// The most tasks on a page.
const LARGEST_PAGE: usize = 1_000;

pub(super) async fn list(call: Call, mut request: ListTasksRequest) -> Result<ListTasksResponse, Error> {
    let size = page::size(std::mem::take(&mut request.page_size), LARGEST_PAGE);
    let token = std::mem::take(&mut request.page_token);
    let actor = call.caller.actor();
    let query = page::Query::new(&call.keys, &actor, &request);
    let after: Option<Cursor> = query.cursor(&token)?;
    let scope = call.scope(Action::ViewTasks);
    if scope.grants().next().is_none() {
        return Err(Error::PermissionDenied);
    }
    let wanted = wanted(&request)?;
    let database = call.service.database();
    let rows = task_list::list(database, call.tenant(), (&call.caller, scope), wanted, after, size + 1).await?;
    let next_page_token = match rows.get(size.saturating_sub(1)) {
        Some(last) if rows.len() > size => query.token(&Cursor { due_time: last.due_time, id: last.task_id })?,
        _ => String::new(),
    };
    let (mut tasks, mut ids, mut seen) = (Vec::with_capacity(size), Vec::with_capacity(size), ClassSet::empty());
    for row in rows.iter().take(size) {
        let task = task::open(&call.service.records.keyring, row).await?;
        if let Some(classes) = call.listed(scope, concern(&task.facts)).await? {
            tasks.push(encode::task(&task, classes));
            ids.push(task.id);
            seen |= classes;
        }
    }
    call.log(Act::List, KIND, ids, seen).await?;
    Ok(ListTasksResponse { tasks, next_page_token })
}

fn wanted(request: &ListTasksRequest) -> Result<Wanted, Error> {
    let mut violations = Violations::default();
    let mut time = |name, sent: Option<Timestamp>| {
        violations.field(name, |violations| sent.and_then(|sent| time::to_instant(&sent, violations)))
    };
    let due_from = time("due_from_time", request.due_from_time);
    let due_before = time("due_before_time", request.due_before_time);
    require_none(violations)?;
    Ok(Wanted {
        assignee: reference(&request.assignee),
        customer: reference(&request.customer),
        reminder: reference(&request.reminder_id),
        state: state(request.state),
        due_from,
        due_before,
    })
}

fn state(sent: i32) -> Option<TaskState> {
    match wire::TaskState::try_from(sent) {
        Ok(wire::TaskState::Open) => Some(TaskState::Open),
        Ok(wire::TaskState::Completed) => Some(TaskState::Completed),
        Ok(wire::TaskState::Cancelled) => Some(TaskState::Cancelled),
        Ok(wire::TaskState::Erased) => Some(TaskState::Erased),
        Ok(wire::TaskState::Unspecified) | Err(_) => None,
    }
}
