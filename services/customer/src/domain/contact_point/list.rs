//! All contact points of one record, and the rules that hold among them.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{ContactDraft, ContactKind, ContactPoint, ContactValue, Error, Strictness};
use crate::domain::name::Label;
use crate::domain::region::Country;

/// The most contact points of one record.
pub const MAX_CONTACT_POINTS: usize = 50;

/// The 1 to 50 contact points of a record: no value twice in a kind, at most one primary of a kind. Stored as a JSON
/// array.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ContactPoints(Vec<ContactPoint>);

/// A field that breaks a rule.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Violation {
    /// Which contact point, from 0; none if it is the list itself.
    pub index: Option<usize>,
    /// The name of its field; empty for the list.
    pub field: &'static str,
    /// The rule and the way out.
    pub error: Error,
}

impl ContactPoints {
    /// Reads all contact points of a record, or tells every rule that is broken. Phones without a country code are
    /// numbers of `default_country`.
    ///
    /// `before` is what the record has so far. A contact point whose value has not changed since keeps its id, stays
    /// verified, and is not judged again: rules change, and imports bring what breaks them.
    pub fn parse(
        drafts: &[ContactDraft<'_>],
        before: &[ContactPoint],
        default_country: Country,
        strictness: Strictness,
    ) -> Result<Self, Vec<Violation>> {
        match drafts.len() {
            0 => return Err(vec![Violation { index: None, field: "", error: Error::NoneGiven }]),
            count if count > MAX_CONTACT_POINTS => {
                return Err(vec![Violation { index: None, field: "", error: Error::TooMany }]);
            }
            _ => {}
        }
        let mut points = Vec::with_capacity(drafts.len());
        let mut violations = Vec::new();
        let mut firsts = HashMap::new();
        for (index, draft) in drafts.iter().enumerate() {
            let mut refuse = |field, error| violations.push(Violation { index: Some(index), field, error });
            let earlier = || earlier_forms(draft, drafts, before);
            let unchanged = earlier().find(|old| old.value.kind() == draft.kind && old.value.as_str() == draft.value);
            let value = match unchanged {
                Some(old) => Ok(old.value.clone()),
                None => ContactValue::parse(draft.kind, draft.value, default_country, strictness),
            };
            match (value, Label::parse(draft.label)) {
                (Ok(value), Ok(label)) => {
                    for (claim, field) in claims(draft, &value) {
                        if let Some(error) = claim.make(index, field, &mut firsts) {
                            refuse(field, error);
                        }
                    }
                    let same = earlier().find(|old| old.value == value);
                    points.push(ContactPoint {
                        id: same.map_or(draft.id, |old| old.id),
                        value,
                        label,
                        primary: draft.primary,
                        do_not_contact: draft.do_not_contact,
                        verification: same.map(|old| old.verification).unwrap_or_default(),
                    });
                }
                (value, label) => {
                    value.err().into_iter().for_each(|error| refuse("value", error.into()));
                    label.err().into_iter().for_each(|error| refuse("label", error.into()));
                }
            }
        }
        if violations.is_empty() { Ok(Self(points)) } else { Err(violations) }
    }

    /// These contact points, and those of `more` whose values are not among them. Of a kind that has a primary one, none of those
    /// becomes it.
    #[must_use]
    pub fn with_more(&self, more: Self) -> Self {
        let mut all = self.0.clone();
        for mut point in more.0 {
            let is_known = all.iter().any(|known| known.value == point.value);
            if !is_known {
                let kind = point.value.kind();
                point.primary &= !all.iter().any(|known| known.primary && known.value.kind() == kind);
                all.push(point);
            }
        }
        Self(all)
    }

    /// Whether the rules hold that contact points have among themselves: 1 to 50, no value twice in a kind, at most one primary of a kind.
    pub fn is_consistent(&self) -> bool {
        let mut claimed = HashSet::new();
        let mut claims = self.0.iter().flat_map(|point| {
            let kind = point.value.kind();
            let primary = point.primary.then_some(Claim::Primary(kind));
            [Claim::Id(point.id), Claim::Value(kind, point.value.search_form())].into_iter().chain(primary)
        });
        (1..=MAX_CONTACT_POINTS).contains(&self.0.len()) && claims.all(|claim| claimed.insert(claim))
    }

    /// The contact points, in the order in which they were given.
    pub fn as_slice(&self) -> &[ContactPoint] {
        &self.0
    }
}

/// What a contact point may have been before: the one with its id, or if it came without one, any that no other claims.
fn earlier_forms<'a>(
    draft: &ContactDraft<'_>,
    drafts: &[ContactDraft<'_>],
    before: &'a [ContactPoint],
) -> impl Iterator<Item = &'a ContactPoint> {
    before.iter().filter(move |old| match draft.is_new {
        false => old.id == draft.id,
        true => drafts.iter().all(|other| other.id != old.id),
    })
}

/// What only one element of a list can have.
#[derive(Eq, Hash, PartialEq)]
enum Claim {
    Id(Uuid),
    Value(ContactKind, String),
    Primary(ContactKind),
}

/// The claims of a contact point, each with the name of the field that makes it.
fn claims(draft: &ContactDraft<'_>, value: &ContactValue) -> impl Iterator<Item = (Claim, &'static str)> {
    let id = (Claim::Id(draft.id), "contact_point_id");
    let primary = draft.primary.then_some((Claim::Primary(draft.kind), "primary"));
    let value = (Claim::Value(draft.kind, value.search_form()), "value");
    [id, value].into_iter().chain(primary)
}

impl Claim {
    /// Makes the claim for a field, unless another contact point has made it first.
    fn make(self, index: usize, field: &str, firsts: &mut HashMap<Self, String>) -> Option<Error> {
        match firsts.entry(self) {
            Entry::Vacant(free) => {
                free.insert(format!("contact_points[{index}].{field}"));
                None
            }
            Entry::Occupied(taken) => {
                let first = taken.get().clone();
                Some(match taken.key() {
                    Self::Id(_) => Error::SameId { first },
                    Self::Value(..) => Error::SameValue { first },
                    Self::Primary(_) => Error::SecondPrimary { first },
                })
            }
        }
    }
}
