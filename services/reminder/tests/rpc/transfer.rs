//! TransferService.

mod revert;
mod transfer_tasks;

use std::collections::BTreeSet;

use contracts::customer::v1::Staff;
use contracts::reminder::v1::transfer_outcome::Record;
use contracts::reminder::v1::{
    GetTaskRequest, ListTasksRequest, Task, TaskState, TransferTasksRequest, TransferTasksResponse,
};
use futures::future::join_all;
use tonic::Status;

use crate::harness::{Callers, House, create, task};

/// The request that hands over all that one has to do.
fn transfer(from: &Staff, to: &Staff) -> TransferTasksRequest {
    let (from_staff_id, to_staff_id) = (from.staff_id.clone(), to.staff_id.clone());
    TransferTasksRequest { from_staff_id, to_staff_id, ..Default::default() }
}

/// What a transfer answered: the cause, how many there were, and what was handed over.
type Told = (String, i64, BTreeSet<String>);

async fn run(house: &House, request: TransferTasksRequest) -> Result<Told, Status> {
    let mut answers = house.transfers().await.transfer_tasks(request).await?.into_inner();
    let TransferTasksResponse { transfer_id, record_count, .. } = answers.message().await?.unwrap();
    let mut ids = BTreeSet::new();
    while let Some(answer) = answers.message().await? {
        for outcome in answer.outcomes {
            assert_eq!(outcome.error, None);
            let (Record::TaskId(id) | Record::ReminderId(id) | Record::DormancyRuleId(id)) = outcome.record.unwrap();
            assert!(ids.insert(id), "each is told of once");
        }
    }
    Ok((transfer_id, record_count, ids))
}

/// So many tasks of somebody.
async fn given(house: &House, assignee: &Staff, count: usize) -> Vec<Task> {
    let tasks = house.tasks().await;
    let made = (0..count).map(|_| {
        let (mut tasks, assignee) = (tasks.clone(), assignee.staff_id.clone());
        async move { tasks.create_task(create(Task { assignee, ..task("回访") })).await.unwrap().into_inner() }
    });
    join_all(made).await
}

async fn read(house: &House, id: &str) -> Task {
    house.tasks().await.get_task(GetTaskRequest { task_id: id.into() }).await.unwrap().into_inner()
}

/// How many open tasks somebody has.
async fn held(house: &House, assignee: &Staff) -> usize {
    let open = TaskState::Open.into();
    let request =
        ListTasksRequest { assignee: assignee.staff_id.clone(), state: open, page_size: 1_000, ..Default::default() };
    house.tasks().await.list_tasks(request).await.unwrap().into_inner().tasks.len()
}

fn ids<'a>(tasks: impl IntoIterator<Item = &'a Task>) -> BTreeSet<String> {
    tasks.into_iter().map(|task| task.task_id.clone()).collect()
}

/// How many causes of a kind changed something.
async fn causes(house: &House, kind: &str) -> i64 {
    let sql = format!("SELECT COUNT(*) FROM (SELECT DISTINCT cause_id FROM journal WHERE cause_kind = '{kind}') AS c");
    house.number_of("reminder", &sql).await
}

/// A UUID for a request.
fn uuid(number: u128) -> String {
    uuid::Uuid::from_u128(number).to_string()
}
