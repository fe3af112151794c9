//! ListCustomers, filtered by custom fields (C47).

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use contracts::customer::v1 as wire;
use contracts::customer::v1::custom_field_type::Kind;
use contracts::customer::v1::custom_value::Value;
use contracts::customer::v1::customer_result::Outcome;
use contracts::customer::v1::{CustomField, ErrorReason, ListCustomersRequest};
use contracts::options::v1::DataClass;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use testkit::{assert_problem, on_both_engines};
use tonic::{Code, Status};

use super::walk;
use crate::harness::{House, company, create, fields};
use crate::rpc::custom_field::{
    amount, changed, choice, choice_value, choice_values, day, field, given, money, multi_choice, number, personal,
    read, text, text_value, value,
};
use crate::rpc::customer::{tagged, update, with_values};

/// The names of the customers that a filter finds, the oldest first.
async fn found(house: &House, filter: &str) -> Result<Vec<String>, Status> {
    let request = ListCustomersRequest {
        filter: filter.into(),
        order_by: "create_time".into(),
        page_size: 1_000,
        ..Default::default()
    };
    let page = house.customers().await.list_customers(request).await?.into_inner();
    Ok(page.customers.into_iter().map(|customer| customer.short_name).collect())
}

fn called(name: &str) -> wire::Customer {
    wire::Customer { short_name: name.into(), ..company("甲公司", "13912345678") }
}

