//! Fields that several records have.

use clock::Clock;
use conventions::fields::{ok, text};
use conventions::violations::Violations;

use crate::domain::contact_point::Strictness;
use crate::domain::name::Label;
use crate::domain::region::Country;

/// The longest remarks, in characters.
const MAX_REMARKS_CHARS: usize = 10_000;

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

/// A name that must be there.
pub(crate) fn name(text: &str, violations: &mut Violations) -> Option<Label> {
    let name = ok(Label::parse(text), violations)?;
    if name.is_empty() {
        violations.add_required();
        return None;
    }
    Some(name)
}

/// Remarks.
pub(crate) fn remarks(sent: &str, violations: &mut Violations) -> Option<String> {
    text(sent, MAX_REMARKS_CHARS, violations)
}
