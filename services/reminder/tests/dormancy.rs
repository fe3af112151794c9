//! Customers who were not spoken to for long: each spell has one task, is ended by contact, and may end in the pool.

use access::Role;
use contracts::customer::v1 as customers;
use contracts::reminder::v1 as wire;
use contracts::reminder::v1::{Task, TaskKind, TaskState};
use testkit::on_both_engines;

use crate::harness::{Callers, DAY, HOUR, House, days, dormancy_rule};

async fn won_back(house: &House, customer: &str) -> Vec<Task> {
    house.kept_up(customer, TaskKind::DormantCustomer).await
}

fn states(tasks: &[Task]) -> Vec<TaskState> {
    tasks.iter().map(Task::state).collect()
}

on_both_engines! {
    async fn r5_after_six_months_without_interaction_the_owner_has_one_task_a_spell(engine) {
        let house = House::new(engine).await;
        let (li_na, _) = house.person("li.na", Role::Sales).await;
        let customer = house.customer_of(&li_na).await.customer_id;
        assert_eq!(won_back(&house, &customer).await, []);
        house.clock.advance(183 * DAY);
        assert_eq!(won_back(&house, &customer).await, [], "a day is missing");
        house.clock.advance(DAY);
        let first = won_back(&house, &customer).await;
        assert_eq!(states(&first), [TaskState::Open]);
        assert_eq!((first[0].due.as_str(), &first[0].assignee), ("2024-11-20T09:00:00", &li_na.staff_id));
        let rules = house.dormancy().await.list_dormancy_rules(wire::ListDormancyRulesRequest::default()).await;
        assert_eq!(first[0].dormancy_rule_id, rules.unwrap().into_inner().dormancy_rules[0].dormancy_rule_id);
        // Told of as any task is.
        let get = wire::GetTaskRequest { task_id: first[0].task_id.clone() };
        while house.tasks().await.get_task(get.clone()).await.unwrap().into_inner().remind_time.is_some() {}

        house.speak(&customer, "2024-11-20T00:30:00Z").await;
        let ended = won_back(&house, &customer).await;
        assert_eq!(states(&ended), [TaskState::Cancelled]);
        assert!(ended[0].outcome.contains("contact"), "it says why: {}", ended[0].outcome);
        house.clock.advance(200 * DAY);
        assert_eq!(states(&won_back(&house, &customer).await), [TaskState::Cancelled, TaskState::Open]);
        let second = won_back(&house, &customer).await.remove(1);
        let done = wire::CompleteTaskRequest { task_id: second.task_id, ..Default::default() };
        house.tasks().await.complete_task(done).await.unwrap();
        house.clock.advance(400 * DAY);
        let ended = [TaskState::Cancelled, TaskState::Completed];
        assert_eq!(states(&won_back(&house, &customer).await), ended, "the spell goes on, and had its task");
        assert_eq!(house.verify_journal_of("reminder").await.faults, Vec::<String>::new());
    }

    async fn r5_a_rule_is_about_the_customers_of_its_filter_and_those_it_meets_already(engine) {
        let house = House::new(engine).await;
        let (li_na, _) = house.person("li.na", Role::Sales).await;
        let (wang_fang, _) = house.person("wang.fang", Role::Service).await;
        let company = || customers::Customer {
            owner: li_na.staff_id.clone(),
            ..house::company("杭州云帆有限公司", "13912345678")
        };
        let a = house.given(customers::Customer { level: "A".into(), ..company() }).await.customer_id;
        let b = house.given(customers::Customer { level: "B".into(), ..company() }).await.customer_id;
        let pool = house.given(customers::Customer { owner: String::new(), level: "A".into(), ..company() }).await.customer_id;
        for customer in [&a, &b, &pool] {
            assert_eq!(won_back(&house, customer).await, []);
        }
        house.clock.advance(31 * DAY);
        let rule = wire::DormancyRule {
            fallback: wang_fang.staff_id.clone(),
            priority: wire::Priority::High.into(),
            ..dormancy_rule("level = A", days(30))
        };
        let rule = house.dormancy_rule(rule).await;
        let met = won_back(&house, &a).await;
        assert_eq!((states(&met), met[0].priority()), (vec![TaskState::Open], wire::Priority::High));
        assert_eq!((&met[0].dormancy_rule_id, &met[0].assignee), (&rule.dormancy_rule_id, &li_na.staff_id));
        assert_eq!(won_back(&house, &pool).await[0].assignee, wang_fang.staff_id);
        assert_eq!(won_back(&house, &b).await, []);
        // By the rule of the beginning it is dormant too, which is no other spell.
        house.clock.advance(200 * DAY);
        assert_eq!(won_back(&house, &b).await.len(), 1);
        assert_eq!(won_back(&house, &a).await.len(), 1);
    }

    async fn r5_the_rule_of_the_beginning_can_be_turned_off(engine) {
        let house = House::new(engine).await;
        let (li_na, _) = house.person("li.na", Role::Sales).await;
        let customer = house.customer_of(&li_na).await.customer_id;
        let mut client = house.dormancy().await;
        let listed = client.list_dormancy_rules(wire::ListDormancyRulesRequest::default()).await.unwrap().into_inner();
        let rule = wire::DormancyRule { paused: true, ..listed.dormancy_rules[0].clone() };
        let request = wire::UpdateDormancyRuleRequest { dormancy_rule: Some(rule), ..Default::default() };
        client.update_dormancy_rule(request).await.unwrap();
        assert_eq!(won_back(&house, &customer).await, []);
        house.clock.advance(400 * DAY);
        assert_eq!(won_back(&house, &customer).await, []);
    }

    async fn r5_a_dormant_customer_is_given_to_the_pool_by_command_once(engine) {
        let house = House::new(engine).await;
        let (li_na, _) = house.person("li.na", Role::Sales).await;
        house.dormancy_rule(wire::DormancyRule { release_after: Some(days(5)), ..dormancy_rule("", days(10)) }).await;
        let spoken_to = house.customer_of(&li_na).await.customer_id;
        let customer = house.customer_of(&li_na).await.customer_id;
        for customer in [&customer, &spoken_to] {
            assert_eq!(won_back(&house, customer).await, []);
        }
        house.clock.advance(10 * DAY);
        for customer in [&customer, &spoken_to] {
            assert_eq!(states(&won_back(&house, customer).await), [TaskState::Open]);
        }
        house.speak(&spoken_to, "2024-05-30T00:30:00Z").await;
        assert_eq!(states(&won_back(&house, &spoken_to).await), [TaskState::Cancelled]);
        house.clock.advance(5 * DAY);
        let ended = won_back(&house, &customer).await;
        assert_eq!(states(&ended), [TaskState::Cancelled]);
        assert!(ended[0].release_time.is_some() && ended[0].release_refusal.is_empty(), "{ended:?}");
        let released = house.read(&customer).await;
        assert_eq!((released.owner.as_str(), released.revision), ("", 2));
        assert_eq!(house.read(&spoken_to).await.owner, li_na.staff_id);
        house.clock.advance(HOUR);
        assert_eq!(won_back(&house, &customer).await, ended, "in the pool it is left alone");
        assert_eq!(house.read(&customer).await.revision, 2);
        assert_eq!(house.verify_journal_of("reminder").await.faults, Vec::<String>::new());
    }

    async fn r5_what_the_pool_refuses_is_told_in_the_task_and_not_tried_again(engine) {
        let house = House::new(engine).await;
        let (li_na, _) = house.person("li.na", Role::Sales).await;
        let mut pool = house.ownership().await;
        let policy = pool.get_pool_policy(customers::GetPoolPolicyRequest {}).await.unwrap().into_inner();
        let policy = customers::PoolPolicy { protection_days: 365, ..policy };
        let request = customers::UpdatePoolPolicyRequest { pool_policy: Some(policy), ..Default::default() };
        pool.update_pool_policy(request).await.unwrap();
        house.dormancy_rule(wire::DormancyRule { release_after: Some(days(5)), ..dormancy_rule("", days(10)) }).await;
        let customer = house.customer_of(&li_na).await.customer_id;
        assert_eq!(won_back(&house, &customer).await, []);
        house.clock.advance(15 * DAY);
        let refused = won_back(&house, &customer).await;
        assert_eq!((states(&refused), refused[0].release_refusal.as_str()), (vec![TaskState::Open], "PROTECTED"));
        house.clock.advance(15 * DAY);
        assert_eq!(won_back(&house, &customer).await[0].release_time, refused[0].release_time);
        assert_eq!(house.read(&customer).await.owner, li_na.staff_id);
    }

    async fn x13_an_erased_customer_is_met_by_no_rule(engine) {
        let house = House::new(engine).await;
        let (li_na, _) = house.person("li.na", Role::Sales).await;
        let customer = house.customer_of(&li_na).await;
        assert_eq!(won_back(&house, &customer.customer_id).await, []);
        let erase = customers::EraseCustomerRequest {
            customer: customer.customer_id.clone(),
            etag: customer.etag,
            ..Default::default()
        };
        house.customers().await.erase_customer(erase).await.unwrap();
        assert_eq!(won_back(&house, &customer.customer_id).await, []);
        house.clock.advance(400 * DAY);
        assert_eq!(won_back(&house, &customer.customer_id).await, []);
        assert_eq!(house.number_of("reminder", "SELECT COUNT(*) FROM quiet_customer").await, 0);
    }
}
