//! How often customers are spoken to: the task of the next contact is in step with its customer.

use access::Role;
use contracts::customer::v1 as customers;
use contracts::reminder::v1 as wire;
use contracts::reminder::v1::{Task, TaskKind, TaskState};
use testkit::on_both_engines;

use crate::harness::{Callers, DAY, House, cadence, days};

fn weeks(count: i32) -> wire::Period {
    wire::Period { count, unit: wire::PeriodUnit::Week.into() }
}

async fn next_contacts(house: &House, customer: &str) -> Vec<Task> {
    house.kept_up(customer, TaskKind::NextContact).await
}

/// The one open task of the next contact.
async fn open(house: &House, customer: &str) -> Task {
    let mut tasks = next_contacts(house, customer).await;
    tasks.retain(|task| task.state() == TaskState::Open);
    assert_eq!(tasks.len(), 1, "{tasks:?}");
    tasks.remove(0)
}

/// Updates fields of a customer.
async fn update(house: &House, customer: &str, change: impl FnOnce(&mut customers::Customer), paths: &[&str]) {
    let mut read = house.read(customer).await;
    change(&mut read);
    let update_mask = Some(prost_types::FieldMask { paths: paths.iter().map(|path| (*path).to_owned()).collect() });
    let request = customers::UpdateCustomerRequest { customer: Some(read), update_mask, ..Default::default() };
    house.customers().await.update_customer(request).await.unwrap();
}

async fn move_to(house: &House, customer: &str, stage: &str) {
    let etag = house.read(customer).await.etag;
    let reason = if stage == "lost" { "price" } else { "" };
    let request = customers::ChangeStageRequest {
        customer: customer.into(),
        stage: stage.into(),
        reason: reason.into(),
        etag,
        ..Default::default()
    };
    house.customers().await.change_stage(request).await.unwrap();
}

