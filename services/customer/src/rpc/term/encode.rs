//! A term as callers see it.

use contracts::customer::v1 as wire;
use conventions::{etag, time};

use crate::domain::required_field::RequiredField;
use crate::domain::vocabulary::{Category, Details, NextStages, TagKind, Term, Vocabulary};

/// The text that stands for every other stage.
pub(super) const EVERY_OTHER: &str = "*";

/// The term on the wire. All of it is fact, which everybody who may view vocabularies may read.
pub(crate) fn term(term: &Term) -> wire::Term {
    let facts = &term.facts;
    let mut sent = wire::Term {
        vocabulary: vocabulary(term.vocabulary()).into(),
        code: facts.code.to_string(),
        names: facts.names.iter().map(|(language, name)| (language.to_owned(), name.to_owned())).collect(),
        position: facts.position,
        retired: facts.retired,
        create_time: facts.create_time.map(time::to_timestamp),
        update_time: term.update_time.map(time::to_timestamp),
        revision: term.revision,
        etag: etag::of_revision(term.revision),
        ..wire::Term::default()
    };
    match &facts.details {
        Details::Stage { category, next_stages, required_fields } => {
            sent.category = stage_category(*category).into();
            sent.next_stages = match next_stages {
                NextStages::All => vec![EVERY_OTHER.to_owned()],
                NextStages::Some(codes) => codes.iter().map(ToString::to_string).collect(),
            };
            sent.required_fields =
                required_fields.iter().copied().map(RequiredField::name).map(str::to_owned).collect();
        }
        Details::StageReason { category } => sent.category = stage_category(*category).into(),
        Details::Level | Details::Industry | Details::Source => {}
        Details::Tag { kind, merged_into } => {
            sent.tag_kind = tag_kind(*kind).into();
            sent.merged_into = merged_into.as_ref().map(ToString::to_string).unwrap_or_default();
        }
    }
    sent
}

/// The vocabulary on the wire.
pub(in crate::rpc) fn vocabulary(vocabulary: Vocabulary) -> wire::Vocabulary {
    match vocabulary {
        Vocabulary::Stage => wire::Vocabulary::Stage,
        Vocabulary::StageReason => wire::Vocabulary::StageReason,
        Vocabulary::Level => wire::Vocabulary::Level,
        Vocabulary::Industry => wire::Vocabulary::Industry,
        Vocabulary::Source => wire::Vocabulary::Source,
        Vocabulary::Tag => wire::Vocabulary::Tag,
    }
}

fn stage_category(category: Category) -> wire::StageCategory {
    match category {
        Category::Open => wire::StageCategory::Open,
        Category::Won => wire::StageCategory::Won,
        Category::Lost => wire::StageCategory::Lost,
    }
}

fn tag_kind(kind: TagKind) -> wire::TagKind {
    match kind {
        TagKind::Behaviour => wire::TagKind::Behaviour,
        TagKind::Value => wire::TagKind::Value,
        TagKind::Preference => wire::TagKind::Preference,
    }
}
