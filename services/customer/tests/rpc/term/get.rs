//! GetTerm.

use access::Role;
use contracts::customer::v1::{ErrorReason, GetTermRequest, StageCategory, Vocabulary};
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use super::{changed, read};
use crate::harness::{House, fields};

on_both_engines! {
    async fn c4_a_tenant_begins_with_terms_in_both_languages_at_revision_0(engine) {
        let house = House::new(engine).await;
        let lost = read(&house, Vocabulary::Stage, "lost").await;
        assert_eq!((&*lost.names["zh-CN"], &*lost.names["en"]), ("流失客户", "Lost"));
        assert_eq!((lost.category(), lost.revision, lost.update_time), (StageCategory::Lost, 0, None));
        assert_eq!(lost.next_stages, ["potential", "intent", "customer"]);
        assert!(!lost.etag.is_empty());
        let renamed = changed(&house, Vocabulary::Stage, "lost", &["names"], |term| {
            term.names.insert("zh-CN".into(), "已流失".into());
        })
        .await;
        assert_eq!((renamed.revision, &*renamed.names["zh-CN"]), (1, "已流失"));
        assert_eq!(read(&house, Vocabulary::Stage, "lost").await, renamed);
    }

    async fn what_is_no_term_is_not_found_and_everybody_may_look(engine) {
        let house = House::new(engine).await;
        let request = |vocabulary: Vocabulary, code: &str| GetTermRequest {
            vocabulary: vocabulary.into(),
            code: code.into(),
        };
        for role in [Role::Sales, Role::Service, Role::Finance, Role::System] {
            let mut caller = house.vocabularies_of(house.token("default", "li.na", role)).await;
            caller.get_term(request(Vocabulary::Level, "A")).await.unwrap();
            let refused = caller.get_term(request(Vocabulary::Level, "Z")).await.unwrap_err();
            assert_problem(&refused, Code::NotFound, ErrorReason::NotFound.as_str_name());
        }
        let mut vocabularies = house.vocabularies().await;
        let refused = vocabularies.get_term(request(Vocabulary::Unspecified, "A")).await.unwrap_err();
        assert_eq!(fields(&refused), ["vocabulary"]);
        let refused = vocabularies.get_term(request(Vocabulary::Level, "")).await.unwrap_err();
        assert_eq!(fields(&refused), ["code"]);
    }
}
