//! What a record of any kind was, revision by revision.

use std::collections::BTreeSet;

use access::DataClass;
use access::log::Act;
use contracts::feed::v1::Cause;
use conventions::page;
use journal::Entry;
use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

use super::target::Resource;
use crate::call::Call;
use crate::domain::activity::{Activity, Kind};
use crate::error::Error;
use crate::store::activity;

/// The most revisions on a page.
const LARGEST_PAGE: usize = 200;

/// A revision of a record: what it was, which fields had changed, and the entry that says who and why.
pub(super) struct Revision<K: Resource> {
    pub record: K::Sent,
    pub changed: Vec<String>,
    pub entry: Entry,
}

/// The size of a page that was asked for.
pub(super) fn size(requested: i32) -> usize {
    page::size(requested, LARGEST_PAGE)
}

impl Call {
    /// A page of a record's revisions, newest first, and the token of the next. `fields` says which field of the contract a part of
    /// the stored form is, and of which class.
    pub(super) async fn revisions<K: Resource>(
        &self,
        id: Uuid,
        (query, size, token): (&page::Query<'_>, usize, &str),
        field: fn(&str) -> (&str, DataClass),
    ) -> Result<(Vec<Revision<K>>, String), Error> {
        let before: i64 = query.cursor(token)?.unwrap_or(i64::MAX);
        let target = self.target::<K>(id, K::VIEW).await?;
        let erased = target.activity.personal.is_none();
        // One more than the page: the revision with which its last one is compared.
        let limit = u64::try_from(size + 1).unwrap_or(u64::MAX);
        let records = &self.service.records;
        let entries = records.journal.entries(self.tenant(), id, before, limit).await?;
        let mut states = Vec::with_capacity(entries.len());
        for entry in &entries {
            states.push(activity::open_entry::<K>(&records.keyring, entry, erased).await?);
        }
        let next_page_token = match entries.get(size.saturating_sub(1)) {
            Some(last) if entries.len() > size => query.token(&last.revision)?,
            _ => String::new(),
        };
        let mut revisions = Vec::with_capacity(size);
        for (index, (entry, state)) in entries.into_iter().zip(&states).take(size).enumerate() {
            let changed = match states.get(index + 1) {
                Some(before) => changed(before, state)?,
                None => BTreeSet::new(),
            };
            let shown = changed.iter().map(|part| field(part)).filter(|(_, class)| target.classes.contains(*class));
            let changed: BTreeSet<_> = shown.map(|(field, _)| field.to_owned()).collect();
            let record = K::encode(state, target.classes);
            revisions.push(Revision { record, changed: changed.into_iter().collect(), entry });
        }
        self.log(Act::ViewHistory, K::NAME, vec![id], target.classes).await?;
        Ok((revisions, next_page_token))
    }
}

/// The parts of the stored form that differ.
fn changed<K: Kind>(before: &Activity<K>, after: &Activity<K>) -> Result<BTreeSet<String>, Error> {
    let mut changed = parts_between(&before.facts, &after.facts)?;
    if let (Some(before), Some(after)) = (&before.personal, &after.personal) {
        changed.extend(parts_between(before, after)?);
    }
    Ok(changed)
}

fn parts_between(before: &impl Serialize, after: &impl Serialize) -> Result<BTreeSet<String>, Error> {
    let (Value::Object(before), Value::Object(after)) = (serde_json::to_value(before)?, serde_json::to_value(after)?)
    else {
        return Ok(BTreeSet::new());
    };
    let names = before.keys().chain(after.keys());
    Ok(names.filter(|name| before.get(*name) != after.get(*name)).cloned().collect())
}

/// Why it happened.
pub(super) fn cause(entry: &Entry) -> Cause {
    let (kind, id) = &entry.cause;
    Cause { kind: kind.clone(), id: id.to_string() }
}
