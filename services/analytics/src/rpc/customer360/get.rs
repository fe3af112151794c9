//! GetCustomer360.

use access::log::Act;
use access::{ClassSet, DataClass};
use contracts::analytics::v1::{Customer360, GetCustomer360Request, MissingPart, Part};
use tonic::Code;
use uuid::Uuid;

use super::parts::{self, Unanswered};
use crate::call::Call;
use crate::error::Error;

/// How many entries, tasks and reminders are answered where the caller does not say.
const PAGE_SIZE: i32 = 10;

pub(super) async fn get(mut call: Call, request: GetCustomer360Request) -> Result<Customer360, Error> {
    let id = Uuid::try_parse(&request.customer).map_err(|_| Error::NotFound)?;
    let size = if request.page_size == 0 { PAGE_SIZE } else { request.page_size };
    call.origin.deadline = Some(parts::deadline(call.origin.deadline));
    let (profile, timeline, tasks, reminders, metrics, score) = futures::join!(
        parts::profile(&call, id),
        parts::timeline(&call, id, size),
        parts::tasks(&call, id, size),
        parts::reminders(&call, id, size),
        parts::metrics(&call, id),
        parts::score(&call, id),
    );
    // Who may not see the customer sees nothing of it.
    match &profile {
        Err(unanswered) if unanswered.code == Code::NotFound => return Err(Error::NotFound),
        Err(unanswered) if unanswered.code == Code::PermissionDenied => return Err(Error::PermissionDenied),
        Ok(_) | Err(_) => {}
    }
    let mut missing = Vec::new();
    let answer = Customer360 {
        customer: told(Part::Profile, profile, &mut missing),
        timeline: told(Part::Timeline, timeline, &mut missing).unwrap_or_default(),
        tasks: told(Part::Tasks, tasks, &mut missing).unwrap_or_default(),
        reminders: told(Part::Reminders, reminders, &mut missing).unwrap_or_default(),
        metrics: told(Part::Metrics, metrics, &mut missing),
        score: told(Part::Score, score, &mut missing).flatten(),
        missing,
    };
    call.log(Act::View, "customer", vec![id], ClassSet::only(DataClass::Fact)).await?;
    Ok(answer)
}

/// What a part says, or nothing and that it is missing.
fn told<T>(part: Part, answer: Result<T, Unanswered>, missing: &mut Vec<MissingPart>) -> Option<T> {
    answer.map_err(|Unanswered { reason, .. }| missing.push(MissingPart { part: part.into(), reason })).ok()
}
