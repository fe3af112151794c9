//! A worker that takes its share for its own still, when another has it by then.

use std::time::Duration;

use contracts::reminder::v1::Task;
use contracts::reminder::v1::task_service_client::TaskServiceClient;

use super::worker::{Ground, Worker};
use crate::harness::{create, task};

/// How many tasks are due.
const TASKS: usize = 50;
/// Longer than the test: the worker does not look by itself whether it holds its share.
const LEASE: Duration = Duration::from_secs(3_600);
const PAUSE: Duration = Duration::from_millis(20);

async fn create_tasks(worker: &Worker) {
    let mut tasks = TaskServiceClient::new(worker.channel().await);
    for _ in 0..TASKS {
        tasks.create_task(create(Task { zone: "UTC".into(), ..task("回电") })).await.unwrap();
    }
}

#[test]
fn a_worker_whose_share_another_took_over_tells_of_nothing_and_the_other_of_all() {
    if testkit::is_skipped() {
        return;
    }
    testkit::run(async {
        let ground = Ground::fresh(LEASE).await;
        let stale = Worker::start(&ground);
        while ground.count_held().await < 16 {
            tokio::time::sleep(PAUSE).await;
        }
        ground.take_over().await;
        create_tasks(&stale).await;
        while stale.fenced() == 0 && ground.count_told().await == 0 {
            tokio::time::sleep(PAUSE).await;
        }
        assert_eq!(ground.count_told().await, 0);
        stale.kill();
        ground.end_leases().await;
        let other = Worker::start(&ground);
        while ground.count_told().await < TASKS {
            tokio::time::sleep(PAUSE).await;
        }
        assert_eq!(other.fenced(), 0);
    });
}
