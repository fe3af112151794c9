//! ListTasks.

use access::Role;
use contracts::reminder::v1::{CompleteTaskRequest, ListTasksRequest, Task, TaskState};
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use crate::harness::{Callers, House, at, create, task};

on_both_engines! {
    async fn r3_tasks_are_listed_by_person_and_day_page_by_page(engine) {
        let house = House::new(engine).await;
        let (staff, li_na) = house.person("li.na", Role::Sales).await;
        let mut tasks = house.tasks().await;
        for hour in (0..24).rev() {
            let due = format!("2024-06-01T{hour:02}:30");
            let assignee = if hour % 2 == 0 { staff.staff_id.clone() } else { String::new() };
            tasks.create_task(create(Task { due, assignee, zone: "UTC".into(), ..task("打电话") })).await.unwrap();
        }
        let wanted = ListTasksRequest {
            assignee: staff.staff_id.clone(),
            due_from_time: Some(at("2024-06-01T06:00:00Z")),
            due_before_time: Some(at("2024-06-01T18:00:00Z")),
            page_size: 4,
            ..Default::default()
        };
        let mut hers = house.tasks_of(&li_na).await;
        let (mut due, mut page_token) = (Vec::new(), String::new());
        loop {
            let page = ListTasksRequest { page_token, ..wanted.clone() };
            let page = hers.list_tasks(page).await.unwrap().into_inner();
            due.extend(page.tasks.into_iter().map(|task| task.due));
            page_token = page.next_page_token;
            if page_token.is_empty() {
                break;
            }
        }
        let hours: Vec<_> = [6, 8, 10, 12, 14, 16].map(|hour| format!("2024-06-01T{hour:02}:30:00")).into();
        assert_eq!(due, hours);
        let all = ListTasksRequest { page_size: 100, ..Default::default() };
        assert_eq!(hers.list_tasks(all).await.unwrap().into_inner().tasks.len(), 12, "her own alone");
    }

    async fn a_state_narrows_the_list_and_a_token_of_another_query_is_refused(engine) {
        let house = House::new(engine).await;
        let mut tasks = house.tasks().await;
        let done = tasks.create_task(create(task("打电话"))).await.unwrap().into_inner();
        tasks.create_task(create(task("写邮件"))).await.unwrap();
        tasks.complete_task(CompleteTaskRequest { task_id: done.task_id.clone(), ..Default::default() }).await.unwrap();
        let wanted = |state: TaskState| ListTasksRequest { state: state.into(), page_size: 1, ..Default::default() };
        let listed = tasks.list_tasks(wanted(TaskState::Completed)).await.unwrap().into_inner();
        assert_eq!(listed.tasks.iter().map(|task| &task.task_id).collect::<Vec<_>>(), [&done.task_id]);
        let all = ListTasksRequest { page_size: 1, ..Default::default() };
        let page_token = tasks.list_tasks(all).await.unwrap().into_inner().next_page_token;
        let refused = ListTasksRequest { page_token, ..wanted(TaskState::Open) };
        let refused = tasks.list_tasks(refused).await.unwrap_err();
        assert_problem(&refused, Code::InvalidArgument, "INVALID_PAGE_TOKEN");
    }
}
