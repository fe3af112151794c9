//! What the tenant's own fields say of customers (C27 to C30).

use access::Role;
use contracts::customer::v1 as wire;
use contracts::customer::v1::custom_field_type::Kind;
use contracts::customer::v1::custom_value::Value;
use contracts::customer::v1::{CustomField, CustomFieldRequirement, ErrorReason};
use contracts::google::r#type::Money;
use contracts::options::v1::DataClass;
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use super::{move_to, request_id, update, with_values};
use crate::harness::{House, company, create, fields, get};
use crate::rpc::custom_field::{
    amount, choice, choice_value, choice_values, day, field, given, money, multi_choice, number, personal, text,
    text_value, value,
};

fn boolean() -> Kind {
    Kind::Boolean(wire::BooleanType {})
}

fn customer_reference() -> Kind {
    Kind::Reference(wire::ReferenceType { target: wire::ReferenceTarget::Customer.into() })
}

/// A required field.
fn required(field: CustomField, required: CustomFieldRequirement) -> CustomField {
    CustomField { required: Some(required), ..field }
}

on_both_engines! {
    async fn a_value_of_every_kind_and_class_is_kept_read_and_changed_alone(engine) {
        let house = House::new(engine).await;
        let dates = Kind::Date(wire::DateType::default());
        for field in [
            field("plate", text()),
            field("score", number(-10.0, 10.0)),
            personal(field("salary", money()), DataClass::Finance),
            personal(field("birth", dates), DataClass::Identity),
            field("insured", boolean()),
            field("size", choice(&["s", "m"])),
            field("colours", multi_choice(&["red", "blue", "green"])),
            field("partner", customer_reference()),
        ] {
            given(&house, field).await;
        }
        let partner = house.given(company("乙公司", "13912345670")).await;
        let values = [
            ("plate", text_value("AB 12")),
            ("score", value(Value::Number(-1.5))),
            ("salary", amount(12_345, 670_000_000)),
            ("birth", value(Value::Date(day(1990, 2, 28)))),
            ("insured", value(Value::Boolean(false))),
            ("size", choice_value("m")),
            ("colours", choice_values(&["blue", "red"])),
            ("partner", value(Value::Reference(partner.customer_id.clone()))),
        ];
        let created = house.given(with_values(company("甲公司", "13912345678"), &values)).await;
        assert_eq!(created.custom_fields, with_values(created.clone(), &values).custom_fields);
        assert_eq!(house.read(&created.customer_id).await, created);

        let sent = with_values(created.clone(), &[("size", choice_value("S"))]);
        let mut customers = house.customers().await;
        let changed = customers.update_customer(update(sent, &["custom_fields.size", "custom_fields.birth"])).await.unwrap().into_inner();
        let mut expected = created.custom_fields.clone();
        expected.insert("size".into(), choice_value("s"));
        expected.remove("birth");
        assert_eq!(changed.custom_fields, expected, "one is changed, one is cleared, the rest stays");
        let sent = with_values(changed.clone(), &[("plate", text_value("CD"))]);
        let unmasked = customers.update_customer(update(wire::Customer { customer_id: sent.customer_id, etag: sent.etag, custom_fields: sent.custom_fields, ..Default::default() }, &[])).await.unwrap().into_inner();
        expected.insert("plate".into(), text_value("CD"));
        assert_eq!(unmasked.custom_fields, expected, "without a mask the values that are sent");
        let sent = with_values(unmasked.clone(), &[("plate", text_value("CD"))]);
        let replaced = customers.update_customer(update(sent, &["custom_fields"])).await.unwrap().into_inner();
        assert_eq!(replaced.custom_fields.len(), 1);
        let then = wire::GetCustomerRequest { as_of: created.update_time, ..get(&created.customer_id) };
        assert_eq!(customers.get_customer(then).await.unwrap().into_inner().custom_fields, created.custom_fields);
    }

    async fn every_value_that_breaks_a_rule_is_told_at_once_by_its_path(engine) {
        let house = House::new(engine).await;
        let pattern = Kind::Text(wire::TextType { max_length: 4, pattern: "[A-Z]+".into() });
        for field in [
            field("plate", pattern),
            field("score", number(0.0, 10.0)),
            field("budget", money()),
            field("size", choice(&["s"])),
            field("colours", multi_choice(&["red"])),
            field("partner", customer_reference()),
            required(field("needed", text()), CustomFieldRequirement { always: true, ..Default::default() }),
        ] {
            given(&house, field).await;
        }
        let euros = Money { currency_code: "EUR".into(), units: 1, nanos: 0 };
        let values = [
            ("plate", text_value("abcde")),
            ("score", value(Value::Number(10.5))),
            ("budget", value(Value::Money(euros))),
            ("size", choice_value("xl")),
            ("colours", choice_values(&["red", "pink"])),
            ("partner", value(Value::Reference(request_id(9)))),
            ("unknown", text_value("x")),
        ];
        let sent = wire::Customer { level: "Z".into(), ..with_values(company("甲公司", "13912345678"), &values) };
        let refused = house.customers().await.create_customer(create(sent)).await.unwrap_err();
        let mut paths = fields(&refused);
        paths.sort();
        let path = |id: &str| format!("customer.custom_fields.{id}");
        let mut expected = vec![
            path("budget"), path("colours.choices.codes[1]"), path("needed"), path("partner"), path("plate"), path("plate"), path("score"),
            path("size.choice"), path("unknown"), "customer.level".to_owned(),
        ];
        expected.sort();
        assert_eq!(paths, expected);
        let told = format!("{} {}", refused.message(), String::from_utf8_lossy(refused.details()));
        assert!(!told.contains("abcde") && !told.contains("pink"), "{told}");
        for wrong in [Value::Text("1".into()), Value::Number(0.000_000_1), Value::Number(f64::NAN)] {
            let sent = with_values(company("甲公司", "13912345678"), &[("score", value(wrong)), ("needed", text_value("x"))]);
            let refused = house.customers().await.create_customer(create(sent)).await.unwrap_err();
            assert!(fields(&refused)[0].starts_with("customer.custom_fields.score"), "{refused:?}");
        }
        let mixed = Money { currency_code: "CNY".into(), units: 1, nanos: -5_000_000 };
        let sent = with_values(company("甲公司", "13912345678"), &[("budget", value(Value::Money(mixed))), ("needed", text_value("x"))]);
        let refused = house.customers().await.create_customer(create(sent)).await.unwrap_err();
        assert_eq!(fields(&refused), ["customer.custom_fields.budget.money"]);
    }

    async fn a_field_is_required_always_by_kind_or_by_stage_and_has_a_default(engine) {
        let house = House::new(engine).await;
        let by_kind = CustomFieldRequirement { kinds: vec![wire::CustomerKind::Individual.into()], ..Default::default() };
        let by_stage = CustomFieldRequirement { stages: vec!["customer".into()], ..Default::default() };
        given(&house, required(personal(field("idcard", text()), DataClass::Identity), by_kind)).await;
        given(&house, required(field("contract", text()), by_stage)).await;
        let always = CustomFieldRequirement { always: true, ..Default::default() };
        let size = CustomField { default_value: Some(choice_value("m")), ..required(field("size", choice(&["m", "l"])), always) };
        given(&house, size).await;
        let mut customers = house.customers().await;
        let created = house.given(company("甲公司", "13912345678")).await;
        assert_eq!(created.custom_fields["size"], choice_value("m"), "what is required has a default");

        let person = wire::Customer { kind: wire::CustomerKind::Individual.into(), ..company("张三", "13912345679") };
        let refused = customers.create_customer(create(person)).await.unwrap_err();
        assert_eq!(fields(&refused), ["customer.custom_fields.idcard"]);
        let person = wire::Customer { kind: wire::CustomerKind::Individual.into(), ..created.clone() };
        let refused = customers.update_customer(update(person, &["kind"])).await.unwrap_err();
        assert_eq!(fields(&refused), ["customer.custom_fields.idcard"], "it would become one who must have it");

        let signed = wire::Customer { stage: "customer".into(), ..company("丙公司", "13912345677") };
        let refused = customers.create_customer(create(signed)).await.unwrap_err();
        assert_eq!(fields(&refused), ["customer.custom_fields.contract"]);
        let refused = customers.change_stage(move_to(&created, "customer", "")).await.unwrap_err();
        assert_eq!(fields(&refused), ["stage"]);
        assert!(refused.message().contains("custom_fields.contract"), "{}", refused.message());
        let sent = with_values(created, &[("contract", text_value("HT-1"))]);
        let filled = customers.update_customer(update(sent, &["custom_fields.contract"])).await.unwrap().into_inner();
        let moved = customers.change_stage(move_to(&filled, "customer", "")).await.unwrap().into_inner();
        let cleared = with_values(moved, &[]);
        let refused = customers.update_customer(update(cleared, &["custom_fields"])).await.unwrap_err();
        assert_eq!(fields(&refused), ["customer.custom_fields.size", "customer.custom_fields.contract"].map(str::to_owned).iter().rev().cloned().collect::<Vec<_>>());
    }

    async fn what_a_field_says_of_a_person_is_sealed_masked_and_written_by_who_may_read_it(engine) {
        let house = House::new(engine).await;
        let sales = house.employ("li.na").await;
        let care = house.employ("wang.wu").await;
        for field in [
            personal(field("card", text()), DataClass::Finance),
            personal(field("skin", choice(&["dry"])), DataClass::Identity),
            personal(field("habit", text()), DataClass::Note),
            field("plate", text()),
        ] {
            given(&house, field).await;
        }
        let values = [
            ("card", text_value("6222020200012345678")),
            ("skin", choice_value("dry")),
            ("habit", text_value("独居-金丝雀")),
            ("plate", text_value("AB12")),
        ];
        let sent = wire::Customer { owner: sales.staff_id.clone(), ..with_values(company("甲公司", "13912345678"), &values) };
        let created = house.given(sent).await;
        let collaborator = wire::AddCollaboratorRequest {
            customer: created.customer_id.clone(),
            staff_id: care.staff_id,
            ..Default::default()
        };
        house.ownership().await.add_collaborator(collaborator).await.unwrap();
        let mut service = house.customers_of(house.token("default", "wang.wu", Role::Service)).await;
        let seen = service.get_customer(get(&created.customer_id)).await.unwrap().into_inner();
        let expected = [("card", text_value("****")), ("habit", values[2].1.clone()), ("plate", text_value("AB12"))];
        assert_eq!(seen.custom_fields, with_values(seen.clone(), &expected).custom_fields);
        assert!(seen.masked_classes().any(|class| class == DataClass::Finance), "{seen:?}");
        assert!(seen.masked_classes().any(|class| class == DataClass::Identity), "{seen:?}");
        let mut finance = house.customers_of(house.token("default", "zhao", Role::Finance)).await;
        let seen = finance.get_customer(get(&created.customer_id)).await.unwrap().into_inner();
        assert_eq!(seen.custom_fields["card"], values[0].1);
        assert_eq!(seen.custom_fields["habit"], text_value("****"));
        assert!(!seen.custom_fields.contains_key("skin"));
        let mut owner = house.customers_of(house.token("default", "li.na", Role::Sales)).await;
        let whole = owner.get_customer(get(&created.customer_id)).await.unwrap().into_inner();
        assert_eq!(whole.custom_fields, created.custom_fields);

        let records = testkit::logged().concat();
        assert!(!records.contains("金丝雀") && !records.contains("6222020200012345678"));
        let text = house::storage::text(&house.addresses.records).await;
        for canary in ["金丝雀", "6222020200012345678"] {
            assert!(!text.contains(canary), "{canary} lies open");
        }
        assert!(text.contains("ab12"), "what names no person does");
    }

    async fn history_restore_and_revert_take_each_value_for_itself(engine) {
        let house = House::new(engine).await;
        given(&house, field("plate", text())).await;
        given(&house, personal(field("habit", text()), DataClass::Note)).await;
        let mut customers = house.customers().await;
        let first = [("plate", text_value("A1")), ("habit", text_value("early"))];
        let created = house.given(with_values(company("甲公司", "13912345678"), &first)).await;
        let second = [("plate", text_value("A2")), ("habit", text_value("late"))];
        let changed = customers.update_customer(update(with_values(created.clone(), &second), &["custom_fields"])).await.unwrap().into_inner();
        let third = [("plate", text_value("A3"))];
        let latest = customers.update_customer(update(with_values(changed, &third), &["custom_fields.plate"])).await.unwrap().into_inner();

        let request = wire::ListCustomerRevisionsRequest { customer: created.customer_id.clone(), ..Default::default() };
        let revisions = customers.list_customer_revisions(request).await.unwrap().into_inner().revisions;
        let paths: Vec<_> = revisions.iter().map(|revision| revision.changed_paths.join(" ")).collect();
        assert_eq!(paths, ["custom_fields.plate", "custom_fields.habit custom_fields.plate", ""]);
        let cause = revisions[1].cause.clone().unwrap().id;
        let request = wire::RevertCauseRequest { cause, validate_only: false };
        let mut messages = house.reverts().await.revert_cause(request).await.unwrap().into_inner();
        let mut outcomes = Vec::new();
        while let Some(message) = messages.message().await.unwrap() {
            outcomes.extend(message.outcomes);
        }
        assert_eq!(outcomes[0].kept_paths, ["custom_fields.plate"], "{outcomes:?}");
        let reverted = house.read(&created.customer_id).await;
        assert_eq!(reverted.custom_fields["habit"], text_value("early"));
        assert_eq!(reverted.custom_fields["plate"], text_value("A3"), "changed since");

        let restore = wire::RestoreCustomerRevisionRequest {
            customer: created.customer_id.clone(),
            revision: 1,
            etag: reverted.etag,
            ..Default::default()
        };
        let restored = customers.restore_customer_revision(restore).await.unwrap().into_inner();
        assert_eq!(restored.custom_fields, created.custom_fields);
        assert!(restored.revision > latest.revision);
    }

    async fn a_reference_leads_to_a_record_that_the_caller_may_see(engine) {
        let house = House::new(engine).await;
        let own = house.employ("li.na").await;
        given(&house, field("partner", customer_reference())).await;
        let hidden = house.given(company("乙公司", "13912345670")).await;
        let other = house.employ("zhang").await;
        let mut customers = house.customers().await;
        let hidden = wire::Customer { owner: other.staff_id, ..hidden };
        let hidden = customers.update_customer(update(hidden, &["owner"])).await.unwrap().into_inner();
        let mine = house.given(wire::Customer { owner: own.staff_id, ..company("甲公司", "13912345671") }).await;
        let mut sales = house.customers_of(house.token("default", "li.na", Role::Sales)).await;
        let refer = |id: &str| with_values(mine.clone(), &[("partner", value(Value::Reference(id.into())))]);
        let mut told = Vec::new();
        for id in [&hidden.customer_id, &request_id(3)] {
            let refused = sales.update_customer(update(refer(id), &["custom_fields.partner"])).await.unwrap_err();
            assert_problem(&refused, Code::InvalidArgument, ErrorReason::InvalidFields.as_str_name());
            told.push(refused.message().to_owned());
        }
        assert_eq!(told[0], told[1], "what is hidden and what is not there answer alike");
        let kept = sales.update_customer(update(refer(&mine.customer_id), &["custom_fields.partner"])).await.unwrap().into_inner();
        assert_eq!(kept.custom_fields["partner"], value(Value::Reference(mine.customer_id.clone())));
    }

    async fn a_mask_that_names_an_unknown_field_is_refused(engine) {
        let house = House::new(engine).await;
        let created = house.given(company("甲公司", "13912345678")).await;
        let refused = house.customers().await.update_customer(update(created, &["custom_fields.size"])).await.unwrap_err();
        assert_eq!(fields(&refused), ["update_mask.size"]);
    }
}