on_both_engines! {
    async fn r4_another_stage_or_level_is_another_cadence_and_a_contact_moves_the_next(engine) {
        let house = House::new(engine).await;
        let (li_na, _) = house.person("li.na", Role::Sales).await;
        let weekly = house.cadence(cadence("intent", "", weeks(1))).await;
        let fortnightly = house.cadence(cadence("", "A", weeks(2))).await;
        let customer = house.customer_of(&li_na).await.customer_id;
        assert_eq!(next_contacts(&house, &customer).await, [], "nothing is said of its stage");

        update(&house, &customer, |customer| customer.level = "A".into(), &["level"]).await;
        let first = open(&house, &customer).await;
        assert_eq!((first.due.as_str(), &first.cadence_id), ("2024-06-03T09:00:00", &fortnightly.cadence_id));
        assert_eq!((&first.assignee, first.zone.as_str()), (&li_na.staff_id, "Asia/Shanghai"));

        move_to(&house, &customer, "intent").await;
        let moved = open(&house, &customer).await;
        assert_eq!((moved.due.as_str(), &moved.cadence_id), ("2024-05-27T09:00:00", &weekly.cadence_id));
        assert_eq!(moved.task_id, first.task_id);

        house.clock.advance(2 * DAY);
        let spoken = house.speak(&customer, "2024-05-22T00:30:00Z").await;
        let later = open(&house, &customer).await;
        assert_eq!((later.due.as_str(), &later.task_id), ("2024-05-29T09:00:00", &first.task_id));
        house.unspeak(spoken).await;
        assert_eq!(open(&house, &customer).await.due, "2024-05-27T09:00:00");
        assert_eq!(next_contacts(&house, &customer).await.len(), 1);
        assert_eq!(house.verify_journal_of("reminder").await.faults, Vec::<String>::new());
    }

    async fn r4_who_completes_or_cancels_the_task_has_the_next_counted_from_there(engine) {
        let house = House::new(engine).await;
        let (li_na, hers) = house.person("li.na", Role::Sales).await;
        house.cadence(cadence("", "", days(10))).await;
        let customer = house.customer_of(&li_na).await.customer_id;
        let first = open(&house, &customer).await;
        house.clock.advance(3 * DAY);
        let done = wire::CompleteTaskRequest { task_id: first.task_id, ..Default::default() };
        house.tasks_of(&hers).await.complete_task(done).await.unwrap();
        let second = open(&house, &customer).await;
        assert_eq!((first.due.as_str(), second.due.as_str()), ("2024-05-30T09:00:00", "2024-06-02T09:00:00"));
        house.clock.advance(DAY);
        let cancel = wire::CancelTaskRequest { task_id: second.task_id, ..Default::default() };
        house.tasks_of(&hers).await.cancel_task(cancel).await.unwrap();
        assert_eq!(open(&house, &customer).await.due, "2024-06-03T09:00:00");
        assert_eq!(next_contacts(&house, &customer).await.len(), 3);
    }

    async fn r4_the_cadence_ends_with_the_stage_the_owner_and_the_customer_and_comes_back_with_them(engine) {
        let house = House::new(engine).await;
        let (li_na, _) = house.person("li.na", Role::Sales).await;
        house.cadence(cadence("", "", days(10))).await;
        let customer = house.customer_of(&li_na).await.customer_id;
        let first = open(&house, &customer).await;
        let states = async || -> Vec<_> {
            next_contacts(&house, &customer).await.iter().map(|task| (task.task_id.clone(), task.state())).collect()
        };
        let cancelled = [(first.task_id.clone(), TaskState::Cancelled)];
        let back = [(first.task_id.clone(), TaskState::Open)];

        let etag = house.read(&customer).await.etag;
        let archive = customers::ArchiveCustomerRequest { customer: customer.clone(), etag, ..Default::default() };
        let archived = house.customers().await.archive_customer(archive).await.unwrap().into_inner();
        assert_eq!(states().await, cancelled);
        let unarchive = customers::UnarchiveCustomerRequest {
            customer: customer.clone(),
            etag: archived.etag,
            ..Default::default()
        };
        let live = house.customers().await.unarchive_customer(unarchive).await.unwrap().into_inner();
        assert_eq!(states().await, back);

        let release = customers::ReleaseCustomerRequest {
            customer: customer.clone(),
            etag: live.etag,
            reason: "没有意向".into(),
            ..Default::default()
        };
        house.ownership().await.release_customer(release).await.unwrap();
        assert_eq!(states().await, cancelled);
        update(&house, &customer, |customer| customer.owner = li_na.staff_id.clone(), &["owner"]).await;
        assert_eq!(states().await, back);

        move_to(&house, &customer, "lost").await;
        assert_eq!(states().await, cancelled);
        move_to(&house, &customer, "potential").await;
        assert_eq!(states().await, back);
        assert_eq!(house.verify_journal_of("reminder").await.faults, Vec::<String>::new());
    }

    async fn r4_another_rule_moves_the_tasks_of_all_its_customers_and_a_deleted_one_ends_them(engine) {
        let house = House::new(engine).await;
        let (li_na, _) = house.person("li.na", Role::Sales).await;
        let customers = [house.customer_of(&li_na).await.customer_id, house.customer_of(&li_na).await.customer_id];
        let made = house.cadence(wire::Cadence { time: "10:30".into(), ..cadence("", "", days(10)) }).await;
        for customer in &customers {
            assert_eq!(open(&house, customer).await.due, "2024-05-30T10:30:00");
        }
        // 5 days later is a Saturday.
        let shift = wire::WorkingDayShift::Next.into();
        let changed = wire::Cadence { interval: Some(days(5)), shift, ..made };
        let request = wire::UpdateCadenceRequest { cadence: Some(changed), ..Default::default() };
        let changed = house.cadences().await.update_cadence(request).await.unwrap().into_inner();
        for customer in &customers {
            assert_eq!(open(&house, customer).await.due, "2024-05-27T10:30:00");
        }
        let delete = wire::DeleteCadenceRequest { cadence_id: changed.cadence_id, ..Default::default() };
        house.cadences().await.delete_cadence(delete).await.unwrap();
        for customer in &customers {
            let tasks = next_contacts(&house, customer).await;
            assert_eq!(tasks.iter().map(Task::state).collect::<Vec<_>>(), [TaskState::Cancelled]);
            assert!(!tasks[0].outcome.is_empty(), "it says why");
        }
    }

    async fn r4_a_new_owner_has_the_task_unless_somebody_else_was_given_it(engine) {
        let house = House::new(engine).await;
        let (li_na, hers) = house.person("li.na", Role::Sales).await;
        let (wang_fang, _) = house.person("wang.fang", Role::Sales).await;
        house.cadence(cadence("", "", days(10))).await;
        let customer = house.customer_of(&li_na).await.customer_id;
        let first = open(&house, &customer).await;
        let delegate = wire::DelegateTaskRequest {
            task_id: first.task_id,
            assignee: wang_fang.staff_id.clone(),
            ..Default::default()
        };
        house.tasks_of(&hers).await.delegate_task(delegate).await.unwrap();
        house.clock.advance(DAY);
        house.speak(&customer, "2024-05-21T00:30:00Z").await;
        let moved = open(&house, &customer).await;
        assert_eq!((&moved.assignee, moved.due.as_str()), (&wang_fang.staff_id, "2024-05-31T09:00:00"));
        let zhao = house.employ("zhao.min").await.staff_id;
        update(&house, &customer, |customer| customer.owner = zhao.clone(), &["owner"]).await;
        assert_eq!(open(&house, &customer).await.assignee, zhao);
    }
}
