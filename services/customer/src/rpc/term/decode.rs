//! A term as it was sent.

mod peculiar;

use clock::Instant;
use contracts::customer::v1 as wire;
use contracts::resource::Resource;
use conventions::mask::UpdateMask;
use conventions::violations::{Violations, require};
use prost_types::FieldMask;

use crate::domain::name::Label;
use crate::domain::vocabulary::{
    Category, Code, Details, MAX_POSITION, MAX_TERMS, Term, TermFacts, Vocabularies, Vocabulary,
};
use crate::error::Error;
use crate::rpc::fields::names;
use conventions::fields::{Fields, ok};

/// How far a term that is put after all others stands from the last of them.
const STEP: i32 = 10;

/// What is known of a term before it is read.
pub(super) struct Reading<'a> {
    pub vocabulary: Vocabulary,
    pub code: &'a Code,
    /// The term before and what the update changes; none on create.
    pub update: Option<(&'a Term, &'a UpdateMask)>,
    /// All terms of the tenant, this one among them on update.
    pub vocabularies: &'a Vocabularies,
    pub create_time: Option<Instant>,
}

/// The vocabulary that was named; a violation when none was.
pub(super) fn vocabulary(sent: wire::Vocabulary, violations: &mut Violations) -> Option<Vocabulary> {
    match sent {
        wire::Vocabulary::Unspecified => {
            violations.add_required();
            None
        }
        wire::Vocabulary::Stage => Some(Vocabulary::Stage),
        wire::Vocabulary::StageReason => Some(Vocabulary::StageReason),
        wire::Vocabulary::Level => Some(Vocabulary::Level),
        wire::Vocabulary::Industry => Some(Vocabulary::Industry),
        wire::Vocabulary::Source => Some(Vocabulary::Source),
        wire::Vocabulary::Tag => Some(Vocabulary::Tag),
    }
}

/// The vocabulary and the code by which a term is known.
pub(super) fn key(sent: &wire::Term, violations: &mut Violations) -> Option<(Vocabulary, Code)> {
    let vocabulary = violations.field("vocabulary", |violations| vocabulary(sent.vocabulary(), violations));
    let code = violations.field("code", |violations| ok(Code::parse(&sent.code), violations));
    vocabulary.zip(code)
}

/// What is said of a term.
pub(super) fn read(sent: &wire::Term, reading: &Reading<'_>) -> Result<TermFacts, Error> {
    let Reading { vocabulary, update, vocabularies, .. } = *reading;
    let mut violations = Violations::default();
    let facts = violations.field("term", |violations| {
        if update.is_none() && vocabularies.all(vocabulary).len() >= MAX_TERMS {
            violations.add(
                format!("must not be added to the {MAX_TERMS} that the vocabulary has: change one of them"),
                format!("该词表已有 {MAX_TERMS} 个词条，不能再添加，请修改已有词条"),
            );
        }
        refuse_foreign(sent, reading, violations);
        let mut fields = Fields { update, violations };
        let names = fields.read(
            "names",
            |term| term.facts.names.clone(),
            |v| names(&sent.names, |name, v| is_free(name, reading, v), v),
        );
        let position = fields.read("position", |term| term.facts.position, |_| Some(position(sent, reading)));
        let details = peculiar::read(sent, reading, &mut fields);
        let category = details.as_ref().and_then(Details::category);
        let retired = fields.read("retired", |term| term.facts.retired, |v| retired(sent, reading, category, v));
        Some(TermFacts {
            code: reading.code.clone(),
            names: names?,
            position: position?,
            retired: retired?,
            create_time: reading.create_time,
            details: details?,
        })
    });
    Ok(require(violations, facts)?)
}

/// Refuses what a term may not say beside the other terms of the tenant.
pub(in crate::rpc) fn check(facts: &TermFacts, before: &Term, vocabularies: &Vocabularies) -> Result<(), Error> {
    let sent = super::encode::term(&Term { facts: facts.clone(), ..before.clone() });
    let every_field = FieldMask { paths: vec!["*".to_owned()] };
    let mask = UpdateMask::new(Some(&every_field), &sent, &mut Violations::default());
    let (vocabulary, code, create_time) = (before.vocabulary(), &facts.code, facts.create_time);
    let update = Some((before, &mask));
    read(&sent, &Reading { vocabulary, code, update, vocabularies, create_time }).map(drop)
}

/// Notes the fields that terms of this vocabulary do not have.
fn refuse_foreign(sent: &wire::Term, reading: &Reading<'_>, violations: &mut Violations) {
    for field in sent.populated() {
        let (fits, english, chinese) = match field {
            "category" => {
                let fits = matches!(reading.vocabulary, Vocabulary::Stage | Vocabulary::StageReason);
                (fits, "stages and their reasons", "阶段及其原因")
            }
            "next_stages" | "required_fields" => (reading.vocabulary == Vocabulary::Stage, "stages", "阶段"),
            "tag_kind" | "merged_into" => (reading.vocabulary == Vocabulary::Tag, "tags", "标签"),
            _ => continue,
        };
        if !fits && reading.update.is_none_or(|(_, mask)| mask.contains(field)) {
            violations.field(field, |violations| {
                violations
                    .add(format!("is a field of {english} alone; leave it out"), format!("仅用于{chinese}，请勿填写"));
            });
        }
    }
}

/// Whether no other term of the vocabulary is known by a name.
fn is_free(name: &Label, reading: &Reading<'_>, violations: &mut Violations) -> bool {
    let known = |term: &&Term| term.facts.code.is(name.as_str()) || term.is_called(name.as_str());
    let others = || reading.vocabularies.all(reading.vocabulary).iter().filter(|term| term.facts.code != *reading.code);
    let Some(other) = others().find(known) else { return true };
    let code = &other.facts.code;
    violations.add(
        format!("must not be the code or a name of another term: `{code}` has it; choose another"),
        format!("与另一词条（{code}）的代码或名称重复，请另取名称"),
    );
    false
}

/// The position that was sent, or one after all others.
fn position(sent: &wire::Term, reading: &Reading<'_>) -> i32 {
    if sent.position > 0 {
        return sent.position;
    }
    let others = reading.vocabularies.all(reading.vocabulary).iter().filter(|term| term.facts.code != *reading.code);
    let last = others.map(|term| term.facts.position).max().unwrap_or_default();
    last.saturating_add(STEP).min(MAX_POSITION)
}

fn retired(
    sent: &wire::Term,
    reading: &Reading<'_>,
    category: Option<Category>,
    violations: &mut Violations,
) -> Option<bool> {
    let open = |term: &Term| term.facts.details.category() == Some(Category::Open);
    let another_is_open =
        || reading.vocabularies.offered(Vocabulary::Stage).any(|term| open(term) && term.facts.code != *reading.code);
    let is_stage = reading.vocabulary == Vocabulary::Stage;
    if sent.retired && is_stage && category == Some(Category::Open) && !another_is_open() {
        violations.add(
            "must not be set for the last open stage, in which new customers begin; add another before",
            "不能停用最后一个进行中的阶段，新客户从该阶段开始；请先添加另一阶段",
        );
        return None;
    }
    Some(sent.retired)
}
