//! ListCustomFieldRevisions.

use contracts::customer::v1::{ChangeKind, ErrorReason, ListCustomFieldRevisionsRequest};
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use super::{changed, field, given, text};
use crate::harness::House;

on_both_engines! {
    async fn every_revision_of_a_definition_tells_what_changed_and_who_did_it(engine) {
        let house = House::new(engine).await;
        given(&house, field("plate", text())).await;
        changed(&house, "plate", &["names"], |field| drop(field.names.insert("zh-CN".into(), "车牌".into()))).await;
        changed(&house, "plate", &["retired"], |field| field.retired = true).await;
        let request = |page_size, page_token| ListCustomFieldRevisionsRequest { field_id: "plate".into(), page_size, page_token };
        let mut client = house.fields().await;
        let first = client.list_custom_field_revisions(request(2, String::new())).await.unwrap().into_inner();
        let paths: Vec<_> = first.revisions.iter().map(|revision| revision.changed_paths.clone()).collect();
        assert_eq!(paths, [["retired"], ["names.zh-CN"]]);
        assert!(first.revisions.iter().all(|revision| revision.actor == "local" && revision.cause.is_some()));
        let rest = client.list_custom_field_revisions(request(2, first.next_page_token)).await.unwrap().into_inner();
        assert_eq!(rest.revisions[0].change(), ChangeKind::Created);
        assert_eq!((rest.revisions.len(), rest.next_page_token.as_str()), (1, ""));
        let unknown = ListCustomFieldRevisionsRequest { field_id: "other".into(), ..Default::default() };
        let refused = client.list_custom_field_revisions(unknown).await.unwrap_err();
        assert_problem(&refused, Code::NotFound, ErrorReason::NotFound.as_str_name());
    }
}
