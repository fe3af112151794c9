//! The parts of what is known of a customer, each asked of the service that knows it.

use std::time::Duration;

use access::Action;
use client::Peer;
use contracts::analytics::v1::{CustomerMetrics, Score};
use contracts::customer::v1::customer_service_client::CustomerServiceClient;
use contracts::customer::v1::get_customer_request::Key;
use contracts::customer::v1::{Customer, GetCustomerRequest};
use contracts::interaction::v1::timeline_service_client::TimelineServiceClient;
use contracts::interaction::v1::{ListTimelineRequest, TimelineEntry};
use contracts::reminder::v1::reminder_service_client::ReminderServiceClient;
use contracts::reminder::v1::task_service_client::TaskServiceClient;
use contracts::reminder::v1::{ListRemindersRequest, ListTasksRequest, Reminder, Task, TaskState};
use conventions::problem::Problem;
use tokio::time::Instant;
use tonic::transport::Channel;
use tonic::{Code, Request, Response, Status};
use tonic_types::StatusExt;
use uuid::Uuid;

use crate::call::Call;
use crate::error::{Error, Objection};
use crate::rpc::score::encode;
use crate::store::score as scores;

/// The longest that a part is waited for.
const PATIENCE: Duration = Duration::from_secs(2);
/// What is said where a service gave no reason.
const UNAVAILABLE: &str = "UNAVAILABLE";

/// Why a part was not answered.
#[derive(Debug)]
pub(super) struct Unanswered {
    pub(super) code: Code,
    pub(super) reason: String,
}

type Answer<T> = Result<T, Unanswered>;

/// Until when the parts are waited for: what remains of the caller's time, less what it takes to answer.
pub(super) fn deadline(of_caller: Option<Instant>) -> Instant {
    let now = Instant::now();
    let remaining = of_caller.map_or(PATIENCE, |deadline| deadline.saturating_duration_since(now));
    now + PATIENCE.min(remaining.mul_f64(0.8))
}

pub(super) async fn profile(call: &Call, id: Uuid) -> Answer<Customer> {
    let request = GetCustomerRequest { key: Some(Key::Customer(id.to_string())), as_of: None };
    let method = |channel, request| async move { CustomerServiceClient::new(channel).get_customer(request).await };
    ask(call, &call.service.customers, request, method).await
}

pub(super) async fn timeline(call: &Call, id: Uuid, page_size: i32) -> Answer<Vec<TimelineEntry>> {
    let request = ListTimelineRequest { customer: id.to_string(), page_size, ..Default::default() };
    let method = |channel, request| async move { TimelineServiceClient::new(channel).list_timeline(request).await };
    Ok(ask(call, &call.service.interactions, request, method).await?.entries)
}

pub(super) async fn tasks(call: &Call, id: Uuid, page_size: i32) -> Answer<Vec<Task>> {
    let state = TaskState::Open.into();
    let request = ListTasksRequest { customer: id.to_string(), state, page_size, ..Default::default() };
    let method = |channel, request| async move { TaskServiceClient::new(channel).list_tasks(request).await };
    Ok(ask(call, &call.service.reminders, request, method).await?.tasks)
}

pub(super) async fn reminders(call: &Call, id: Uuid, page_size: i32) -> Answer<Vec<Reminder>> {
    let request = ListRemindersRequest { customer: id.to_string(), page_size, ..Default::default() };
    let method = |channel, request| async move { ReminderServiceClient::new(channel).list_reminders(request).await };
    Ok(ask(call, &call.service.reminders, request, method).await?.reminders)
}

/// What the customer adds up to, as far as the caller may see what it is made of.
pub(super) async fn metrics(call: &Call, id: Uuid) -> Answer<CustomerMetrics> {
    Ok(call.metrics(id).await?)
}

/// How the customer scores; nothing of one that bought nothing, and where nobody computed scores.
pub(super) async fn score(call: &Call, id: Uuid) -> Answer<Option<Score>> {
    let read = async {
        let audience = call.audience(Action::ViewTransactions)?;
        let model = match call.score_model().await {
            Err(Error::Objection(Objection::ScoresNotComputed)) => return Ok(None),
            model => model?,
        };
        let row = scores::find(call.service.database(), call.tenant(), model.computation, &audience, id).await?;
        row.map(|row| encode::score(row, &model.currency)).transpose()
    };
    let read: Result<Option<Score>, Error> = read.await;
    Ok(read?)
}

async fn ask<M: Clone, A, F>(
    call: &Call,
    peer: &Peer,
    message: M,
    method: impl Fn(Channel, Request<M>) -> F,
) -> Answer<A>
where
    F: Future<Output = Result<Response<A>, Status>>,
{
    let until = call.origin.deadline.unwrap_or_else(|| deadline(None));
    match tokio::time::timeout_at(until, peer.ask(&call.origin, message, method)).await {
        Ok(answer) => Ok(answer?),
        Err(_) => Err(Unanswered { code: Code::DeadlineExceeded, reason: UNAVAILABLE.to_owned() }),
    }
}

impl From<Status> for Unanswered {
    fn from(status: Status) -> Self {
        let reason = status.get_details_error_info().map_or_else(|| UNAVAILABLE.to_owned(), |info| info.reason);
        Self { code: status.code(), reason }
    }
}

impl From<Error> for Unanswered {
    fn from(error: Error) -> Self {
        let problem = Problem::from(error);
        Self { code: Code::Unknown, reason: problem.reason().to_owned() }
    }
}
