//! Taking back what was done to terms.

use contracts::customer::v1 as wire;
use contracts::customer::v1::revert_outcome::Record;
use contracts::customer::v1::{ErrorReason, RevertAction, RevertedTerm, Term, Vocabulary};
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use super::{actions, revert};
use crate::harness::House;
use crate::rpc::customer::status;
use crate::rpc::term::{added, changed, read, tag, term};

/// The id of the cause of a term's newest revision.
pub(super) async fn newest_cause(house: &House, term: &Term) -> String {
    let request = wire::ListTermRevisionsRequest {
        vocabulary: term.vocabulary,
        code: term.code.clone(),
        page_size: 1,
        ..Default::default()
    };
    let history = house.vocabularies().await.list_term_revisions(request).await.unwrap().into_inner();
    history.revisions[0].cause.clone().unwrap().id
}

/// What of a term is not the number and the time of its revision.
fn said(term: &Term) -> Term {
    Term { revision: 0, etag: String::new(), update_time: None, ..term.clone() }
}

on_both_engines! {
    async fn c10_a_change_of_a_term_that_the_tenant_began_with_is_taken_back_and_that_too(engine) {
        let house = House::new(engine).await;
        let began = read(&house, Vocabulary::Industry, "it").await;
        let renamed = changed(&house, Vocabulary::Industry, "it", &["names", "retired"], |term| {
            term.names.insert("zh-CN".into(), "信息技术".into());
            term.retired = true;
        }).await;
        let cause = newest_cause(&house, &renamed).await;
        let (_, told) = revert(&house, &cause, true).await.unwrap();
        let industry = RevertedTerm { vocabulary: Vocabulary::Industry.into(), code: "it".into() };
        assert_eq!((actions(&told), &told[0].record), (vec![RevertAction::Reverted], &Some(Record::Term(industry))));
        assert_eq!(read(&house, Vocabulary::Industry, "it").await, renamed, "a preview changes nothing");

        let (redo, done) = revert(&house, &cause, false).await.unwrap();
        assert_eq!(done, told);
        assert_eq!(said(&read(&house, Vocabulary::Industry, "it").await), said(&began));
        let (_, again) = revert(&house, &cause, false).await.unwrap();
        assert_eq!(actions(&again), [RevertAction::Unchanged]);
        revert(&house, &redo, false).await.unwrap();
        assert_eq!(said(&read(&house, Vocabulary::Industry, "it").await), said(&renamed));
        assert_eq!(house.verify_journal_of("customer").await.faults, Vec::<String>::new());
    }

    async fn c24_a_merged_tag_comes_apart_again_and_one_that_was_added_is_retired(engine) {
        let house = House::new(engine).await;
        let vip = added(&house, tag("vip", "贵宾")).await;
        let created = newest_cause(&house, &vip).await;
        let merged = changed(&house, Vocabulary::Tag, "vip", &["merged_into"], |term| term.merged_into = "high_value".into()).await;
        let cause = newest_cause(&house, &merged).await;
        let (_, left) = revert(&house, &created, false).await.unwrap();
        assert_eq!((actions(&left), &left[0].kept_paths), (vec![RevertAction::Unchanged], &vec!["merged_into".to_owned()]));
        revert(&house, &cause, false).await.unwrap();
        assert_eq!(said(&read(&house, Vocabulary::Tag, "vip").await), said(&vip));
        let (_, done) = revert(&house, &created, false).await.unwrap();
        assert_eq!(actions(&done), [RevertAction::Retired]);
        assert!(read(&house, Vocabulary::Tag, "vip").await.retired);
    }

    async fn c10_what_would_break_the_rules_of_the_vocabulary_is_refused(engine) {
        let house = House::new(engine).await;
        let renamed = changed(&house, Vocabulary::Source, "social", &["names"], |term| {
            term.names.insert("zh-CN".into(), "社媒".into());
        }).await;
        let cause = newest_cause(&house, &renamed).await;
        added(&house, term(Vocabulary::Source, "networks", "社交媒体", "Networks")).await;
        for validate_only in [true, false] {
            let (_, done) = revert(&house, &cause, validate_only).await.unwrap();
            assert_eq!(actions(&done), [RevertAction::Refused]);
            let refused = status(done[0].error.as_ref().unwrap());
            assert_problem(&refused, Code::InvalidArgument, ErrorReason::InvalidFields.as_str_name());
        }
        assert_eq!(read(&house, Vocabulary::Source, "social").await, renamed);
    }

    async fn x1_sales_take_no_change_of_a_vocabulary_back(engine) {
        let house = House::new(engine).await;
        let vip = added(&house, tag("vip", "贵宾")).await;
        let request = wire::RevertCauseRequest { cause: newest_cause(&house, &vip).await, validate_only: false };
        let bearer = house.token(access::LOCAL_TENANT, "chen", access::Role::Sales);
        let mut answers = house.reverts_of(bearer).await.revert_cause(request).await.unwrap().into_inner();
        answers.message().await.unwrap();
        let outcome = answers.message().await.unwrap().unwrap().outcomes.remove(0);
        let refused = status(outcome.error.as_ref().unwrap());
        assert_problem(&refused, Code::PermissionDenied, ErrorReason::PermissionDenied.as_str_name());
        assert_eq!(read(&house, Vocabulary::Tag, "vip").await, vip);
    }
}
