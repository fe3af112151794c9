//! Every field that can be filtered, against a model.

use contracts::customer::v1 as wire;
use contracts::customer::v1::{Customer, CustomerKind, ErrorReason, ListCustomersRequest, Staff};
use prost_types::Timestamp;
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use super::walk;
use crate::harness::{House, company, fields};
use crate::rpc::customer::{delete, erase, move_to};
use crate::rpc::team::found_team;

/// A second in microseconds, and a time in it of the clocks of tests.
const SECOND: i64 = 1_000_000;
const START: i64 = 1_716_170_400;

fn seconds(time: &Option<Timestamp>) -> i64 {
    time.map_or(0, |time| time.seconds)
}

/// What the model says of a customer.
type Rule = Box<dyn Fn(&Customer) -> bool>;

/// Customers that differ in every field, one a second.
async fn given(house: &House) -> Vec<Customer> {
    let team = found_team(house, "华东", "").await;
    let (li, chen) = (house.employ("li").await, house.employ("chen").await);
    let moved = Staff { team_id: team.team_id, ..li.clone() };
    let update = wire::UpdateStaffRequest { staff: Some(moved), ..Default::default() };
    house.staff().await.update_staff(update).await.unwrap();
    let mut customers = house.customers().await;
    for index in 0..12_i64 {
        house.clock.advance(SECOND);
        let pick = |codes: &[&str]| codes[index as usize % codes.len()].to_owned();
        let first_contact = Timestamp { seconds: START - 100 * index, nanos: 0 };
        let sent = Customer {
            customer_number: pick(&["", "", "KH-0042", ""]).replace("42", &format!("{index}")),
            kind: [CustomerKind::Individual, CustomerKind::Enterprise, CustomerKind::Institution][index as usize % 3]
                .into(),
            stage: pick(&["potential", "intent", "customer"]),
            level: pick(&["A", "B", "C", "", ""]),
            industry: pick(&["it", "retail", ""]),
            source: pick(&["referral", "", "campaign", "exhibition"]),
            owner: pick(&["", &li.staff_id, &chen.staff_id]),
            first_contact_time: (index % 2 == 0).then_some(first_contact),
            ..company(&format!("第{index}"), "13912345678")
        };
        let created = house.given(sent).await;
        house.clock.advance(SECOND);
        match index {
            3 | 4 => {
                drop(customers.change_stage(move_to(&created, "lost", &pick(&["price", "closed"]))).await.unwrap())
            }
            5 | 6 => drop(customers.delete_customer(delete(&created)).await.unwrap()),
            7 => drop(customers.erase_customer(erase(&created)).await.unwrap()),
            _ => {}
        }
    }
    let all = ListCustomersRequest { show_deleted: true, page_size: 1_000, ..Default::default() };
    let all = customers.list_customers(all).await.unwrap().into_inner().customers;
    assert_eq!(all.len(), 12);
    all
}

on_both_engines! {
    async fn c47_each_field_is_filtered_as_the_model_says(engine) {
        let house = House::new(engine).await;
        let all = given(&house).await;
        let with_owner = all.iter().find(|customer| !customer.owner.is_empty() && !customer.team.is_empty()).unwrap();
        let (owner, team) = (with_owner.owner.clone(), with_owner.team.clone());
        let time = "2024-05-20T02:00:08Z";
        let moment = START + 8;
        let erased_or_deleted = |customer: &Customer| customer.state() != wire::CustomerState::Active;
        let cases: Vec<(String, Rule)> = vec![
            (String::new(), Box::new(|_| true)),
            ("customer_number = KH-0010".into(), Box::new(|c| c.customer_number == "KH-0010")),
            ("customer_number = \"KH-*\"".into(), Box::new(|c| c.customer_number.starts_with("KH-"))),
            ("kind = institution".into(), Box::new(|c| c.kind() == CustomerKind::Institution)),
            ("kind != individual".into(), Box::new(|c| c.kind() != CustomerKind::Individual)),
            ("state = erased".into(), Box::new(|c| c.state() == wire::CustomerState::Erased)),
            ("state = deleted OR state = erased".into(), Box::new(erased_or_deleted)),
            ("stage = \"lost\"".into(), Box::new(|c| c.stage == "lost")),
            (format!("stage_time >= \"{time}\""), Box::new(move |c| seconds(&c.stage_time) >= moment)),
            ("stage_reason = closed".into(), Box::new(|c| c.stage_reason == "closed")),
            ("stage_reason:*".into(), Box::new(|c| !c.stage_reason.is_empty())),
            ("level = A OR level = C".into(), Box::new(|c| c.level == "A" || c.level == "C")),
            ("NOT level:*".into(), Box::new(|c| c.level.is_empty())),
            ("industry = retail".into(), Box::new(|c| c.industry == "retail")),
            ("source = campaign".into(), Box::new(|c| c.source == "campaign")),
            (format!("owner = \"{owner}\""), Box::new(move |c| c.owner == owner)),
            ("NOT owner:*".into(), Box::new(|c| c.owner.is_empty())),
            (format!("team = \"{team}\""), Box::new(move |c| c.team == team)),
            (
                "first_contact_time < \"2024-05-20T01:55:00Z\"".into(),
                Box::new(|c| c.first_contact_time.is_some_and(|time| time.seconds < START - 300)),
            ),
            (format!("create_time > \"{time}\""), Box::new(move |c| seconds(&c.create_time) > moment)),
            (format!("update_time <= \"{time}\""), Box::new(move |c| seconds(&c.update_time) <= moment)),
            ("delete_time:*".into(), Box::new(|c| c.delete_time.is_some())),
            (
                "kind = enterprise AND (stage = intent OR stage = lost) AND NOT level = A".into(),
                Box::new(|c| {
                    c.kind() == CustomerKind::Enterprise && (c.stage == "intent" || c.stage == "lost") && c.level != "A"
                }),
            ),
        ];
        for (filter, matches) in cases {
            let expected: Vec<_> =
                all.iter().filter(|customer| matches(customer)).map(|customer| customer.customer_id.clone()).collect();
            let request =
                ListCustomersRequest { filter: filter.clone(), show_deleted: !filter.starts_with("state ="), page_size: 4, ..Default::default() };
            assert_eq!(walk(&house, &request).await, expected, "{filter}");
            assert!(!expected.is_empty(), "{filter} tells nothing apart");
        }
    }

    async fn what_cannot_be_filtered_is_refused_with_what_can(engine) {
        let house = House::new(engine).await;
        for (filter, told) in [
            ("registered_name = \"甲\"", "customer_number, kind, state"),
            ("contact_points.value = \"139\"", "cannot be filtered"),
            ("stage = won", "potential, intent, customer, lost"),
            ("level > A", "compared with"),
            ("create_time > yesterday", "RFC 3339"),
            ("stage = ", "cannot be read"),
            ("甲公司", "use search"),
        ] {
            let request = ListCustomersRequest { filter: filter.into(), ..Default::default() };
            let refused = house.customers().await.list_customers(request).await.unwrap_err();
            let details = assert_problem(&refused, Code::InvalidArgument, ErrorReason::InvalidFields.as_str_name());
            assert_eq!(fields(&refused), ["filter"]);
            let description = &details.bad_request().unwrap().field_violations[0].description;
            assert!(description.contains(told), "{filter}: {description}");
        }
        let request = ListCustomersRequest { filter: "A".repeat(4_097), ..Default::default() };
        let refused = house.customers().await.list_customers(request).await.unwrap_err();
        assert_eq!(fields(&refused), ["filter"]);
    }
}
