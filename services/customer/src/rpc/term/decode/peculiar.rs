//! What is peculiar to the terms of a vocabulary.

use contracts::customer::v1 as wire;
use conventions::violations::Violations;

use super::Reading;
use crate::domain::required_field::RequiredField;
use crate::domain::vocabulary::{Category, Code, Details, NextStages, TagKind, Term, Vocabulary};
use crate::rpc::term::encode::EVERY_OTHER;
use conventions::fields::Fields;

/// Reads the fields that the terms of this vocabulary have beside the names and so on.
pub(super) fn read(sent: &wire::Term, reading: &Reading<'_>, fields: &mut Fields<'_, Term>) -> Option<Details> {
    match reading.vocabulary {
        Vocabulary::Stage => {
            let category = category(sent, reading, fields);
            let next_stages = fields.read("next_stages", next_stages_of, |v| next_stages(sent, reading, v));
            let required_fields = fields.read("required_fields", required_fields_of, |v| required_fields(sent, v));
            let (next_stages, required_fields) = (next_stages?, required_fields?);
            Some(Details::Stage { category: category?, next_stages, required_fields })
        }
        Vocabulary::StageReason => Some(Details::StageReason { category: category(sent, reading, fields)? }),
        Vocabulary::Level => Some(Details::Level),
        Vocabulary::Industry => Some(Details::Industry),
        Vocabulary::Source => Some(Details::Source),
        Vocabulary::Tag => {
            let kind = tag_kind(sent, reading, fields);
            let merged_into =
                fields.read("merged_into", |term| term.merged_into().cloned(), |v| merged_into(sent, reading, v));
            let merged_into = merged_into?;
            Some(Details::Tag { kind: kind?, merged_into })
        }
    }
}

fn category(sent: &wire::Term, reading: &Reading<'_>, fields: &mut Fields<'_, Term>) -> Option<Category> {
    let before = reading.update.and_then(|(term, _)| term.facts.details.category());
    let read = |violations: &mut Violations| {
        let given = match sent.category() {
            wire::StageCategory::Unspecified => {
                violations.add("must be set: open, won or lost", "必填：进行中、成交或流失");
                return None;
            }
            wire::StageCategory::Open => Category::Open,
            wire::StageCategory::Won => Category::Won,
            wire::StageCategory::Lost => Category::Lost,
        };
        keep_fixed(before, given, violations)
    };
    fields.read("category", |term| term.facts.details.category(), |v| read(v).map(Some)).flatten()
}

fn tag_kind(sent: &wire::Term, reading: &Reading<'_>, fields: &mut Fields<'_, Term>) -> Option<TagKind> {
    let before = reading.update.and_then(|(term, _)| tag_kind_of(term));
    let read = |violations: &mut Violations| {
        let given = match sent.tag_kind() {
            wire::TagKind::Unspecified => {
                violations.add("must be set: behaviour, value or preference", "必填：行为、价值或偏好");
                return None;
            }
            wire::TagKind::Behaviour => TagKind::Behaviour,
            wire::TagKind::Value => TagKind::Value,
            wire::TagKind::Preference => TagKind::Preference,
        };
        keep_fixed(before, given, violations)
    };
    fields.read("tag_kind", tag_kind_of, |v| read(v).map(Some)).flatten()
}

/// What an update cannot change may be sent, as long as it says what is so.
fn keep_fixed<T: PartialEq>(before: Option<T>, given: T, violations: &mut Violations) -> Option<T> {
    if before.is_some_and(|before| before != given) {
        violations.add("cannot be changed; retire the term and add another", "不可修改，请停用该词条并另行添加");
        return None;
    }
    Some(given)
}

fn next_stages(sent: &wire::Term, reading: &Reading<'_>, violations: &mut Violations) -> Option<NextStages> {
    if sent.next_stages == [EVERY_OTHER] {
        return Some(NextStages::All);
    }
    let mut codes: Vec<Code> = Vec::new();
    for (index, text) in sent.next_stages.iter().enumerate() {
        violations.item(index, |violations| match reading.vocabularies.get(Vocabulary::Stage, text) {
            Some(term) if term.facts.code != *reading.code => {
                if !codes.contains(&term.facts.code) {
                    codes.push(term.facts.code.clone());
                }
            }
            Some(_) | None => violations.add(
                "must be the code of another stage, or `*` alone for every other",
                "须为另一阶段的代码；若可进入其他所有阶段，只写 `*`",
            ),
        });
    }
    Some(NextStages::Some(codes))
}

fn required_fields(sent: &wire::Term, violations: &mut Violations) -> Option<Vec<RequiredField>> {
    let mut required = Vec::new();
    for (index, text) in sent.required_fields.iter().enumerate() {
        violations.item(index, |violations| match RequiredField::ALL.into_iter().find(|field| field.name() == text) {
            Some(field) if required.contains(&field) => {}
            Some(field) => required.push(field),
            None => {
                let names = RequiredField::ALL.map(RequiredField::name);
                let (english, chinese) = (names.join(", "), names.join("、"));
                violations.add(format!("must be one of {english}"), format!("须为 {chinese} 之一"));
            }
        });
    }
    Some(required)
}

fn merged_into(sent: &wire::Term, reading: &Reading<'_>, violations: &mut Violations) -> Option<Option<Code>> {
    if sent.merged_into.is_empty() {
        return Some(None);
    }
    let vocabularies = reading.vocabularies;
    let target = vocabularies.get(Vocabulary::Tag, &sent.merged_into);
    match target {
        Some(target) if vocabularies.standing_for(target).facts.code != *reading.code => {
            return Some(Some(target.facts.code.clone()));
        }
        Some(_) => violations
            .add("must not be the tag itself or one that is merged into it", "不能是该标签自身或已并入该标签的标签"),
        None => violations
            .add("must be the code of another tag; ListTerms answers them", "须为另一标签的代码，可用 ListTerms 查询"),
    }
    None
}

fn next_stages_of(term: &Term) -> NextStages {
    match &term.facts.details {
        Details::Stage { next_stages, .. } => next_stages.clone(),
        _ => NextStages::All,
    }
}

fn required_fields_of(term: &Term) -> Vec<RequiredField> {
    crate::domain::stage::required_fields(term).to_vec()
}

fn tag_kind_of(term: &Term) -> Option<TagKind> {
    match &term.facts.details {
        Details::Tag { kind, .. } => Some(*kind),
        _ => None,
    }
}
