//! A record of whatever kind, on the wire.

use access::ClassSet;
use contracts::interaction::v1::timeline_entry::Record;
use journal::Entry;

use crate::call::Call;
use crate::domain::activity::Kind;
use crate::domain::complaint::Complaint;
use crate::domain::feedback::Feedback;
use crate::domain::interaction::Interaction;
use crate::domain::service_case::ServiceCase;
use crate::domain::transaction::Transaction;
use crate::error::Error;
use crate::rpc::target::Resource;
use crate::store::activity;
use crate::store::entity::activity::Model;

/// Where a record is read.
pub(super) enum At<'a> {
    /// As it is.
    Row(&'a Model),
    /// As a change left it, and whether it is erased by now.
    Entry(&'a Entry, bool),
}

impl At<'_> {
    /// The record for a caller who may read `classes`; none when it is of no kind of the contract.
    pub(super) async fn record(&self, call: &Call, classes: ClassSet) -> Result<Option<Record>, Error> {
        let kind = match self {
            At::Row(row) => row.kind.as_str(),
            At::Entry(entry, _) => entry.kind.as_str(),
        };
        Ok(match kind {
            Interaction::NAME => Some(Record::Interaction(self.sent::<Interaction>(call, classes).await?)),
            Transaction::NAME => Some(Record::Transaction(self.sent::<Transaction>(call, classes).await?)),
            Feedback::NAME => Some(Record::Feedback(self.sent::<Feedback>(call, classes).await?)),
            Complaint::NAME => Some(Record::Complaint(self.sent::<Complaint>(call, classes).await?)),
            ServiceCase::NAME => Some(Record::ServiceCase(self.sent::<ServiceCase>(call, classes).await?)),
            _ => None,
        })
    }

    async fn sent<K: Resource>(&self, call: &Call, classes: ClassSet) -> Result<K::Sent, Error> {
        let keyring = &call.service.records.keyring;
        let activity = match self {
            At::Row(row) => activity::open(keyring, row).await?,
            At::Entry(entry, is_erased) => activity::open_entry(keyring, entry, *is_erased).await?,
        };
        Ok(K::encode(&activity, classes))
    }
}
