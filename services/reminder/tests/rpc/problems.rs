//! What every operation answers when it cannot do what is asked.

use access::Role;
use contracts::reminder::v1::{ErrorReason, GetReminderRequest, GetTaskRequest, ListTasksRequest};
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use crate::harness::{Callers, House, HouseWithoutAnswers, create, task};

const NOBODY: &str = "00000000-0000-7000-8000-000000000000";

on_both_engines! {
    async fn rights_come_before_existence(engine) {
        let house = House::new(engine).await;
        let (_, li_na) = house.person("li.na", Role::Sales).await;
        let refused = house.tasks_of(&li_na).await.get_task(GetTaskRequest { task_id: NOBODY.into() }).await.unwrap_err();
        assert_problem(&refused, Code::PermissionDenied, "PERMISSION_DENIED");
        let refused = house.tasks().await.get_task(GetTaskRequest { task_id: NOBODY.into() }).await.unwrap_err();
        assert_problem(&refused, Code::NotFound, "NOT_FOUND");
        let request = GetReminderRequest { reminder_id: NOBODY.into() };
        let refused = house.reminders().await.get_reminder(request).await.unwrap_err();
        assert_problem(&refused, Code::NotFound, "NOT_FOUND");
    }

    async fn nobody_reads_what_another_has_to_do(engine) {
        let house = House::new(engine).await;
        let (_, li_na) = house.person("li.na", Role::Sales).await;
        let (_, wang_fang) = house.person("wang.fang", Role::Sales).await;
        let hers = house.tasks_of(&li_na).await.create_task(create(task("打电话"))).await.unwrap().into_inner();
        let mut other = house.tasks_of(&wang_fang).await;
        let refused = other.get_task(GetTaskRequest { task_id: hers.task_id.clone() }).await.unwrap_err();
        assert_problem(&refused, Code::PermissionDenied, "PERMISSION_DENIED");
        assert!(other.list_tasks(ListTasksRequest::default()).await.unwrap().into_inner().tasks.is_empty());
        let neighbour = house.token("neighbour", "admin", Role::Administrator);
        let refused = house.tasks_of(&neighbour).await.get_task(GetTaskRequest { task_id: hers.task_id }).await.unwrap_err();
        assert_problem(&refused, Code::NotFound, "NOT_FOUND");
    }

    async fn without_the_customer_service_nobody_is_guessed(engine) {
        let house = HouseWithoutAnswers::new(engine).await;
        let li_na = house.token("default", "li.na", Role::Sales);
        let refused = house.tasks_of(&li_na).await.create_task(create(task("打电话"))).await.unwrap_err();
        assert_problem(&refused, Code::Unavailable, ErrorReason::CustomersUnavailable.as_str_name());
    }
}
