//! AddTags.

use access::Role;
use contracts::customer::v1 as wire;
use contracts::customer::v1::{AddTagsRequest, ErrorReason};
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use super::{add_tags, codes, erase, remove_tags, request_id, tagged, update};
use crate::harness::{House, company, create, fields};
use crate::rpc::term::{added, changed, read, tag};

on_both_engines! {
    async fn c24_a_tag_keeps_who_added_it_and_when_and_whether_by_hand_or_by_a_rule(engine) {
        let house = House::new(engine).await;
        let chen = house.employ("chen").await;
        let given = house.given(company("甲公司", "13912345678")).await;
        house.clock.advance(1_000_000);
        let mut by_chen = house.customers_of(house.token("default", "chen", Role::Administrator)).await;
        let by_hand = by_chen.add_tags(add_tags(&given, &["high_value"])).await.unwrap().into_inner();
        house.clock.advance(3_600_000_000);
        let mut by_service = house.customers_of(house.token("default", "reminder", Role::System)).await;
        let rule = request_id(42);
        let request = AddTagsRequest { rule_id: rule.clone(), ..add_tags(&given, &["潜在流失客户", "high_value"]) };
        let by_rule = by_service.add_tags(request).await.unwrap().into_inner();
        let [first, second] = &by_rule.tags[..] else { panic!("{by_rule:?}") };
        assert_eq!((first.code.as_str(), &first.added_by), ("high_value", &format!("staff:{}", chen.staff_id)));
        assert_eq!((first.add_time, first.cause.as_ref().unwrap().kind.as_str()), (by_hand.update_time, "call"));
        assert_eq!((second.code.as_str(), second.added_by.as_str()), ("may_leave", "service:reminder"));
        assert_eq!(second.cause, Some(wire::Cause { kind: "rule".into(), id: rule }));
        assert_eq!(second.add_time, by_rule.update_time);

        let request = wire::ListCustomerRevisionsRequest { customer: given.customer_id.clone(), ..Default::default() };
        let history = house.customers().await.list_customer_revisions(request).await.unwrap().into_inner().revisions;
        assert_eq!(history[0].changed_paths, ["tags[may_leave]"]);
        assert_eq!((history[0].cause.as_ref(), history[1].customer.as_ref()), (second.cause.as_ref(), Some(&by_hand)));
        let refused = by_chen.add_tags(AddTagsRequest { rule_id: request_id(42), ..add_tags(&given, &["may_leave"]) }).await;
        assert_eq!(fields(&refused.unwrap_err()), ["rule_id"]);
        assert_eq!(house.verify_journal_of("customer").await.faults, Vec::<String>::new());
    }

    async fn c24_who_names_no_etag_is_stopped_by_no_other_who_adds_at_once(engine) {
        let house = House::new(engine).await;
        let given = house.given(company("甲公司", "13912345678")).await;
        let names: Vec<_> = (0..16).map(|index| format!("tag_{index:02}")).collect();
        for name in &names {
            added(&house, tag(name, name)).await;
        }
        let adding = names.iter().map(async |name| {
            let request = AddTagsRequest { etag: String::new(), ..add_tags(&given, &[name]) };
            house.customers().await.add_tags(request).await
        });
        for outcome in futures::future::join_all(adding).await {
            outcome.unwrap();
        }
        let carries = house.read(&given.customer_id).await;
        let mut codes = codes(&carries);
        codes.sort_unstable();
        assert_eq!(codes, names);
    }

    async fn c25_only_tags_of_the_vocabulary_are_given_and_every_wrong_one_is_told(engine) {
        let house = House::new(engine).await;
        let mut customers = house.customers().await;
        changed(&house, wire::Vocabulary::Tag, "after_sales", &["retired"], |term| term.retired = true).await;
        let given = house.given(company("甲公司", "13912345678")).await;
        let refused = customers.add_tags(add_tags(&given, &["vip", "high_value", "after_sales"])).await.unwrap_err();
        assert_problem(&refused, Code::InvalidArgument, ErrorReason::InvalidFields.as_str_name());
        assert_eq!(fields(&refused), ["tags[0]", "tags[2]"]);
        assert!(refused.message().len() > 10 && house.read(&given.customer_id).await == given);
        added(&house, tag("vip", "贵宾")).await;
        let carries = customers.add_tags(add_tags(&given, &["VIP", "贵宾"])).await.unwrap().into_inner();
        assert_eq!(codes(&carries), ["vip"], "once, by its code");
        let again = customers.add_tags(add_tags(&given, &["vip"])).await.unwrap().into_inner();
        assert_eq!(again, carries, "nothing to do, so nothing was written");
        let nothing = AddTagsRequest { validate_only: true, ..add_tags(&given, &["high_value"]) };
        assert_eq!(codes(&customers.add_tags(nothing).await.unwrap().into_inner()), ["vip", "high_value"]);
        assert_eq!(house.read(&given.customer_id).await, carries);
    }

    async fn c25_tags_come_with_a_create_and_an_update_replaces_them_and_keeps_who_added_what_stays(engine) {
        let house = House::new(engine).await;
        let mut customers = house.customers().await;
        let sent = tagged(company("甲公司", "13912345678"), &["high_value", "prefers_phone"]);
        let given = house.given(sent).await;
        assert_eq!(codes(&given), ["high_value", "prefers_phone"]);
        house.clock.advance(1_000_000);
        changed(&house, wire::Vocabulary::Tag, "prefers_phone", &["retired"], |term| term.retired = true).await;
        let sent = tagged(given.clone(), &["prefers_phone", "may_leave"]);
        let replaced = customers.update_customer(update(sent, &["tags"])).await.unwrap().into_inner();
        assert_eq!(codes(&replaced), ["prefers_phone", "may_leave"]);
        assert_eq!(replaced.tags[0], given.tags[1], "a retired one stays, as it was added");
        assert_eq!(replaced.tags[1].add_time, replaced.update_time);
        let sent = tagged(company("乙公司", "13912345679"), &["high_value", "unheard"]);
        let refused = customers.create_customer(create(sent)).await.unwrap_err();
        assert_eq!(fields(&refused), ["customer.tags[1].code"]);
        let erased = customers.erase_customer(erase(&replaced)).await.unwrap().into_inner();
        assert_eq!(codes(&erased), ["prefers_phone", "may_leave"], "they name no person");
    }

    async fn c46_customers_are_found_by_the_tags_that_they_carry(engine) {
        let house = House::new(engine).await;
        let mut customers = house.customers().await;
        let one = house.given(tagged(company("甲公司", "13912345678"), &["high_value", "may_leave"])).await;
        house.clock.advance(1_000_000);
        let other = house.given(tagged(company("乙公司", "13912345679"), &["high_value"])).await;
        let none = house.given(company("丙公司", "13912345670")).await;
        customers.remove_tags(remove_tags(&one, &["may_leave"])).await.unwrap();
        customers.add_tags(add_tags(&other, &["may_leave"])).await.unwrap();
        let mut found = async |filter: &str| {
            let request = wire::ListCustomersRequest { filter: filter.into(), ..Default::default() };
            let found = customers.list_customers(request).await.unwrap().into_inner().customers;
            found.into_iter().map(|customer| customer.registered_name).collect::<Vec<_>>()
        };
        assert_eq!(found("tags:high_value").await, ["乙公司", "甲公司"]);
        assert_eq!(found("tags:may_leave").await, ["乙公司"]);
        assert_eq!(found("tags:high_value AND NOT tags:may_leave").await, ["甲公司"]);
        assert_eq!(found("NOT tags:*").await, [none.registered_name]);
        assert_eq!(found("tags:prefers_phone OR stage = lost").await, Vec::<String>::new());
        let request = wire::ListCustomersRequest { filter: "tags:vip".into(), ..Default::default() };
        let refused = house.customers().await.list_customers(request).await.unwrap_err();
        assert_eq!(fields(&refused), ["filter"]);
        assert!(refused.message().contains("high_value"), "{}", refused.message());
    }

    async fn c24_a_merged_tag_answers_the_one_that_stands_for_it_until_it_stands_for_itself_again(engine) {
        let house = House::new(engine).await;
        let mut customers = house.customers().await;
        added(&house, tag("vip", "贵宾")).await;
        let old = house.given(tagged(company("甲公司", "13912345678"), &["vip"])).await;
        let both = house.given(tagged(company("乙公司", "13912345679"), &["vip", "high_value"])).await;
        changed(&house, wire::Vocabulary::Tag, "vip", &["merged_into"], |term| term.merged_into = "high_value".into())
            .await;
        let merged = house.read(&old.customer_id).await;
        let expected = wire::CustomerTag { code: "high_value".into(), ..old.tags[0].clone() };
        assert_eq!(merged.tags, [expected], "who added it and when stays");
        assert_eq!(codes(&house.read(&both.customer_id).await), ["high_value"]);
        for filter in ["tags:high_value", "tags:vip"] {
            let request = wire::ListCustomersRequest { filter: filter.into(), ..Default::default() };
            let found = customers.list_customers(request).await.unwrap().into_inner().customers;
            assert_eq!(found.iter().map(codes).collect::<Vec<_>>(), [["high_value"], ["high_value"]], "{filter}");
        }
        let new = house.given(tagged(company("丙公司", "13912345670"), &["贵宾"])).await;
        assert_eq!(codes(&new), ["high_value"], "nobody is given the merged one");
        let circle = wire::Term {
            merged_into: "vip".into(),
            ..read(&house, wire::Vocabulary::Tag, "high_value").await
        };
        let refused = house.vocabularies().await.update_term(crate::rpc::term::update(circle, &["merged_into"])).await;
        assert_eq!(fields(&refused.unwrap_err()), ["term.merged_into"]);
        let changed_since = wire::Customer { remarks: "老客户".into(), ..merged };
        customers.update_customer(update(changed_since, &["*"])).await.unwrap();
        changed(&house, wire::Vocabulary::Tag, "vip", &["merged_into"], |term| term.merged_into.clear()).await;
        assert_eq!(house.read(&old.customer_id).await.tags, old.tags, "what was merged comes apart again");
        assert_eq!(house.read(&both.customer_id).await.tags, both.tags);
        assert_eq!(house.read(&new.customer_id).await.tags, new.tags);
        assert_eq!(house.verify_journal_of("customer").await.faults, Vec::<String>::new());
    }

    async fn rights_etag_and_request_id_hold_for_tags_too(engine) {
        let house = House::new(engine).await;
        let mut customers = house.customers().await;
        let given = house.given(company("甲公司", "13912345678")).await;
        let request = AddTagsRequest { request_id: request_id(7), ..add_tags(&given, &["high_value"]) };
        let first = customers.add_tags(request.clone()).await.unwrap().into_inner();
        customers.remove_tags(remove_tags(&given, &["high_value"])).await.unwrap();
        assert_eq!(customers.add_tags(request).await.unwrap().into_inner(), first);
        let stale = AddTagsRequest { etag: given.etag.clone(), ..add_tags(&given, &["high_value"]) };
        let refused = customers.add_tags(stale).await.unwrap_err();
        assert_problem(&refused, Code::Aborted, ErrorReason::EtagMismatch.as_str_name());
        house.employ("li.na").await;
        let mut sales = house.customers_of(house.token("default", "li.na", Role::Sales)).await;
        let nobody = wire::Customer { customer_id: request_id(9), ..given.clone() };
        for customer in [&given, &nobody] {
            let refused = sales.add_tags(add_tags(customer, &["high_value"])).await.unwrap_err();
            assert_problem(&refused, Code::PermissionDenied, ErrorReason::PermissionDenied.as_str_name());
        }
        let deleted = super::delete(&house.read(&given.customer_id).await);
        customers.delete_customer(deleted).await.unwrap();
        let refused = customers.add_tags(add_tags(&given, &["high_value"])).await.unwrap_err();
        assert_problem(&refused, Code::FailedPrecondition, ErrorReason::Deleted.as_str_name());
    }
}
