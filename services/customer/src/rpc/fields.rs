//! Fields that several records have.

use std::collections::BTreeMap;

use clock::Clock;
use contracts::customer::v1::ExternalId as SentExternalId;
use conventions::fields::{ok, refuse, text};
use conventions::violations::Violations;

use crate::domain::contact_point::{ContactPoints, MAX_CONTACT_POINTS, Strictness};
use crate::domain::external_id::{ExternalId, MAX_EXTERNAL_IDS};
use crate::domain::important_date::{ImportantDate, MAX_IMPORTANT_DATES};
use crate::domain::name::Label;
use crate::domain::region::Country;
use crate::domain::tenant::LANGUAGES;
use crate::domain::vocabulary::Names;

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

/// What something is called, by language: at least one name, each of which `is_free`.
pub(crate) fn names(
    sent: &BTreeMap<String, String>,
    is_free: impl Fn(&Label, &mut Violations) -> bool,
    violations: &mut Violations,
) -> Option<Names> {
    if sent.is_empty() {
        violations.add_required();
        return None;
    }
    let read = sent.iter().map(|(language, text)| {
        let Some(language) = LANGUAGES.into_iter().find(|known| known.eq_ignore_ascii_case(language)) else {
            let list = LANGUAGES.join(", ");
            violations
                .add(format!("must be by language, each one of {list}"), format!("须按语言填写，语言为 {list} 之一"));
            return None;
        };
        let name = name(text, violations)?;
        is_free(&name, violations).then(|| (language.to_owned(), name))
    });
    // All are read, so that every violation is noted.
    let read: Vec<_> = read.collect();
    read.into_iter().collect::<Option<BTreeMap<_, _>>>().map(Names::new)
}

/// Remarks.
pub(crate) fn remarks(sent: &str, violations: &mut Violations) -> Option<String> {
    text(sent, MAX_REMARKS_CHARS, violations)
}

/// Ids in other systems, each once.
pub(crate) fn external_ids(sent: &[SentExternalId], violations: &mut Violations) -> Option<Vec<ExternalId>> {
    let mut ids: Vec<ExternalId> = Vec::with_capacity(sent.len());
    for (index, sent) in sent.iter().enumerate() {
        violations.item(index, |violations| match ExternalId::parse(&sent.source, &sent.id) {
            Ok(id) if ids.contains(&id) => violations.add("must not be there twice: remove one", "重复，请去掉一个"),
            Ok(id) => ids.push(id),
            Err(error) => refuse(violations, error),
        });
    }
    (ids.len() == sent.len()).then_some(ids)
}

/// Ids in other systems, as they are answered.
pub(crate) fn sent_external_ids(ids: &[ExternalId]) -> Vec<SentExternalId> {
    ids.iter().map(|id| SentExternalId { source: id.source().to_owned(), id: id.id().to_owned() }).collect()
}

/// The ids of a record, and those of `more` that it has not.
pub(crate) fn with_more_external_ids(
    ids: &[ExternalId],
    more: Vec<ExternalId>,
    violations: &mut Violations,
) -> Vec<ExternalId> {
    let new = more.into_iter().filter(|id| !ids.contains(id));
    let all: Vec<_> = ids.iter().cloned().chain(new).collect();
    refuse_more("external_ids", all.len(), MAX_EXTERNAL_IDS, violations);
    all
}

/// The days of a record, and those of `more` that it has not.
pub(crate) fn with_more_dates(
    dates: &[ImportantDate],
    more: Vec<ImportantDate>,
    violations: &mut Violations,
) -> Vec<ImportantDate> {
    let new = more.into_iter().filter(|date| dates.iter().all(|known| known.id() != date.id()));
    let all: Vec<_> = dates.iter().cloned().chain(new).collect();
    refuse_more("important_dates", all.len(), MAX_IMPORTANT_DATES, violations);
    all
}

/// The contact points of a record, and those of `more` that it has not.
pub(crate) fn with_more_contact_points(
    points: &ContactPoints,
    more: ContactPoints,
    violations: &mut Violations,
) -> ContactPoints {
    let all = points.with_more(more);
    refuse_more("contact_points", all.as_slice().len(), MAX_CONTACT_POINTS, violations);
    all
}

/// Refuses a list to which more was added than a record can have.
pub(crate) fn refuse_more(list: &'static str, count: usize, most: usize, violations: &mut Violations) {
    if count > most {
        violations.field(list, |violations| {
            violations.add(
                format!("would be {count}, more than the {most} that a record can have: remove some first"),
                format!("将有 {count} 项，超过一条记录的上限 {most}，请先移除一些"),
            );
        });
    }
}