/// Waits until a field's customers are indexed.
async fn indexed(house: &House, id: &str) -> CustomField {
    loop {
        let field = read(house, id).await;
        if field.indexing.is_some_and(|indexing| indexing.ready) {
            return field;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

on_both_engines! {
    async fn customers_are_found_by_filterable_fields_of_every_kind(engine) {
        let house = House::new(engine).await;
        let filterable = |field: CustomField| CustomField { filterable: true, ..field };
        for field in [
            field("plate", text()),
            field("score", number(-100.0, 100.0)),
            field("budget", money()),
            field("installed", Kind::Date(wire::DateType::default())),
            field("insured", Kind::Boolean(wire::BooleanType {})),
            field("size", choice(&["s", "m"])),
            field("colours", multi_choice(&["red", "blue", "green"])),
            field("partner", Kind::Reference(wire::ReferenceType { target: wire::ReferenceTarget::Customer.into() })),
        ] {
            given(&house, filterable(field)).await;
        }
        let partner = house.given(called("none")).await.customer_id;
        house.clock.advance(1_000);
        house.given(with_values(called("a"), &[
            ("plate", text_value("AB12")),
            ("score", value(Value::Number(-1.5))),
            ("budget", amount(1_000, 0)),
            ("installed", value(Value::Date(day(2024, 5, 20)))),
            ("insured", value(Value::Boolean(true))),
            ("size", choice_value("s")),
            ("colours", choice_values(&["red", "blue"])),
        ])).await;
        house.clock.advance(1_000);
        house.given(with_values(called("b"), &[
            ("plate", text_value("CD34")),
            ("score", value(Value::Number(7.25))),
            ("budget", amount(1_000, 10_000_000)),
            ("installed", value(Value::Date(day(2025, 1, 1)))),
            ("insured", value(Value::Boolean(false))),
            ("size", choice_value("m")),
            ("colours", choice_values(&["blue"])),
            ("partner", value(Value::Reference(partner.clone()))),
        ])).await;
        let by_partner = format!("custom_fields.partner = \"{partner}\"");
        for (filter, expected) in [
            ("custom_fields.plate = \"AB12\"", "a"),
            ("custom_fields.plate = \"*34\"", "b"),
            ("custom_fields.score < 0", "a"),
            ("custom_fields.score = 7.25", "b"),
            ("custom_fields.budget > 1000", "b"),
            ("custom_fields.budget = 1000", "a"),
            ("custom_fields.installed >= \"2024-05-20\" AND custom_fields.installed < \"2025-01-01\"", "a"),
            ("custom_fields.insured = false", "b"),
            ("custom_fields.size = s OR custom_fields.size = m", "a b"),
            ("custom_fields.size != s", "none b"),
            ("custom_fields.colours:blue", "a b"),
            ("custom_fields.colours:red", "a"),
            ("NOT custom_fields.colours:*", "none"),
            (by_partner.as_str(), "b"),
            ("custom_fields.insured = true AND stage = potential AND custom_fields.colours:red", "a"),
        ] {
            assert_eq!(found(&house, filter).await.unwrap().join(" "), expected, "{filter}");
        }
        for wrong in ["custom_fields.size = xl", "custom_fields.score = many", "custom_fields.other = 1", "custom_fields.colours = red"] {
            assert_eq!(fields(&found(&house, wrong).await.unwrap_err()), ["filter"], "{wrong}");
        }
    }

    async fn the_index_follows_changes_and_knows_nothing_that_is_sealed(engine) {
        let house = House::new(engine).await;
        given(&house, CustomField { filterable: true, ..field("colours", multi_choice(&["red", "blue", "green"])) }).await;
        given(&house, personal(field("habit", text()), DataClass::Note)).await;
        let created = house.given(with_values(called("a"), &[("colours", choice_values(&["red", "blue", "green"]))])).await;
        let mut customers = house.customers().await;
        let fewer = with_values(created, &[("colours", choice_values(&["green"]))]);
        let fewer = customers.update_customer(update(fewer, &["custom_fields.colours"])).await.unwrap().into_inner();
        assert_eq!(found(&house, "custom_fields.colours:red OR custom_fields.colours:blue").await.unwrap().len(), 0);
        assert_eq!(found(&house, "custom_fields.colours:green").await.unwrap(), ["a"]);
        let none = with_values(fewer, &[]);
        customers.update_customer(update(none, &["custom_fields.colours"])).await.unwrap();
        assert_eq!(found(&house, "custom_fields.colours:*").await.unwrap().len(), 0);
        let sealed = found(&house, "custom_fields.habit = \"x\"").await.unwrap_err();
        assert_eq!(fields(&sealed), ["filter"]);
    }

    async fn customers_that_were_there_are_indexed_in_the_background(engine) {
        let house = House::new(engine).await;
        given(&house, field("size", choice(&["s", "m"]))).await;
        let mut customers = Vec::new();
        for index in 0..450 {
            let size = if index % 3 == 0 { "s" } else { "m" };
            customers.push(wire::CreateCustomerRequest { customer: Some(with_values(called("a"), &[("size", choice_value(size))])), ..Default::default() });
        }
        let mut client = house.customers().await;
        client.batch_create_customers(wire::BatchCreateCustomersRequest { requests: customers }).await.unwrap();
        let refused = found(&house, "custom_fields.size = s").await.unwrap_err();
        assert_eq!(fields(&refused), ["filter"], "it is not filterable");
        let before = changed(&house, "size", &["filterable"], |field| field.filterable = true).await;
        assert!(!before.indexing.unwrap().ready);
        let refused = found(&house, "custom_fields.size = s").await.unwrap_err();
        let details = assert_problem(&refused, Code::FailedPrecondition, ErrorReason::FieldNotIndexed.as_str_name());
        assert_eq!(details.error_info().unwrap().metadata["indexed_count"], "0");
        // Until every process knows of it, nothing is indexed; what is written meanwhile is.
        let late = house.given(with_values(called("late"), &[("size", choice_value("s"))])).await;
        house.clock.advance(60_000_000);
        let after = indexed(&house, "size").await.indexing.unwrap();
        assert_eq!((after.indexed_count, after.customer_count), (451, 451));
        assert_eq!(found(&house, "custom_fields.size = s").await.unwrap().len(), 151);
        let late = with_values(late, &[("size", choice_value("m"))]);
        let late = client.update_customer(update(late, &["custom_fields.size"])).await.unwrap().into_inner();
        assert_eq!(found(&house, "custom_fields.size = s").await.unwrap().len(), 150);

        // What is changed while the field is not filterable is found when it is again.
        changed(&house, "size", &["filterable"], |field| field.filterable = false).await;
        client.update_customer(update(with_values(late, &[("size", choice_value("s"))]), &["custom_fields.size"])).await.unwrap();
        changed(&house, "size", &["filterable"], |field| field.filterable = true).await;
        house.clock.advance(60_000_000);
        indexed(&house, "size").await;
        assert_eq!(found(&house, "custom_fields.size = s").await.unwrap().len(), 151);
        assert_eq!(found(&house, "custom_fields.size = m").await.unwrap().len(), 300);
    }

    async fn a_text_too_long_to_be_found_by_holds_up_the_index_of_no_other(engine) {
        let house = House::new(engine).await;
        let long = |max_length| wire::custom_field_type::Kind::Text(wire::TextType { max_length, ..Default::default() });
        given(&house, field("story", long(10_000))).await;
        let story: String = (0..5_000).filter_map(|index| char::from_u32(0x4E00 + index)).collect();
        house.given(with_values(called("long"), &[("story", text_value(&story))])).await;
        house.given(with_values(called("short"), &[("story", text_value("短"))])).await;
        changed(&house, "story", &["value_type", "filterable"], |field| {
            field.value_type = Some(wire::CustomFieldType { kind: Some(long(200)) });
            field.filterable = true;
        }).await;
        house.clock.advance(60_000_000);
        indexed(&house, "story").await;
        assert_eq!(found(&house, "custom_fields.story = \"短\"").await.unwrap(), ["short"]);
    }

    async fn c47_filters_over_tags_and_fields_find_what_a_model_finds_page_by_page_while_others_write(engine) {
        let house = House::new(engine).await;
        given(&house, CustomField { filterable: true, ..field("size", choice(&["s", "m", "l"])) }).await;
        given(&house, CustomField { filterable: true, ..field("score", number(0.0, 9.0)) }).await;
        given(&house, CustomField { filterable: true, ..field("colours", multi_choice(&["red", "blue"])) }).await;
        let mut random = StdRng::seed_from_u64(47);
        let sent: Vec<_> = (0..CUSTOMERS).map(|index| any_customer(&mut random, &index.to_string())).collect();
        let requests = sent.iter().map(|customer| create(customer.clone())).collect();
        let mut client = house.customers().await;
        let created = client.batch_create_customers(wire::BatchCreateCustomersRequest { requests }).await.unwrap();
        let there: Vec<_> = created.into_inner().results.into_iter().map(|result| match result.outcome {
            Some(Outcome::Customer(customer)) => customer,
            other => panic!("{other:?}"),
        }).collect();
        let house = Arc::new(house);
        let end = Arc::new(AtomicBool::new(false));
        let writing = tokio::spawn(write_others(Arc::clone(&house), Arc::clone(&end)));
        for _ in 0..FILTERS {
            let (filter, matches) = any_filter(&mut random, 2);
            let request = ListCustomersRequest { filter: filter.clone(), page_size: 37, ..Default::default() };
            let mut listed = walk(&house, &request).await;
            listed.retain(|id| there.iter().any(|customer| customer.customer_id == *id));
            let mut expected: Vec<_> = there.iter().filter(|customer| matches(customer)).map(|customer| customer.customer_id.clone()).collect();
            listed.sort();
            expected.sort();
            assert_eq!(listed, expected, "{filter}");
        }
        end.store(true, Ordering::Release);
        assert!(writing.await.unwrap() > 0, "it was written meanwhile");
    }
}

const CUSTOMERS: usize = 400;
const FILTERS: usize = 25;

fn any_customer(random: &mut StdRng, name: &str) -> wire::Customer {
    let mut values = Vec::new();
    if random.random_bool(0.7) {
        values.push(("size", choice_value(["s", "m", "l"][random.random_range(0..3)])));
    }
    if random.random_bool(0.7) {
        values.push(("score", value(Value::Number(f64::from(random.random_range(0..10))))));
    }
    if random.random_bool(0.5) {
        values.push(("colours", choice_values([&["red"][..], &["blue"], &["red", "blue"]][random.random_range(0..3)])));
    }
    let tags: Vec<_> = ["high_value", "may_leave"].into_iter().filter(|_| random.random_bool(0.4)).collect();
    tagged(with_values(called(name), &values), &tags)
}

type Matches = Box<dyn Fn(&wire::Customer) -> bool + Send>;

/// A filter, and what it asks in plain words.
fn any_filter(random: &mut StdRng, depth: usize) -> (String, Matches) {
    if depth > 0 && random.random_bool(0.7) {
        let ((left, matches_left), (right, matches_right)) =
            (any_filter(random, depth - 1), any_filter(random, depth - 1));
        return match random.random_range(0..3) {
            0 => (format!("({left}) AND ({right})"), Box::new(move |c| matches_left(c) && matches_right(c))),
            1 => (format!("({left}) OR ({right})"), Box::new(move |c| matches_left(c) || matches_right(c))),
            _ => (format!("NOT ({left})"), Box::new(move |c| !matches_left(c))),
        };
    }
    let score = |c: &wire::Customer| match c.custom_fields.get("score").and_then(|value| value.value.clone()) {
        Some(Value::Number(score)) => Some(score),
        _ => None,
    };
    match random.random_range(0..5) {
        0 => {
            let size = ["s", "m", "l"][random.random_range(0..3)];
            (
                format!("custom_fields.size = {size}"),
                Box::new(move |c| c.custom_fields.get("size") == Some(&choice_value(size))),
            )
        }
        1 => {
            let least = random.random_range(0..10);
            (
                format!("custom_fields.score >= {least}"),
                Box::new(move |c| score(c).is_some_and(|score| score >= f64::from(least))),
            )
        }
        2 => {
            let other = random.random_range(0..10);
            (format!("custom_fields.score != {other}"), Box::new(move |c| score(c) != Some(f64::from(other))))
        }
        3 => {
            let colour = ["red", "blue"][random.random_range(0..2)];
            let has =
                move |c: &wire::Customer| match c.custom_fields.get("colours").and_then(|value| value.value.clone()) {
                    Some(Value::Choices(choices)) => choices.codes.iter().any(|code| code == colour),
                    _ => false,
                };
            (format!("custom_fields.colours:{colour}"), Box::new(has))
        }
        _ => {
            let tag = ["high_value", "may_leave"][random.random_range(0..2)];
            (format!("tags:{tag}"), Box::new(move |c| c.tags.iter().any(|carried| carried.code == tag)))
        }
    }
}

/// Creates and changes customers until `end`; answers how often.
async fn write_others(house: Arc<House>, end: Arc<AtomicBool>) -> usize {
    let mut random = StdRng::seed_from_u64(48);
    let mut customers = house.customers().await;
    let mut rounds = 0;
    while !end.load(Ordering::Acquire) {
        house.clock.advance(1_000);
        let new = customers.create_customer(create(any_customer(&mut random, "other"))).await.unwrap().into_inner();
        let changed = wire::Customer { custom_fields: any_customer(&mut random, "other").custom_fields, ..new };
        customers.update_customer(update(changed, &["custom_fields"])).await.unwrap();
        rounds += 1;
    }
    rounds
}
