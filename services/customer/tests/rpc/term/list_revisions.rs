//! ListTermRevisions.

use contracts::customer::v1::{ChangeKind, ErrorReason, ListTermRevisionsRequest, TermRevision, Vocabulary};
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use super::{added, changed, tag};
use crate::harness::House;

fn ask(vocabulary: Vocabulary, code: &str) -> ListTermRevisionsRequest {
    ListTermRevisionsRequest { vocabulary: vocabulary.into(), code: code.into(), ..Default::default() }
}

fn paths(revisions: &[TermRevision]) -> Vec<Vec<&str>> {
    revisions.iter().map(|revision| revision.changed_paths.iter().map(String::as_str).collect()).collect()
}

on_both_engines! {
    async fn c26_every_revision_of_a_tag_tells_what_changed_and_who_did_it(engine) {
        let house = House::new(engine).await;
        added(&house, tag("vip", "贵宾")).await;
        changed(&house, Vocabulary::Tag, "vip", &["names"], |tag| drop(tag.names.insert("zh-CN".into(), "重要".into()))).await;
        changed(&house, Vocabulary::Tag, "vip", &["retired"], |tag| tag.retired = true).await;
        let mut client = house.vocabularies().await;
        let request = ListTermRevisionsRequest { page_size: 2, ..ask(Vocabulary::Tag, "vip") };
        let first = client.list_term_revisions(request.clone()).await.unwrap().into_inner();
        assert_eq!(paths(&first.revisions), [["retired"], ["names.zh-CN"]]);
        assert!(first.revisions.iter().all(|revision| revision.actor == "local" && revision.cause.is_some()));
        let request = ListTermRevisionsRequest { page_token: first.next_page_token, ..request };
        let rest = client.list_term_revisions(request).await.unwrap().into_inner();
        assert_eq!((rest.revisions.len(), rest.next_page_token.as_str()), (1, ""));
        assert_eq!(rest.revisions[0].change(), ChangeKind::Created);
        assert_eq!(rest.revisions[0].term.as_ref().unwrap().names["zh-CN"], "贵宾");
    }

    async fn a_term_that_the_tenant_began_with_is_compared_with_what_it_began_with(engine) {
        let house = House::new(engine).await;
        let mut client = house.vocabularies().await;
        let untouched = client.list_term_revisions(ask(Vocabulary::Stage, "lost")).await.unwrap().into_inner();
        assert!(untouched.revisions.is_empty());
        changed(&house, Vocabulary::Stage, "lost", &["position"], |stage| stage.position = 900).await;
        let touched = client.list_term_revisions(ask(Vocabulary::Stage, "lost")).await.unwrap().into_inner();
        assert_eq!(paths(&touched.revisions), [["position"]]);
        let refused = client.list_term_revisions(ask(Vocabulary::Stage, "nowhere")).await.unwrap_err();
        assert_problem(&refused, Code::NotFound, ErrorReason::NotFound.as_str_name());
    }
}
