//! Tasks that the feed of the interaction service makes and keeps in step.

use access::Role;
use contracts::customer::v1::{EraseCustomerRequest, Staff, TransferOwnershipRequest, UpdateStaffRequest};
use contracts::interaction::v1 as wire;
use contracts::interaction::v1::interaction_service_client::InteractionServiceClient;
use contracts::reminder::v1::{CompleteTaskRequest, ListTasksRequest, Task, TaskKind, TaskState};
use testkit::on_both_engines;

use crate::harness::{Bearer, Callers, HOUR, House, Stub, at};

async fn interactions(house: &House, bearer: &Bearer) -> InteractionServiceClient<Stub> {
    InteractionServiceClient::new(house.stub(bearer.clone()).await)
}

/// A call that names its next step.
fn call(customer: &str, next_step: &str) -> wire::Interaction {
    wire::Interaction {
        customer: customer.into(),
        channel: wire::Channel::Phone.into(),
        direction: wire::Direction::Outbound.into(),
        start_time: Some(at("2024-05-20T01:00:00Z")),
        key_points: "张三想要报价".into(),
        next_step: "寄报价给张三".into(),
        next_step_time: Some(at(next_step)),
        ..wire::Interaction::default()
    }
}

async fn log(house: &House, bearer: &Bearer, interaction: wire::Interaction) -> wire::Interaction {
    let request = wire::CreateInteractionRequest { interaction: Some(interaction), ..Default::default() };
    interactions(house, bearer).await.create_interaction(request).await.unwrap().into_inner()
}

async fn update(house: &House, bearer: &Bearer, sent: wire::Interaction, paths: &[&str]) -> wire::Interaction {
    let update_mask = Some(prost_types::FieldMask { paths: paths.iter().map(|path| (*path).to_owned()).collect() });
    let request = wire::UpdateInteractionRequest { interaction: Some(sent), update_mask, ..Default::default() };
    interactions(house, bearer).await.update_interaction(request).await.unwrap().into_inner()
}

