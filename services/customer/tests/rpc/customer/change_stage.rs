//! ChangeStage.

use contracts::customer::v1 as wire;
use contracts::customer::v1::{ChangeStageRequest, ErrorReason};
use futures::future::join_all;
use testkit::{assert_problem, on_both_engines};
use tonic::Code;
use tonic_types::StatusExt;

use super::{delete, move_to, request_id, update};
use crate::harness::{House, company, create, fields, get};
use crate::rpc::term::{added, changed, term};

/// Where the pipeline leads from each stage.
const PIPELINE: [(&str, &[&str]); 4] = [
    ("potential", &["intent", "customer", "lost"]),
    ("intent", &["potential", "customer", "lost"]),
    ("customer", &["intent", "lost"]),
    ("lost", &["potential", "intent", "customer"]),
];

fn in_stage(stage: &str) -> wire::Customer {
    let stage_reason = if stage == "lost" { "price" } else { "" };
    wire::Customer { stage: stage.into(), stage_reason: stage_reason.into(), ..company("甲公司", "13912345678") }
}

on_both_engines! {
    async fn c5_the_pipeline_leads_from_each_stage_to_some_and_a_refusal_lists_them(engine) {
        let house = House::new(engine).await;
        let mut customers = house.customers().await;
        for (from, reachable) in PIPELINE {
            let customer = house.given(in_stage(from)).await;
            for (to, _) in PIPELINE {
                let reason = if to == "lost" { "price" } else { "" };
                let request = ChangeStageRequest { validate_only: true, ..move_to(&customer, to, reason) };
                let outcome = customers.change_stage(request).await;
                assert_eq!(outcome.is_ok(), reachable.contains(&to), "from {from} to {to}");
                let Err(refused) = outcome else { continue };
                let details =
                    assert_problem(&refused, Code::FailedPrecondition, ErrorReason::StageNotReachable.as_str_name());
                assert_eq!(details.error_info().unwrap().metadata["reachable"], reachable.join(", "));
            }
            assert_eq!(house.read(&customer.customer_id).await, customer, "nothing was moved");
        }
    }

    async fn c5_a_customer_is_lost_for_a_reason_out_of_a_list(engine) {
        let house = House::new(engine).await;
        let mut customers = house.customers().await;
        let customer = house.given(in_stage("customer")).await;
        for reason in ["", "weather"] {
            let refused = customers.change_stage(move_to(&customer, "lost", reason)).await.unwrap_err();
            assert_problem(&refused, Code::InvalidArgument, ErrorReason::InvalidFields.as_str_name());
            assert_eq!(fields(&refused), ["reason"]);
            let description = &refused.get_details_bad_request().unwrap().field_violations[0].description;
            let words = ["price", "competitor", "no_need", "no_budget", "service", "unreachable", "closed", "other"];
            let told = if reason.is_empty() { &words[..1] } else { &words };
            assert!(told.iter().all(|word| description.contains(word)), "{description}");
        }
        let lost = customers.change_stage(move_to(&customer, "lost", "价格")).await.unwrap().into_inner();
        assert_eq!((lost.stage.as_str(), lost.stage_reason.as_str()), ("lost", "price"));
        let won_back = customers.change_stage(move_to(&customer, "customer", "")).await.unwrap().into_inner();
        assert_eq!((won_back.stage.as_str(), won_back.stage_reason.as_str()), ("customer", ""));
    }

    async fn c4_an_unknown_stage_is_refused_with_the_list(engine) {
        let house = House::new(engine).await;
        let customer = house.given(in_stage("")).await;
        let refused = house.customers().await.change_stage(move_to(&customer, "won", "")).await.unwrap_err();
        assert_eq!(fields(&refused), ["stage"]);
        let description = &refused.get_details_bad_request().unwrap().field_violations[0].description;
        assert!(description.contains("potential, intent, customer, lost"), "{description}");
    }

    async fn c5_every_violation_of_a_step_is_answered_at_once(engine) {
        let house = House::new(engine).await;
        let mut customers = house.customers().await;
        for (stage, required) in [("lost", vec!["remarks"]), ("customer", vec!["level", "industry"])] {
            changed(&house, wire::Vocabulary::Stage, stage, &["required_fields"], |term| {
                term.required_fields = required.into_iter().map(str::to_owned).collect();
            })
            .await;
        }
        let given = house.given(in_stage("")).await;
        for (stage, reason, expected) in [
            ("lost", "", vec!["stage", "reason"]),
            ("lost", "weather", vec!["stage", "reason"]),
            ("customer", "", vec!["stage", "stage"]),
            ("customer", "price", vec!["stage", "stage", "reason"]),
            ("won", "weather", vec!["stage", "reason"]),
        ] {
            let refused = customers.change_stage(move_to(&given, stage, reason)).await.unwrap_err();
            assert_problem(&refused, Code::InvalidArgument, ErrorReason::InvalidFields.as_str_name());
            assert_eq!(fields(&refused), expected, "{stage} {reason}");
        }
        let sent = wire::Customer { level: "A".into(), industry: "it".into(), ..given.clone() };
        let complete = customers.update_customer(update(sent, &["level", "industry"])).await.unwrap().into_inner();
        let entered = customers.change_stage(move_to(&complete, "customer", "")).await.unwrap().into_inner();
        // What the stage requires stays, as long as the customer is in it.
        let cleared = wire::Customer { level: String::new(), ..entered };
        let refused = customers.update_customer(update(cleared, &["level"])).await.unwrap_err();
        assert_eq!(fields(&refused), ["customer.level"]);
        let back = customers.change_stage(move_to(&given, "intent", "")).await.unwrap().into_inner();
        let cleared = wire::Customer { level: String::new(), ..back };
        customers.update_customer(update(cleared, &["level"])).await.unwrap();
        // Nor is a customer created in a stage without what it requires.
        let refused = customers.create_customer(create(in_stage("customer"))).await.unwrap_err();
        assert_eq!(fields(&refused), ["customer.level", "customer.industry"]);
    }

    async fn c5_other_categories_have_reasons_of_their_own(engine) {
        let house = House::new(engine).await;
        let mut customers = house.customers().await;
        let reason = wire::Term {
            category: wire::StageCategory::Won.into(),
            ..term(wire::Vocabulary::StageReason, "best_price", "价格最优", "Best price")
        };
        added(&house, reason).await;
        let given = house.given(in_stage("")).await;
        let refused = customers.change_stage(move_to(&given, "customer", "competitor")).await.unwrap_err();
        assert_eq!(fields(&refused), ["reason"]);
        let won = customers.change_stage(move_to(&given, "customer", "价格最优")).await.unwrap().into_inner();
        assert_eq!(won.stage_reason, "best_price");
        let refused = customers.change_stage(move_to(&given, "lost", "best_price")).await.unwrap_err();
        assert_eq!(fields(&refused), ["reason"]);
    }

    async fn c5_the_time_in_a_stage_begins_with_the_act_and_nothing_else_moves_it(engine) {
        let house = House::new(engine).await;
        let mut customers = house.customers().await;
        let customer = house.given(in_stage("")).await;
        let start = customer.create_time.unwrap();
        assert_eq!(customer.stage_time, Some(start));
        house.clock.advance(3_600_000_000);
        let moved = customers.change_stage(move_to(&customer, "意向客户", "")).await.unwrap().into_inner();
        let an_hour_later = prost_types::Timestamp { seconds: start.seconds + 3_600, ..start };
        assert_eq!((moved.stage.as_str(), moved.stage_time), ("intent", Some(an_hour_later)));
        house.clock.advance(3_600_000_000);
        let changed = wire::Customer { remarks: "报价中".into(), ..moved };
        let changed = customers.update_customer(update(changed, &["remarks"])).await.unwrap().into_inner();
        assert_eq!(changed.stage_time, Some(an_hour_later));
    }

    async fn c5_the_history_keeps_who_moved_it_with_which_note(engine) {
        let house = House::new(engine).await;
        let mut customers = house.customers().await;
        let customer = house.given(in_stage("")).await;
        let request = ChangeStageRequest { note: "　预算已批 ".into(), ..move_to(&customer, "intent", "") };
        let moved = customers.change_stage(request).await.unwrap().into_inner();
        let changed = wire::Customer { level: "B".into(), ..moved };
        customers.update_customer(update(changed, &["level"])).await.unwrap();
        let lost = ChangeStageRequest { note: "选了别家".into(), ..move_to(&customer, "lost", "competitor") };
        customers.change_stage(lost).await.unwrap();
        let request = wire::ListCustomerRevisionsRequest { customer: customer.customer_number, ..Default::default() };
        let history = customers.list_customer_revisions(request).await.unwrap().into_inner().revisions;
        let told: Vec<_> = history
            .iter()
            .map(|revision| (revision.change(), revision.note.as_str(), revision.changed_paths.join(" ")))
            .collect();
        let expected = [
            (wire::ChangeKind::StageChanged, "选了别家", "stage stage_reason".to_owned()),
            (wire::ChangeKind::Updated, "", "level".to_owned()),
            (wire::ChangeKind::StageChanged, "预算已批", "stage".to_owned()),
            (wire::ChangeKind::Created, "", String::new()),
        ];
        assert_eq!(told, expected, "the clock stood still, so no stage_time differs");
    }

    async fn an_etag_is_compared_when_it_is_sent(engine) {
        let house = House::new(engine).await;
        let mut customers = house.customers().await;
        let first = house.given(in_stage("")).await;
        customers.change_stage(move_to(&first, "intent", "")).await.unwrap();
        let stale = ChangeStageRequest { etag: first.etag.clone(), ..move_to(&first, "customer", "") };
        let refused = customers.change_stage(stale).await.unwrap_err();
        assert_problem(&refused, Code::Aborted, ErrorReason::EtagMismatch.as_str_name());
        customers.change_stage(move_to(&first, "customer", "")).await.unwrap();
        assert_eq!(house.read(&first.customer_id).await.revision, 3);
    }

    async fn a_repeated_request_answers_the_record_as_that_call_left_it(engine) {
        let house = House::new(engine).await;
        let customers = house.customers().await;
        let first = house.given(in_stage("")).await;
        let request = ChangeStageRequest { request_id: request_id(1), ..move_to(&first, "intent", "") };
        let answers = join_all((0..16).map(|_| {
            let (mut customers, request) = (customers.clone(), request.clone());
            async move { customers.change_stage(request).await.unwrap().into_inner() }
        }))
        .await;
        assert!(answers.iter().all(|answer| *answer == answers[0]));
        let mut customers = customers;
        let lost = customers.change_stage(move_to(&first, "lost", "price")).await.unwrap().into_inner();
        customers.delete_customer(delete(&lost)).await.unwrap();
        assert_eq!(customers.change_stage(request.clone()).await.unwrap().into_inner(), answers[0]);
        let other = ChangeStageRequest { note: "另一内容".into(), ..request };
        let refused = customers.change_stage(other).await.unwrap_err();
        assert_problem(&refused, Code::InvalidArgument, ErrorReason::RequestIdReused.as_str_name());
        assert_eq!(customers.get_customer(get(&first.customer_id)).await.unwrap().into_inner().revision, 4);
    }
}
