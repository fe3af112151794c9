//! The fields of a record in a request, read into values that cannot be wrong; every violation is noted.

use clock::Clock;
use conventions::mask::UpdateMask;
use conventions::violations::{Bilingual, Violations};
use uuid::Uuid;

use crate::domain::contact_point::Strictness;
use crate::domain::name::Label;
use crate::domain::region::Country;

/// The longest remarks, in characters.
const MAX_REMARKS_CHARS: usize = 10_000;

/// Reads a record that is created or updated.
pub(crate) struct Fields<'a, R> {
    /// The record before, and which of its fields the update changes; none on create, where all fields are read.
    pub update: Option<(&'a R, &'a UpdateMask)>,
    /// What is wrong with the record.
    pub violations: &'a mut Violations,
}

impl<R> Fields<'_, R> {
    /// A field as it was `sent`, or as it was `before` where the update leaves it; none when there is a violation.
    pub(crate) fn read<T>(
        &mut self,
        name: &'static str,
        before: impl FnOnce(&R) -> T,
        sent: impl FnOnce(&mut Violations) -> Option<T>,
    ) -> Option<T> {
        match self.update {
            Some((record, mask)) if !mask.contains(name) => Some(before(record)),
            _ => self.violations.field(name, sent),
        }
    }
}

/// What reading the elements of a person's lists depends on.
#[derive(Clone, Copy)]
pub(crate) struct Elements<'a> {
    /// Where a number without a country is read.
    pub region: Country,
    /// Whether what breaks the rules of contact points is refused or kept.
    pub strictness: Strictness,
    /// Makes the ids of new elements.
    pub clock: &'a Clock,
}

/// The value, or nothing with the error noted.
pub(crate) fn ok<T, E: Bilingual>(value: Result<T, E>, violations: &mut Violations) -> Option<T> {
    value.map_err(|error| refuse(violations, error)).ok()
}

/// Notes an error of the domain.
pub(crate) fn refuse(violations: &mut Violations, error: impl Bilingual) {
    violations.add(error.to_string(), error.chinese());
}

/// The id of a record that was read before.
pub(crate) fn id(text: &str, violations: &mut Violations) -> Option<Uuid> {
    let id = Uuid::try_parse(text).ok();
    if id.is_none() {
        violations.add("must be the id that was answered with the record, a UUID", "须为返回的记录 ID（UUID）");
    }
    id
}

/// A name that must be there.
pub(crate) fn name(text: &str, violations: &mut Violations) -> Option<Label> {
    let name = ok(Label::parse(text), violations)?;
    if name.is_empty() {
        violations.add_required();
        return None;
    }
    Some(name)
}

/// Free text.
pub(crate) fn remarks(text: &str, violations: &mut Violations) -> Option<String> {
    let text = text.trim();
    if text.chars().count() > MAX_REMARKS_CHARS {
        violations.add(
            format!("must have at most {MAX_REMARKS_CHARS} characters: shorten it"),
            format!("最多 {MAX_REMARKS_CHARS} 个字符，请缩短"),
        );
        return None;
    }
    Some(text.to_owned())
}

/// The id of an element: the one that was sent, or a new one.
pub(crate) fn element_id(sent: &str, field: &'static str, clock: &Clock, violations: &mut Violations) -> Uuid {
    if sent.is_empty() {
        return clock.id();
    }
    Uuid::try_parse(sent).unwrap_or_else(|_| {
        violations.field(field, |violations| {
            violations
                .add("must be the id that was answered with the element, or absent", "须为返回的元素编号，或留空");
        });
        Uuid::nil()
    })
}
