//! A segment as it was sent.

use clock::Instant;
use contracts::analytics::v1::Segment as Sent;
use conventions::fields::{Fields, text};
use conventions::mask::UpdateMask;
use conventions::violations::{Violations, require};
use expression::Filter;

use crate::domain::segment::{LONGEST_NAME, Segment, SegmentFacts};
use crate::error::Error;
use crate::rpc::money;
use crate::store::members;
use crate::store::tag::Synonyms;

/// What is said of a segment that is created, or was before and is updated by a mask.
pub(super) fn read(
    sent: &Sent,
    update: Option<(&Segment, &UpdateMask)>,
    create_time: Instant,
    synonyms: &Synonyms,
) -> Result<SegmentFacts, Error> {
    let mut violations = Violations::default();
    let facts = violations.field("segment", |violations| {
        let mut fields = Fields { update, violations };
        let display_name =
            fields.read("display_name", |old| old.facts.display_name.clone(), |v| display_name(&sent.display_name, v));
        let filter = fields.read(
            "filter",
            |old| old.facts.filter.clone(),
            |v| filter(&sent.filter, synonyms, v).map(|_| sent.filter.trim().to_owned()),
        );
        let currency =
            fields.read("currency_code", |old| old.facts.currency.clone(), |v| money::currency(&sent.currency_code, v));
        let (display_name, filter, currency) = (display_name?, filter?, currency?);
        Some(SegmentFacts { display_name, filter, currency, deleted: false, create_time })
    });
    Ok(require(violations, facts)?)
}

/// An expression over customers and their metrics that must be there.
pub(super) fn filter(sent: &str, synonyms: &Synonyms, violations: &mut Violations) -> Option<Filter> {
    if sent.trim().is_empty() {
        violations.add_required();
        return None;
    }
    let filter = Filter::parse(sent, &members::schema(synonyms));
    filter.map_err(|error| violations.add(error.to_string(), error.chinese())).ok()
}

fn display_name(sent: &str, violations: &mut Violations) -> Option<String> {
    let name = text(sent, LONGEST_NAME, violations)?;
    if name.is_empty() {
        violations.add_required();
        return None;
    }
    Some(name)
}
