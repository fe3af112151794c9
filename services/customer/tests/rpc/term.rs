//! VocabularyService: the operations on terms.

mod create;
mod get;
mod list;
mod list_revisions;
mod update;

use contracts::customer::v1 as wire;
use contracts::customer::v1::{StageCategory, TagKind, Term, Vocabulary};
use prost_types::FieldMask;

use crate::harness::House;

/// A term of these names, the Chinese first.
pub(super) fn term(vocabulary: Vocabulary, code: &str, chinese: &str, english: &str) -> Term {
    let names = [("zh-CN", chinese), ("en", english)].map(|(language, name)| (language.to_owned(), name.to_owned()));
    Term { vocabulary: vocabulary.into(), code: code.into(), names: names.into(), ..Term::default() }
}

/// An open stage that leads everywhere.
pub(super) fn stage(code: &str, chinese: &str) -> Term {
    let category = StageCategory::Open.into();
    Term { category, next_stages: vec!["*".into()], ..term(Vocabulary::Stage, code, chinese, code) }
}

/// A tag of the kind that tells of value.
pub(super) fn tag(code: &str, chinese: &str) -> Term {
    Term { tag_kind: TagKind::Value.into(), ..term(Vocabulary::Tag, code, chinese, code) }
}

pub(super) fn create(term: Term) -> wire::CreateTermRequest {
    wire::CreateTermRequest { term: Some(term), ..Default::default() }
}

/// The request that changes the fields of a term, as it was read, that `paths` name.
pub(super) fn update(term: Term, paths: &[&str]) -> wire::UpdateTermRequest {
    let update_mask = Some(FieldMask { paths: paths.iter().map(|&path| path.into()).collect() });
    wire::UpdateTermRequest { term: Some(term), update_mask, ..Default::default() }
}

/// A term that the local administrator added.
pub(super) async fn added(house: &House, term: Term) -> Term {
    house.vocabularies().await.create_term(create(term)).await.unwrap().into_inner()
}

/// A term as the local administrator reads it now.
pub(super) async fn read(house: &House, vocabulary: Vocabulary, code: &str) -> Term {
    let request = wire::GetTermRequest { vocabulary: vocabulary.into(), code: code.into() };
    house.vocabularies().await.get_term(request).await.unwrap().into_inner()
}

/// A term after the local administrator changed some of its fields.
pub(super) async fn changed(
    house: &House,
    vocabulary: Vocabulary,
    code: &str,
    paths: &[&str],
    change: impl FnOnce(&mut Term),
) -> Term {
    let mut sent = read(house, vocabulary, code).await;
    change(&mut sent);
    house.vocabularies().await.update_term(update(sent, paths)).await.unwrap().into_inner()
}

/// The codes of the terms that are offered.
async fn offered(house: &House, vocabulary: Vocabulary) -> Vec<String> {
    let request = wire::ListTermsRequest { vocabulary: vocabulary.into(), ..Default::default() };
    let terms = house.vocabularies().await.list_terms(request).await.unwrap().into_inner().terms;
    terms.into_iter().map(|term| term.code).collect()
}
