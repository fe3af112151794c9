//! What a consumer makes of a feed.

use std::collections::HashMap;

use contracts::feed::v1::Entry;
use database::{Error, WriteTransaction};

/// What a consumer keeps of what a publisher tells, in tables of its own database.
pub trait Projection: Send + Sync + 'static {
    /// Takes entries in, in their order within each partition. Together with the checkpoint this happens once for each entry;
    /// still, a revision that is not newer than the one kept is to be left alone: see [`newest`] and
    /// [`WriteTransaction::put_newer`].
    ///
    /// # Errors
    /// Those of the database; the entries come again.
    fn apply(
        &self,
        transaction: &mut WriteTransaction,
        entries: &[Entry],
    ) -> impl Future<Output = Result<(), Error>> + Send;

    /// Forgets everything: the publisher was restored from an older copy, and all of it comes again from the start.
    ///
    /// # Errors
    /// Those of the database; it is tried again.
    fn reset(&self, transaction: &mut WriteTransaction) -> impl Future<Output = Result<(), Error>> + Send;
}

/// Of each record the entry of the newest revision, for projections that keep the present state alone.
pub fn newest(entries: &[Entry]) -> impl Iterator<Item = &Entry> {
    let mut newest: HashMap<(&str, &str, &str), &Entry> = HashMap::new();
    for entry in entries {
        let record = (entry.tenant_id.as_str(), entry.entity_kind.as_str(), entry.entity_id.as_str());
        let known = newest.entry(record).or_insert(entry);
        if known.revision < entry.revision {
            *known = entry;
        }
    }
    newest.into_values()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_each_record_the_newest_revision_is_left() {
        let entry = |tenant: &str, id: &str, revision| Entry {
            tenant_id: tenant.into(),
            entity_kind: "note".into(),
            entity_id: id.into(),
            revision,
            ..Entry::default()
        };
        let entries =
            [entry("a", "1", 2), entry("a", "1", 3), entry("b", "1", 1), entry("a", "1", 1), entry("a", "2", 1)];
        let mut left: Vec<_> =
            newest(&entries).map(|e| (e.tenant_id.as_str(), e.entity_id.as_str(), e.revision)).collect();
        left.sort_unstable();
        assert_eq!(left, [("a", "1", 3), ("a", "2", 1), ("b", "1", 1)]);
    }
}
