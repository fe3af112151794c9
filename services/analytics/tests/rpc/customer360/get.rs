//! GetCustomer360.

use access::Role;
use contracts::analytics::v1 as wire;
use contracts::analytics::v1::ErrorReason;
use contracts::customer::v1::Customer;
use contracts::interaction::v1 as interactions;
use contracts::reminder::v1 as reminders;
use house::Guest;
use reminders::task_service_client::TaskServiceClient;
use testkit::{assert_problem, on_both_engines};
use tonic::{Code, Request};
use wire::Part;
use wire::customer360_service_client::Customer360ServiceClient;

use crate::harness::{Bearer, DAY, House, HouseAlone, Reporting, line, money, sale};

/// Somebody who bought twice, was called once, and has a task.
async fn regular<G: Guest>(house: &house::House<G>, owner: &str) -> Customer {
    let customer = house.customer(Customer { owner: owner.into(), ..Customer::default() }).await;
    let now = house.clock.now().as_micros();
    house.buys(&customer, sale(now - 30 * DAY, vec![line("龙井", "1", 1_000)])).await;
    house.buys(&customer, sale(now - 10 * DAY, vec![line("茶杯", "1", 550)])).await;
    let call = interactions::Interaction { channel: interactions::Channel::Phone.into(), ..Default::default() };
    house.talks(&customer, call).await;
    let task = reminders::Task {
        customer: customer.customer_id.clone(),
        title: "回访".into(),
        due: "2024-06-03T09:00".into(),
        ..Default::default()
    };
    let request = reminders::CreateTaskRequest { task: Some(task), ..Default::default() };
    TaskServiceClient::new(house.desk().await).create_task(request).await.unwrap();
    house.counted().await;
    customer
}

async fn ask<G: Guest>(
    house: &house::House<G>,
    bearer: &Bearer,
    customer: &str,
) -> Result<wire::Customer360, tonic::Status> {
    let mut view = Customer360ServiceClient::new(house.stub(bearer.clone()).await);
    let mut request = Request::new(wire::GetCustomer360Request { customer: customer.into(), page_size: 0 });
    request.set_timeout(std::time::Duration::from_secs(20));
    Ok(view.get_customer360(request).await?.into_inner())
}

fn missing(view: &wire::Customer360) -> Vec<(Part, &str)> {
    view.missing.iter().map(|missing| (missing.part(), missing.reason.as_str())).collect()
}

on_both_engines! {
    async fn i16_all_that_is_known_of_a_customer_is_answered_at_once(engine) {
        let house = House::new(engine).await;
        let customer = regular(&house, "").await;
        house.clock.advance(3 * DAY);
        let view = ask(&house, &Bearer(None), &customer.customer_id).await.unwrap();
        assert_eq!(missing(&view), []);
        assert_eq!(view.customer.as_ref().map(|known| known.customer_number.as_str()), Some(&*customer.customer_number));
        assert_eq!((view.timeline.len(), view.tasks.len(), view.reminders.len()), (3, 1, 0));
        let done = reminders::CompleteTaskRequest { task_id: view.tasks[0].task_id.clone(), ..Default::default() };
        TaskServiceClient::new(house.desk().await).complete_task(done).await.unwrap();
        let later = ask(&house, &Bearer(None), &customer.customer_id).await.unwrap();
        assert_eq!(later.tasks, [], "nothing is to be done any more");
        assert_eq!(view.score, None, "nobody computed scores");
        let metrics = view.metrics.unwrap();
        assert_eq!(metrics.days_in_stage.round(), 3.0);
        let purchases = metrics.purchases.unwrap();
        assert_eq!((purchases.count, purchases.cycle_days), (2, Some(20.0)));
        assert_eq!(purchases.net_sales, Some(money("CNY", 1_550)));
        assert_eq!(metrics.interactions.unwrap().count, 1);
        assert_eq!(metrics.service.unwrap(), wire::ServiceMetrics::default());
    }

    async fn i16_how_soon_a_customer_hears_from_us_is_told_and_since_when_it_waits(engine) {
        let house = House::new(engine).await;
        let customer = house.customer(Customer::default()).await;
        let now = house.clock.now().as_micros();
        let (inbound, outbound) = (interactions::Direction::Inbound, interactions::Direction::Outbound);
        // It wrote twice and was called 6 hours after the first, wrote and was called 2 hours later, and writes now.
        for (hours, direction) in [(40, inbound), (39, inbound), (34, outbound), (33, outbound), (9, inbound), (7, outbound), (1, inbound)] {
            let start_time = Some(conventions::time::to_timestamp(clock::Instant::from_micros(now - hours * DAY / 24)));
            let channel = interactions::Channel::Phone.into();
            let said = interactions::Interaction { channel, direction: direction.into(), start_time, ..Default::default() };
            house.talks(&customer, said).await;
        }
        house.counted().await;
        let view = ask(&house, &Bearer(None), &customer.customer_id).await.unwrap();
        let said = view.metrics.unwrap().interactions.unwrap();
        assert_eq!((said.count, said.hours_to_reply), (7, Some(4.0)));
        assert_eq!(said.waiting_since_time, said.last_time);
    }

    async fn i16_everybody_sees_the_parts_that_the_services_would_answer_them(engine) {
        let house = House::new(engine).await;
        let (zhao, of_service) = house.person("zhao", "", Role::Service).await;
        let (_, of_wang) = house.person("wang", "", Role::Sales).await;
        let customer = regular(&house, &zhao.staff_id).await;
        let view = ask(&house, &of_service, &customer.customer_id).await.unwrap();
        let metrics = view.metrics.clone().unwrap();
        assert_eq!(metrics.purchases, None, "service sees no transactions");
        assert_eq!(metrics.interactions.unwrap().count, 1);
        assert_eq!(missing(&view), [(Part::Score, "PERMISSION_DENIED")]);
        assert_eq!(view.timeline.len(), 1);
        let nobody = uuid::Uuid::nil().to_string();
        for (who, id) in [(&of_wang, customer.customer_id.as_str()), (&Bearer(None), &nobody)] {
            let refused = ask(&house, who, id).await.unwrap_err();
            let (code, reason) = match refused.code() {
                Code::NotFound => (Code::NotFound, ErrorReason::NotFound),
                _ => (Code::PermissionDenied, ErrorReason::PermissionDenied),
            };
            assert_problem(&refused, code, reason.as_str_name());
        }
    }

    async fn i16_a_service_that_is_down_is_named_and_the_others_answer(engine) {
        let house = HouseAlone::new(engine).await;
        let customer = regular(&house, "").await;
        let view = ask(&house, &Bearer(None), &customer.customer_id).await.unwrap();
        let down = [Part::Timeline, Part::Tasks, Part::Reminders].map(|part| (part, "UNAVAILABLE"));
        assert_eq!(missing(&view), down);
        assert!(view.customer.is_some() && view.timeline.is_empty());
        assert_eq!(view.metrics.unwrap().purchases.unwrap().count, 2);
    }
}
