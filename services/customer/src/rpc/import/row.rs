//! A row of an import, whatever it describes.

mod contact_person;
mod customer;

use std::collections::HashMap;

use contracts::customer::v1::import_row::Record;
use contracts::customer::v1::{ExternalId as SentExternalId, ImportAction, ImportOutcome, ImportRow};
use conventions::problem::Problem;
use conventions::violations::{Validate, Violations, require_none};
use futures::future::join_all;
use journal::UniqueKey;
use uuid::Uuid;

use super::import_customers::Import;
use crate::domain::external_id::{ExternalId, MAX_EXTERNAL_IDS};
use crate::error::{Error, Objection};
use crate::store::unique_key::{self, CUSTOMER_EXTERNAL_ID, PERSON_EXTERNAL_ID};

/// The beginning of the source of the external ids that are made of a file's digest and a row's number.
const FILE_SOURCE: &str = "import:";
/// How many digits of the digest stand in such a source.
const DIGEST_DIGITS: usize = 40;
/// How often a row is tried again because its record was changed meanwhile.
const MOST_CONFLICTS: usize = 10;

/// Who has the external ids of some rows.
type Holders = HashMap<UniqueKey, Uuid>;

/// Imports rows all at once, those of one record one after another: what arrives together is written together.
pub(super) async fn import_all(import: &Import, rows: Vec<ImportRow>) -> Result<Vec<ImportOutcome>, Error> {
    let rows: Vec<_> = rows.into_iter().map(|row| import.identified(row)).collect();
    let keys: Vec<_> = rows.iter().flat_map(|row| import.keys_of(row)).collect();
    let holders = import.holders(&keys).await?;
    let outcomes = join_all(by_record(&rows).into_iter().map(async |rows| {
        let mut outcomes = Vec::with_capacity(rows.len());
        for (place, row) in rows {
            outcomes.push((place, import.outcome(row, &holders).await));
        }
        outcomes
    }));
    let mut outcomes = outcomes.await.concat();
    outcomes.sort_unstable_by_key(|(place, _)| *place);
    Ok(outcomes.into_iter().map(|(_, outcome)| outcome).collect())
}

/// The rows with their places, together where their first external id is the same.
fn by_record(rows: &[ImportRow]) -> Vec<Vec<(usize, &ImportRow)>> {
    let mut records: Vec<Vec<_>> = Vec::new();
    let mut known = HashMap::new();
    for (place, row) in rows.iter().enumerate() {
        let (kind, ids) = external_ids(row);
        let id = ids.first().map(|id| (kind, &id.source, &id.id));
        let record = *known.entry(id).or_insert(records.len());
        match records.get_mut(record) {
            Some(rows) => rows.push((place, row)),
            None => records.push(vec![(place, row)]),
        }
    }
    records
}

/// The external ids of what a row describes, and the kind of the keys that stand for them.
fn external_ids(row: &ImportRow) -> (&'static str, &[SentExternalId]) {
    match &row.record {
        Some(Record::Customer(sent)) => (CUSTOMER_EXTERNAL_ID, &sent.external_ids),
        Some(Record::ContactPerson(sent)) => (PERSON_EXTERNAL_ID, &sent.external_ids),
        None => (CUSTOMER_EXTERNAL_ID, &[]),
    }
}

/// What was done with a row.
fn done(action: ImportAction) -> ImportOutcome {
    ImportOutcome { action: action.into(), ..ImportOutcome::default() }
}

impl Import {
    /// The row, with an external id of its own where it has none.
    fn identified(&self, mut row: ImportRow) -> ImportRow {
        let own = SentExternalId { source: self.file_source(), id: row.row_number.to_string() };
        match &mut row.record {
            Some(Record::Customer(sent)) if sent.external_ids.is_empty() => sent.external_ids.push(own),
            Some(Record::ContactPerson(sent)) if sent.external_ids.is_empty() => sent.external_ids.push(own),
            Some(Record::Customer(_) | Record::ContactPerson(_)) | None => {}
        }
        row
    }

    /// The source of the external ids of this file's rows.
    fn file_source(&self) -> String {
        let digits: String = self.header.file_digest.to_ascii_lowercase().chars().take(DIGEST_DIGITS).collect();
        format!("{FILE_SOURCE}{digits}")
    }

    /// Whether a row is known by the digest of this file and its number: what it says was imported before.
    fn is_of_this_file(&self, ids: &[SentExternalId]) -> bool {
        ids.iter().any(|id| id.source == self.file_source())
    }

    fn keys_of(&self, row: &ImportRow) -> Vec<UniqueKey> {
        let (kind, ids) = external_ids(row);
        // What is beyond the limit is refused by the rules of the row.
        let ids = ids.iter().take(MAX_EXTERNAL_IDS).filter_map(|sent| ExternalId::parse(&sent.source, &sent.id).ok());
        ids.map(|id| unique_key::of_external_id(&self.call.keys, kind, &id)).collect()
    }

    async fn holders(&self, keys: &[UniqueKey]) -> Result<Holders, Error> {
        unique_key::holders(self.call.service.database(), self.call.tenant(), keys).await
    }

    async fn outcome(&self, row: &ImportRow, holders: &Holders) -> ImportOutcome {
        let outcome = self.import(row, holders).await.unwrap_or_else(|error| ImportOutcome {
            error: Some(Problem::from(error).into_rpc_status(self.call.language())),
            ..done(ImportAction::Rejected)
        });
        ImportOutcome { row_number: row.row_number, ..outcome }
    }

    async fn import(&self, row: &ImportRow, holders: &Holders) -> Result<ImportOutcome, Error> {
        let mut violations = Violations::default();
        row.validate(&mut violations);
        require_none(violations)?;
        let record = row.record.as_ref().ok_or(Error::Internal("a row without a record passed the rules"))?;
        let keys = self.keys_of(row);
        if let Some(holder) = keys.iter().find_map(|key| holders.get(key)) {
            return self.update(*holder, record, row).await;
        }
        let created = match record {
            Record::Customer(sent) => self.create_customer(sent).await,
            Record::ContactPerson(sent) => self.create_contact_person(sent, row).await,
        };
        match created {
            // Another row, or another import, came first.
            Err(Error::Objection(Objection::ExternalIdTaken)) => {
                let holder = self.holders(&keys).await?.into_values().next();
                self.update(holder.ok_or(Error::Objection(Objection::ExternalIdTaken))?, record, row).await
            }
            done => done,
        }
    }

    async fn update(&self, holder: Uuid, record: &Record, row: &ImportRow) -> Result<ImportOutcome, Error> {
        for _ in 0..MOST_CONFLICTS {
            match self.update_once(holder, record, row).await {
                Err(Error::EtagMismatch { .. }) => {}
                done => return done,
            }
        }
        self.update_once(holder, record, row).await
    }

    async fn update_once(&self, holder: Uuid, record: &Record, row: &ImportRow) -> Result<ImportOutcome, Error> {
        match record {
            Record::Customer(sent) => self.update_customer(holder, sent).await,
            Record::ContactPerson(sent) => self.update_contact_person(holder, sent, row).await,
        }
    }
}
