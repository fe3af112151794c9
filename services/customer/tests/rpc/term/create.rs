//! CreateTerm.

use access::Role;
use contracts::customer::v1::{CreateTermRequest, ErrorReason, Term, Vocabulary};
use futures::future::join_all;
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use super::{added, changed, create, offered, read, stage, tag, term};
use crate::harness::{House, company, fields};
use crate::rpc::customer::request_id;

on_both_engines! {
    async fn c10_c11_an_added_industry_and_source_are_given_to_customers_by_code_or_name(engine) {
        let house = House::new(engine).await;
        let mining = added(&house, term(Vocabulary::Industry, "mining", "采矿", "Mining")).await;
        assert_eq!((mining.revision, mining.position), (1, 190), "after the eighteen that there are");
        assert_eq!(read(&house, Vocabulary::Industry, "MINING").await, mining);
        added(&house, term(Vocabulary::Source, "douyin", "抖音", "Douyin")).await;
        let sent = contracts::customer::v1::Customer {
            industry: "采矿".into(),
            source: "Douyin".into(),
            ..company("甲公司", "13912345678")
        };
        let given = house.given(sent).await;
        assert_eq!((given.industry.as_str(), given.source.as_str()), ("mining", "douyin"));
        assert_eq!(house.verify_journal_of("customer").await.faults, Vec::<String>::new());
    }

    async fn a_code_is_taken_once_whatever_its_case_and_however_many_ask_at_once(engine) {
        let house = House::new(engine).await;
        let vocabularies = house.vocabularies().await;
        let answers = join_all((0..8).map(|index| {
            let mut vocabularies = vocabularies.clone();
            let name = format!("贵宾{index}");
            let sent = Term { names: [("zh-CN".to_owned(), name)].into(), ..tag(["vip", "VIP"][index % 2], "") };
            async move { vocabularies.create_term(create(sent)).await }
        }))
        .await;
        assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1);
        for refused in answers.into_iter().filter_map(Result::err) {
            assert_problem(&refused, Code::AlreadyExists, ErrorReason::TermTaken.as_str_name());
        }
        let refused = house.vocabularies().await.create_term(create(term(Vocabulary::Level, "a", "甲级", "Alpha"))).await;
        assert_problem(&refused.unwrap_err(), Code::AlreadyExists, ErrorReason::TermTaken.as_str_name());
    }

    async fn every_violation_of_a_term_is_answered_at_once(engine) {
        let house = House::new(engine).await;
        let mut vocabularies = house.vocabularies().await;
        for (sent, expected) in [
            (Term::default(), vec!["term.vocabulary", "term.code"]),
            (Term { code: "a b".into(), ..tag("", "贵宾") }, vec!["term.code"]),
            (Term { names: Default::default(), ..tag("vip", "") }, vec!["term.names"]),
            (tag("vip", "高价值客户"), vec!["term.names"]),
            (tag("vip", "high_value"), vec!["term.names"]),
            (Term { names: [("fr".to_owned(), "VIP".to_owned())].into(), ..tag("vip", "") }, vec!["term.names"]),
            (Term { tag_kind: 0, next_stages: vec!["*".into()], ..tag("vip", "贵宾") },
                vec!["term.next_stages", "term.tag_kind"]),
            (Term { merged_into: "nothing".into(), ..tag("vip", "贵宾") }, vec!["term.merged_into"]),
            (Term { category: 0, next_stages: vec!["won".into(), "trial".into()], ..stage("trial", "试用") },
                vec!["term.category", "term.next_stages[0]", "term.next_stages[1]"]),
            (Term { required_fields: vec!["level".into(), "phone".into()], ..stage("trial", "试用") },
                vec!["term.required_fields[1]"]),
            (Term { position: -1, ..tag("vip", "贵宾") }, vec!["term.position"]),
        ] {
            let refused = vocabularies.create_term(create(sent.clone())).await.unwrap_err();
            assert_problem(&refused, Code::InvalidArgument, ErrorReason::InvalidFields.as_str_name());
            assert_eq!(fields(&refused), expected, "{sent:?}");
        }
        assert_eq!(offered(&house, Vocabulary::Tag).await.len(), 8, "none was added");
    }

    async fn a_repeated_request_answers_the_term_as_it_was_created(engine) {
        let house = House::new(engine).await;
        let mut vocabularies = house.vocabularies().await;
        let request = CreateTermRequest { request_id: request_id(7), ..create(tag("vip", "贵宾")) };
        let first = vocabularies.create_term(request.clone()).await.unwrap().into_inner();
        changed(&house, Vocabulary::Tag, "vip", &["retired"], |term| term.retired = true).await;
        assert_eq!(vocabularies.create_term(request).await.unwrap().into_inner(), first);
        let nothing = CreateTermRequest { validate_only: true, ..create(tag("svip", "超级贵宾")) };
        vocabularies.create_term(nothing).await.unwrap();
        assert!(!offered(&house, Vocabulary::Tag).await.contains(&"svip".to_owned()));
    }

    async fn only_administrators_add_terms_and_each_tenant_has_its_own(engine) {
        let house = House::new(engine).await;
        for role in [Role::Sales, Role::Service, Role::Finance, Role::System] {
            let mut caller = house.vocabularies_of(house.token("default", "li.na", role)).await;
            let refused = caller.create_term(create(tag("vip", "贵宾"))).await.unwrap_err();
            assert_problem(&refused, Code::PermissionDenied, ErrorReason::PermissionDenied.as_str_name());
        }
        added(&house, tag("vip", "贵宾")).await;
        let mut elsewhere = house.vocabularies_of(house.token("other", "chen", Role::Administrator)).await;
        let sent = tag("vip", "大客户");
        let created = elsewhere.create_term(create(sent)).await.unwrap().into_inner();
        assert_eq!(created.revision, 1);
        assert_eq!(read(&house, Vocabulary::Tag, "vip").await.names["zh-CN"], "贵宾");
    }
}
