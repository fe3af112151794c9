//! The fields of a record in a request, read into values that cannot be wrong; every violation is noted.

use clock::Clock;
use contracts::validation::Violations;
use uuid::Uuid;

use crate::etag;
use crate::mask::UpdateMask;
use crate::violations::Bilingual;

/// Reads a record that is created or updated.
pub struct Fields<'a, R> {
    /// The record before, and which of its fields the update changes; none on create, where all fields are read.
    pub update: Option<(&'a R, &'a UpdateMask)>,
    /// What is wrong with the record.
    pub violations: &'a mut Violations,
}

impl<R> Fields<'_, R> {
    /// A field as it was `sent`, or as it was `before` where the update leaves it; none when there is a violation.
    pub fn read<T>(
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

/// The value, or nothing with the error noted.
pub fn ok<T, E: Bilingual>(value: Result<T, E>, violations: &mut Violations) -> Option<T> {
    value.map_err(|error| refuse(violations, error)).ok()
}

/// Notes an error of the domain.
pub fn refuse(violations: &mut Violations, error: impl Bilingual) {
    violations.add(error.to_string(), error.chinese());
}

/// The id of a record that was read before.
pub fn id(text: &str, violations: &mut Violations) -> Option<Uuid> {
    let id = Uuid::try_parse(text).ok();
    if id.is_none() {
        violations.add("must be the id that was answered with the record, a UUID", "须为返回的记录 ID（UUID）");
    }
    id
}

/// The id of an element: the one that was sent, or a new one.
pub fn element_id(sent: &str, field: &'static str, clock: &Clock, violations: &mut Violations) -> Uuid {
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

/// The revision that the caller saw; none for an empty etag.
pub fn seen(sent: &str, violations: &mut Violations) -> Option<i64> {
    if sent.is_empty() { None } else { etag::revision(sent, violations) }
}

/// Free text of at most so many characters, without spaces at its ends.
pub fn text(sent: &str, most_chars: usize, violations: &mut Violations) -> Option<String> {
    let text = sent.trim();
    if text.chars().count() > most_chars {
        violations.add(
            format!("must have at most {most_chars} characters: shorten it"),
            format!("最多 {most_chars} 个字符，请缩短"),
        );
        return None;
    }
    Some(text.to_owned())
}
