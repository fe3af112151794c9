//! CreateTask.

use access::Role;
use contracts::reminder::v1::{
    CreateTaskRequest, GetTaskRequest, ListTasksRequest, Priority, Task, TaskKind, TaskState,
};
use testkit::{assert_problem, on_both_engines};
use tonic::Code;
use uuid::Uuid;

use crate::harness::{Callers, House, at, create, fields, task};

on_both_engines! {
    async fn r3_a_task_is_read_back_as_answered_and_is_the_callers_own(engine) {
        let house = House::new(engine).await;
        let (staff, li_na) = house.person("li.na", Role::Sales).await;
        let customer = house.customer_of(&staff).await;
        let sent = Task {
            kind: TaskKind::NextContact.into(),
            customer: customer.customer_id.clone(),
            note: "问报价".into(),
            lead_minutes: 30,
            priority: Priority::High.into(),
            ..task(" 下次联系 ")
        };
        let mut tasks = house.tasks_of(&li_na).await;
        let created = tasks.create_task(create(sent)).await.unwrap().into_inner();
        assert_eq!((created.title.as_str(), created.revision, created.state()), ("下次联系", 1, TaskState::Open));
        assert_eq!((created.assignee.as_str(), created.zone.as_str()), (staff.staff_id.as_str(), "Asia/Shanghai"));
        assert_eq!(created.due_time, Some(at("2024-05-21T01:00:00Z")));
        assert_eq!(created.remind_time, Some(at("2024-05-21T00:30:00Z")));
        let read = tasks.get_task(GetTaskRequest { task_id: created.task_id.clone() }).await.unwrap().into_inner();
        assert_eq!(read, created);
        assert_eq!(house.reads_of(&created.task_id).await.len(), 1);
        assert_eq!(house.verify_journal_of("reminder").await.faults, Vec::<String>::new());
    }

    async fn every_violation_is_told_at_once_with_its_path(engine) {
        let house = House::new(engine).await;
        let sent = Task {
            due: "tomorrow".into(),
            zone: "Asia/Nowhere".into(),
            watchers: vec!["li.na".into()],
            ..Task::default()
        };
        let refused = house.tasks().await.create_task(create(sent)).await.unwrap_err();
        assert_problem(&refused, Code::InvalidArgument, "INVALID_FIELDS");
        assert_eq!(fields(&refused), ["task.title", "task.due", "task.zone", "task.watchers[0]"]);
    }

    async fn a_customer_who_is_not_there_or_not_the_callers_to_see_has_no_tasks(engine) {
        let house = House::new(engine).await;
        let (staff, _) = house.person("li.na", Role::Sales).await;
        let customer = house.customer_of(&staff).await.customer_id;
        let (_, wang_fang) = house.person("wang.fang", Role::Sales).await;
        let sent = Task { customer, ..task("打电话") };
        let refused = house.tasks_of(&wang_fang).await.create_task(create(sent)).await.unwrap_err();
        assert_problem(&refused, Code::PermissionDenied, "PERMISSION_DENIED");
        let sent = Task { customer: Uuid::from_u128(7).to_string(), ..task("打电话") };
        let refused = house.tasks().await.create_task(create(sent)).await.unwrap_err();
        assert_problem(&refused, Code::NotFound, "NOT_FOUND");
    }

    async fn equal_requests_make_one_task_and_validate_only_makes_none(engine) {
        let house = House::new(engine).await;
        let mut tasks = house.tasks().await;
        let dry = CreateTaskRequest { validate_only: true, ..create(task("打电话")) };
        tasks.create_task(dry).await.unwrap();
        let request = CreateTaskRequest { request_id: Uuid::from_u128(7).to_string(), ..create(task("打电话")) };
        let first = tasks.create_task(request.clone()).await.unwrap().into_inner();
        assert_eq!(tasks.create_task(request.clone()).await.unwrap().into_inner(), first);
        let listed = tasks.list_tasks(ListTasksRequest::default()).await.unwrap().into_inner();
        assert_eq!(listed.tasks, [first]);
        let other = CreateTaskRequest { task: Some(task("写邮件")), ..request };
        let refused = tasks.create_task(other).await.unwrap_err();
        assert_problem(&refused, Code::InvalidArgument, "REQUEST_ID_REUSED");
    }
}
