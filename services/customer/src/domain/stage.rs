//! The pipeline: the stages of a customer, and which leads where.

use super::custom_field::{CustomFields, FieldId, Standing, values};
use super::customer::{Facts, Personal};
use super::required_field::RequiredField;
use super::vocabulary::{Category, Code, Details, NextStages, Term, UnknownTerm, Vocabularies, Vocabulary};

/// Why a stage cannot be changed.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Error {
    /// There is no such stage.
    UnknownStage(UnknownTerm),
    /// The pipeline does not lead there.
    NotReachable {
        /// Where it leads.
        reachable: Vec<String>,
    },
    /// The stage requires a field that the customer does not have.
    FieldMissing(RequiredField),
    /// As much is required by a field of the tenant's own.
    CustomFieldMissing(FieldId),
    /// A customer is lost for a reason.
    ReasonMissing {
        /// The first of the reasons.
        example: String,
    },
    /// There is no such reason for this stage.
    UnknownReason(UnknownTerm),
}

/// A step in the pipeline that is allowed.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Step {
    /// The code of the stage that is entered.
    pub stage: String,
    /// The code of the reason, where one is given.
    pub reason: Option<String>,
}

impl Step {
    /// The step of a customer to another stage, for a reason (empty for none); or everything that stands against it.
    pub fn new(
        vocabularies: &Vocabularies,
        custom_fields: &CustomFields,
        (facts, personal): (&Facts, &Personal),
        to: &str,
        reason: &str,
    ) -> Result<Self, Vec<Error>> {
        let stage = vocabularies.find(Vocabulary::Stage, to).map_err(Error::UnknownStage);
        let mut errors = Vec::new();
        if let Ok(stage) = &stage {
            let reachable = reachable(vocabularies, &facts.stage);
            if !reachable.iter().any(|code| stage.facts.code.is(code)) {
                return Err(vec![Error::NotReachable { reachable }]);
            }
            let missing = required_fields(stage).iter().filter(|field| !field.is_set(facts, personal));
            errors.extend(missing.map(|field| Error::FieldMissing(*field)));
            let standing = Standing { kind: Some(facts.kind), stage: stage.facts.code.as_str() };
            let held = values(facts, Some(personal));
            let missing = custom_fields.missing(standing, |id| held.contains_key(id));
            errors.extend(missing.map(|field| Error::CustomFieldMissing(field.field_id.clone())));
        }
        let reason = read_reason(vocabularies, stage.as_ref().ok().copied(), reason);
        match (stage, reason) {
            (Ok(stage), Ok(reason)) if errors.is_empty() => Ok(Self { stage: stage.facts.code.to_string(), reason }),
            (stage, reason) => {
                errors.extend(stage.err());
                errors.extend(reason.err());
                Err(errors)
            }
        }
    }
}

/// The reason in a text for being in a stage, which may be an unknown one.
pub fn read_reason(vocabularies: &Vocabularies, stage: Option<&Term>, text: &str) -> Result<Option<String>, Error> {
    let category = stage.and_then(|stage| stage.facts.details.category());
    let fits = |term: &Term| category.is_none() || term.facts.details.category() == category;
    if !text.trim().is_empty() {
        let found = vocabularies.find_among(Vocabulary::StageReason, text, fits).map_err(Error::UnknownReason)?;
        return Ok(Some(found.facts.code.to_string()));
    }
    match vocabularies.offered(Vocabulary::StageReason).find(|term| fits(term)) {
        Some(first) if category == Some(Category::Lost) => {
            Err(Error::ReasonMissing { example: first.facts.code.to_string() })
        }
        Some(_) | None => Ok(None),
    }
}

/// The stage of a customer that is created without one: the first that is offered and open.
pub fn first(vocabularies: &Vocabularies) -> Option<&Term> {
    vocabularies.offered(Vocabulary::Stage).find(|term| term.facts.details.category() == Some(Category::Open))
}

/// What a customer must have to be in a stage.
pub fn required_fields(stage: &Term) -> &[RequiredField] {
    match &stage.facts.details {
        Details::Stage { required_fields, .. } => required_fields,
        Details::StageReason { .. } | Details::Level | Details::Industry | Details::Source | Details::Tag { .. } => &[],
    }
}

/// Where the pipeline leads from a stage: the codes of those that are offered.
fn reachable(vocabularies: &Vocabularies, from: &str) -> Vec<String> {
    let next = vocabularies.get(Vocabulary::Stage, from).and_then(|term| match &term.facts.details {
        Details::Stage { next_stages: NextStages::Some(codes), .. } => Some(codes.as_slice()),
        _ => None,
    });
    let offered = |code: &Code| vocabularies.get(Vocabulary::Stage, code.as_str()).filter(|term| term.is_offered());
    let to: Vec<_> = match next {
        Some(codes) => codes.iter().filter_map(offered).collect(),
        None => vocabularies.offered(Vocabulary::Stage).filter(|term| !term.facts.code.is(from)).collect(),
    };
    to.into_iter().map(|term| term.facts.code.to_string()).collect()
}