/// Waits until the one task there is, is as it is wanted.
async fn task(house: &House, wanted: impl Fn(&Task) -> bool) -> Task {
    let mut tasks = house.tasks().await;
    loop {
        let listed = tasks.list_tasks(ListTasksRequest::default()).await.unwrap().into_inner().tasks;
        assert!(listed.len() < 2, "{listed:?}");
        if let Some(task) = listed.into_iter().find(&wanted) {
            return task;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
}

on_both_engines! {
    async fn r3_a_next_step_is_a_task_of_whoever_logged_it_and_stays_in_step(engine) {
        let house = House::new(engine).await;
        let (staff, li_na) = house.person("li.na", Role::Sales).await;
        let customer = house.customer_of(&staff).await.customer_id;
        let logged = log(&house, &li_na, call(&customer, "2024-05-21T01:00:00Z")).await;
        let made = task(&house, |_| true).await;
        assert_eq!((&made.interaction_id, &made.customer), (&logged.interaction_id, &customer));
        assert_eq!((made.kind(), made.state()), (TaskKind::NextContact, TaskState::Open));
        assert_eq!((made.assignee.as_str(), made.zone.as_str()), (staff.staff_id.as_str(), "Asia/Shanghai"));
        assert_eq!((made.due.as_str(), made.remind_time), ("2024-05-21T09:00:00", Some(at("2024-05-21T01:00:00Z"))));
        assert!(!format!("{made:?}").contains("张三"), "what is to be done is read where it stands");

        let moved = wire::Interaction { next_step_time: Some(at("2024-05-22T01:00:00Z")), ..logged };
        let moved = update(&house, &li_na, moved, &["next_step_time"]).await;
        task(&house, |task| task.due == "2024-05-22T09:00:00" && task.state() == TaskState::Open).await;

        let gone = wire::Interaction { next_step: String::new(), next_step_time: None, ..moved };
        let gone = update(&house, &li_na, gone, &["next_step", "next_step_time"]).await;
        let cancelled = task(&house, |task| task.state() == TaskState::Cancelled).await;
        assert_eq!(cancelled.remind_time, None);

        let next_step_time = Some(at("2024-05-23T01:00:00Z"));
        let back = wire::Interaction { next_step: "再打一次".into(), next_step_time, ..gone };
        let back = update(&house, &li_na, back, &["next_step", "next_step_time"]).await;
        task(&house, |task| task.due == "2024-05-23T09:00:00" && task.state() == TaskState::Open).await;

        let delete = wire::DeleteInteractionRequest {
            interaction_id: back.interaction_id,
            etag: back.etag,
            ..Default::default()
        };
        interactions(&house, &li_na).await.delete_interaction(delete).await.unwrap();
        task(&house, |task| task.state() == TaskState::Cancelled).await;
        assert_eq!(house.verify_journal_of("reminder").await.faults, Vec::<String>::new());
    }

    async fn r3_a_step_that_somebody_logged_who_left_is_the_owners(engine) {
        let house = House::new(engine).await;
        let (staff, li_na) = house.person("li.na", Role::Sales).await;
        let (successor, _) = house.person("wang.fang", Role::Sales).await;
        let customer = house.customer_of(&staff).await;
        let without = wire::Interaction {
            next_step: String::new(),
            next_step_time: None,
            ..call(&customer.customer_id, "2024-05-21T01:00:00Z")
        };
        let logged = log(&house, &li_na, without).await;
        let request = TransferOwnershipRequest {
            from_staff_id: staff.staff_id.clone(),
            to_staff_id: successor.staff_id.clone(),
            ..Default::default()
        };
        let mut progress = house.ownership().await.transfer_ownership(request).await.unwrap().into_inner();
        while progress.message().await.unwrap().is_some() {}
        let left = Staff { inactive: true, ..staff };
        let request = UpdateStaffRequest { staff: Some(left), ..Default::default() };
        house.staff().await.update_staff(request).await.unwrap();
        house.follow("reminder", "customer").await;
        let next_step_time = Some(at("2024-05-23T01:00:00Z"));
        let named = wire::Interaction { next_step: "寄报价".into(), next_step_time, ..logged };
        update(&house, &Bearer(None), named, &["next_step", "next_step_time"]).await;
        let made = task(&house, |_| true).await;
        assert_eq!(made.assignee, successor.staff_id);
    }

    async fn r3_what_a_person_completed_stays_so_whatever_the_interaction_says(engine) {
        let house = House::new(engine).await;
        let (staff, li_na) = house.person("li.na", Role::Sales).await;
        let customer = house.customer_of(&staff).await.customer_id;
        let logged = log(&house, &li_na, call(&customer, "2024-05-21T01:00:00Z")).await;
        let made = task(&house, |_| true).await;
        let done = CompleteTaskRequest { task_id: made.task_id, ..Default::default() };
        let done = house.tasks_of(&li_na).await.complete_task(done).await.unwrap().into_inner();
        let moved = wire::Interaction { next_step_time: Some(at("2024-05-22T01:00:00Z")), ..logged };
        update(&house, &li_na, moved, &["next_step_time"]).await;
        // Behind it comes another, by which it is seen that the first was seen to.
        let mut other = call(&customer, "2024-05-24T01:00:00Z");
        other.next_step = "另一步".into();
        log(&house, &li_na, other).await;
        let mut tasks = house.tasks().await;
        let listed = loop {
            let listed = tasks.list_tasks(ListTasksRequest::default()).await.unwrap().into_inner().tasks;
            if listed.len() == 2 {
                break listed;
            }
        };
        house.follow("reminder", "interaction").await;
        assert!(listed.contains(&done), "{listed:?}");
    }

    async fn r3_the_task_of_a_next_step_is_told_of_in_time_and_goes_with_its_customer(engine) {
        let house = House::new(engine).await;
        let (staff, li_na) = house.person("li.na", Role::Sales).await;
        let customer = house.customer_of(&staff).await;
        log(&house, &li_na, call(&customer.customer_id, "2024-05-20T04:00:00Z")).await;
        task(&house, |task| task.revision == 1).await;
        house.clock.advance(3 * HOUR);
        task(&house, |task| task.revision == 2 && task.remind_time.is_none()).await;
        let erase = EraseCustomerRequest { customer: customer.customer_id, etag: customer.etag, ..Default::default() };
        house.customers().await.erase_customer(erase).await.unwrap();
        let erased = task(&house, |task| task.state() == TaskState::Erased).await;
        assert_eq!(erased.title, "");
    }
}
