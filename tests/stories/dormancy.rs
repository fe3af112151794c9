//! Nobody speaks to a customer for a year: its owner is told, the pool takes it, and another claims it.

use clock::Clock;
use contracts::analytics::v1 as analytics;
use contracts::analytics::v1::customer360_service_client::Customer360ServiceClient;
use contracts::customer::v1 as customers;
use contracts::customer::v1::customer_service_client::CustomerServiceClient;
use contracts::customer::v1::ownership_service_client::OwnershipServiceClient;
use contracts::interaction::v1 as interactions;
use contracts::interaction::v1::interaction_service_client::InteractionServiceClient;
use contracts::reminder::v1 as reminders;
use contracts::reminder::v1::dormancy_service_client::DormancyServiceClient;
use contracts::reminder::v1::task_service_client::TaskServiceClient;
use prost_types::Timestamp;

use super::book::until;
use crate::services::Name;
use crate::told_in_one_process_and_in_four;

const DAY: i64 = 24 * 3600;

told_in_one_process_and_in_four! {
    async fn who_was_not_spoken_to_for_a_year_goes_to_the_pool_and_to_who_claims_it(book) {
        let (owner, owns) = book.seller("li.na").await;
        let (claimant, claims) = book.seller("wang.fang").await;
        // What the pool takes may be as new here as the records are.
        let desk = book.administrator();
        let mut ownership = OwnershipServiceClient::new(book.stub(Name::Customer, &desk).await);
        let policy = ownership.get_pool_policy(customers::GetPoolPolicyRequest {}).await.unwrap().into_inner();
        let policy = customers::PoolPolicy { protection_days: 0, ..policy };
        let request = customers::UpdatePoolPolicyRequest { pool_policy: Some(policy), ..Default::default() };
        ownership.update_pool_policy(request).await.unwrap();

        let period = |count, unit: reminders::PeriodUnit| Some(reminders::Period { count, unit: unit.into() });
        let rule = reminders::DormancyRule {
            title: "九十天未联系".into(),
            quiet: period(90, reminders::PeriodUnit::Day),
            release_after: period(1, reminders::PeriodUnit::Month),
            ..Default::default()
        };
        let request = reminders::CreateDormancyRuleRequest { dormancy_rule: Some(rule), ..Default::default() };
        let mut rules = DormancyServiceClient::new(book.stub(Name::Reminder, &desk).await);
        let rule = rules.create_dormancy_rule(request).await.unwrap().into_inner().dormancy_rule_id;

        let mut spoken = Vec::new();
        for (name, days_ago) in [("很久没有联系的公司", 365), ("昨天联系过的公司", 1)] {
            let customer = customers::Customer { registered_name: name.into(), ..Default::default() };
            let customer = book.wins(&owns, customer).await.customer_id;
            let seconds = Clock::system().now().as_micros() / 1_000_000 - days_ago * DAY;
            let interaction = interactions::Interaction {
                customer: customer.clone(),
                channel: interactions::Channel::Phone.into(),
                start_time: Some(Timestamp { seconds, nanos: 0 }),
                key_points: "还要考虑".into(),
                ..Default::default()
            };
            let request = interactions::CreateInteractionRequest { interaction: Some(interaction), ..Default::default() };
            let mut client = InteractionServiceClient::new(book.stub(Name::Interaction, &owns).await);
            client.create_interaction(request).await.unwrap();
            spoken.push(customer);
        }
        let [silent, recent] = [0, 1].map(|index| spoken[index].clone());

        let customers = CustomerServiceClient::new(book.stub(Name::Customer, &desk).await);
        let read = async |customer: &str| {
            let request = customers::GetCustomerRequest { key: Some(customers::get_customer_request::Key::Customer(customer.into())), ..Default::default() };
            customers.clone().get_customer(request).await.unwrap().into_inner()
        };
        let released = until(async || Some(read(&silent).await).filter(|customer| customer.owner.is_empty())).await;
        assert_eq!(read(&recent).await.owner, owner.staff_id);
        let mut tasks = TaskServiceClient::new(book.stub(Name::Reminder, &desk).await);
        let request = reminders::ListTasksRequest { assignee: owner.staff_id.clone(), ..Default::default() };
        let told = tasks.list_tasks(request).await.unwrap().into_inner().tasks;
        let told: Vec<_> = told.iter().map(|task| (task.kind(), &task.customer, &task.dormancy_rule_id)).collect();
        assert_eq!(told, [(reminders::TaskKind::DormantCustomer, &silent, &rule)], "once, of the one");

        let mut hers = OwnershipServiceClient::new(book.stub(Name::Customer, &claims).await);
        let request =
            customers::ClaimCustomerRequest { customer: silent.clone(), etag: released.etag, ..Default::default() };
        assert_eq!(hers.claim_customer(request).await.unwrap().into_inner().owner, claimant.staff_id);
        // With the customer comes what was said.
        let looks = Customer360ServiceClient::new(book.stub(Name::Analytics, &claims).await);
        let request = analytics::GetCustomer360Request { customer: silent.clone(), ..Default::default() };
        let seen = until(async || looks.clone().get_customer360(request.clone()).await.ok()).await.into_inner();
        assert_eq!((seen.timeline.len(), seen.missing), (1, Vec::new()));
    }
}
