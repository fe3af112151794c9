//! UpdateTerm.

use access::Role;
use contracts::customer::v1 as wire;
use contracts::customer::v1::{ErrorReason, StageCategory, TagKind, Term, UpdateTermRequest, Vocabulary};
use futures::future::join;
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use super::{added, changed, offered, read, stage, tag, update};
use crate::harness::{House, company, create, fields};
use crate::rpc::customer::{move_to, request_id, update as update_customer};

on_both_engines! {
    async fn c10_a_retired_industry_is_kept_by_who_has_it_found_and_given_to_no_other(engine) {
        let house = House::new(engine).await;
        let mut customers = house.customers().await;
        let sent = || wire::Customer { industry: "media".into(), ..company("甲公司", "13912345678") };
        let has_it = house.given(sent()).await;
        changed(&house, Vocabulary::Industry, "media", &["retired"], |term| term.retired = true).await;
        let refused = customers.create_customer(create(sent())).await.unwrap_err();
        assert_eq!(fields(&refused), ["customer.industry"]);
        let refused = customers.create_customer(create(wire::Customer { industry: "媒体".into(), ..sent() })).await;
        assert_eq!(fields(&refused.unwrap_err()), ["customer.industry"]);
        let kept = wire::Customer { remarks: "老客户".into(), ..has_it };
        let kept = customers.update_customer(update_customer(kept, &["*"])).await.unwrap().into_inner();
        assert_eq!(kept.industry, "media");
        let request = wire::ListCustomersRequest { filter: "industry = media".into(), ..Default::default() };
        let found = customers.list_customers(request).await.unwrap().into_inner().customers;
        assert_eq!(found, [kept]);
    }

    async fn what_the_mask_names_changes_and_code_category_and_kind_never(engine) {
        let house = House::new(engine).await;
        let mut vocabularies = house.vocabularies().await;
        let before = added(&house, tag("vip", "贵宾")).await;
        let sent = Term { names: [("en".to_owned(), "VIP".to_owned())].into(), position: 5, ..before.clone() };
        let moved = vocabularies.update_term(update(sent.clone(), &["position"])).await.unwrap().into_inner();
        assert_eq!((&moved.names, moved.position, moved.revision), (&before.names, 5, 2));
        let sent = Term { etag: moved.etag.clone(), ..sent };
        let replaced = vocabularies.update_term(update(sent, &["*"])).await.unwrap().into_inner();
        assert_eq!((replaced.names.len(), replaced.tag_kind(), &replaced.create_time), (1, TagKind::Value, &before.create_time));
        let same = vocabularies.update_term(update(replaced.clone(), &["*"])).await.unwrap().into_inner();
        assert_eq!(same, replaced, "nothing changed, so nothing was written");
        let other = Term { tag_kind: TagKind::Behaviour.into(), ..replaced };
        let refused = vocabularies.update_term(update(other, &["tag_kind"])).await.unwrap_err();
        assert_eq!(fields(&refused), ["term.tag_kind"]);
        let won = Term { category: StageCategory::Won.into(), ..read(&house, Vocabulary::Stage, "lost").await };
        let refused = vocabularies.update_term(update(won, &["category"])).await.unwrap_err();
        assert_eq!(fields(&refused), ["term.category"]);
    }

    async fn c4_the_last_open_stage_is_not_retired_and_customers_begin_in_the_first_one(engine) {
        let house = House::new(engine).await;
        changed(&house, Vocabulary::Stage, "potential", &["retired"], |term| term.retired = true).await;
        assert_eq!(house.given(company("甲公司", "13912345678")).await.stage, "intent");
        let sent = Term { retired: true, ..read(&house, Vocabulary::Stage, "intent").await };
        let refused = house.vocabularies().await.update_term(update(sent, &["retired"])).await.unwrap_err();
        assert_eq!(fields(&refused), ["term.retired"]);
        added(&house, Term { position: 1, ..stage("visitor", "访客") }).await;
        assert_eq!(house.given(company("乙公司", "13912345679")).await.stage, "visitor");
        changed(&house, Vocabulary::Stage, "intent", &["retired"], |term| term.retired = true).await;
        assert_eq!(offered(&house, Vocabulary::Stage).await, ["visitor", "customer", "lost"]);
    }

    async fn c5_the_tenant_says_where_its_pipeline_leads(engine) {
        let house = House::new(engine).await;
        let mut customers = house.customers().await;
        added(&house, Term { next_stages: vec!["customer".into()], ..stage("trial", "试用") }).await;
        changed(&house, Vocabulary::Stage, "potential", &["next_stages"], |term| {
            term.next_stages = vec!["trial".into(), "intent".into()];
        })
        .await;
        changed(&house, Vocabulary::Stage, "customer", &["next_stages"], |term| term.next_stages.clear()).await;
        changed(&house, Vocabulary::Stage, "intent", &["retired"], |term| term.retired = true).await;
        let customer = house.given(company("甲公司", "13912345678")).await;
        for (from_potential, reachable) in [("customer", "trial"), ("potential", "trial")] {
            let refused = customers.change_stage(move_to(&customer, from_potential, "")).await.unwrap_err();
            let details =
                assert_problem(&refused, Code::FailedPrecondition, ErrorReason::StageNotReachable.as_str_name());
            assert_eq!(details.error_info().unwrap().metadata["reachable"], reachable);
        }
        let refused = customers.change_stage(move_to(&customer, "intent", "")).await.unwrap_err();
        assert_eq!(fields(&refused), ["stage"], "a retired stage is not entered");
        customers.change_stage(move_to(&customer, "试用", "")).await.unwrap();
        customers.change_stage(move_to(&customer, "customer", "")).await.unwrap();
        let refused = customers.change_stage(move_to(&customer, "lost", "price")).await.unwrap_err();
        assert_problem(&refused, Code::FailedPrecondition, ErrorReason::StageNotReachable.as_str_name());
        assert!(refused.message().contains("nowhere"), "{}", refused.message());
    }

    async fn two_changes_at_once_do_not_retire_both_open_stages(engine) {
        let house = House::new(engine).await;
        let retire = async |code: &str| {
            let sent = Term { retired: true, ..read(&house, Vocabulary::Stage, code).await };
            house.vocabularies().await.update_term(update(sent, &["retired"])).await
        };
        let (one, other) = join(retire("potential"), retire("intent")).await;
        assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
        assert_eq!(offered(&house, Vocabulary::Stage).await.len(), 3);
    }

    async fn an_etag_that_is_stale_or_missing_is_refused_and_a_repeated_request_is_not(engine) {
        let house = House::new(engine).await;
        let mut vocabularies = house.vocabularies().await;
        let before = read(&house, Vocabulary::Level, "A").await;
        let sent = Term { position: 5, ..before.clone() };
        let request = UpdateTermRequest { request_id: request_id(7), ..update(sent.clone(), &["position"]) };
        let first = vocabularies.update_term(request.clone()).await.unwrap().into_inner();
        let refused = vocabularies.update_term(update(sent.clone(), &["position"])).await.unwrap_err();
        assert_problem(&refused, Code::Aborted, ErrorReason::EtagMismatch.as_str_name());
        changed(&house, Vocabulary::Level, "A", &["position"], |term| term.position = 6).await;
        assert_eq!(vocabularies.update_term(request).await.unwrap().into_inner(), first);
        let refused = vocabularies.update_term(update(Term { etag: String::new(), ..sent.clone() }, &["position"])).await;
        assert_eq!(fields(&refused.unwrap_err()), ["term.etag"]);
        let unknown = Term { code: "Z".into(), ..sent };
        let refused = vocabularies.update_term(update(unknown, &["position"])).await.unwrap_err();
        assert_problem(&refused, Code::NotFound, ErrorReason::NotFound.as_str_name());
        let mut sales = house.vocabularies_of(house.token("default", "li.na", Role::Sales)).await;
        let refused = sales.update_term(update(before, &["position"])).await.unwrap_err();
        assert_problem(&refused, Code::PermissionDenied, ErrorReason::PermissionDenied.as_str_name());
    }
}
