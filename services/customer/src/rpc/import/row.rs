//! A row of an import.

use std::collections::HashMap;

use access::Action;
use contracts::customer::v1::{Customer as Sent, ExternalId as SentExternalId, ImportAction, ImportOutcome, ImportRow};
use conventions::mask::UpdateMask;
use conventions::problem::Problem;
use conventions::violations::{Validate, Violations, require_none};
use futures::future::join_all;
use uuid::Uuid;

use super::import_customers::Import;
use crate::domain::contact_point::Strictness;
use crate::domain::external_id::{ExternalId, MAX_EXTERNAL_IDS};
use crate::error::{Error, Objection};
use crate::rpc::customer::create::{Created, create_one};
use crate::rpc::customer::update;
use crate::store::customer::{self, EXTERNAL_ID_KEY, Key};

/// The beginning of the source of the external ids that are made of a file's digest and a row's number.
const FILE_SOURCE: &str = "import:";
/// How many digits of the digest stand in such a source.
const DIGEST_DIGITS: usize = 40;

/// Who has the external ids of some rows: the customer, by the keyed hash of the id.
type Holders = HashMap<Vec<u8>, Uuid>;

/// How often a row is tried again because its customer was changed meanwhile.
const MOST_CONFLICTS: usize = 10;

/// Imports rows all at once, those of one customer one after another: what arrives together is written together.
pub(super) async fn import_all(import: &Import, rows: Vec<ImportRow>) -> Result<Vec<ImportOutcome>, Error> {
    let rows: Vec<_> = rows.into_iter().map(|row| import.identified(row)).collect();
    let keys = rows.iter().flat_map(|row| import.keys_of(row.customer.as_ref()));
    let call = &import.call;
    let holders = customer::holders(call.service.database(), call.tenant(), EXTERNAL_ID_KEY, keys).await?;
    let outcomes = join_all(by_customer(&rows).into_iter().map(async |rows| {
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
fn by_customer(rows: &[ImportRow]) -> Vec<Vec<(usize, &ImportRow)>> {
    let mut customers: Vec<Vec<_>> = Vec::new();
    let mut known = HashMap::new();
    for (place, row) in rows.iter().enumerate() {
        let id = row.customer.as_ref().and_then(|sent| sent.external_ids.first());
        let customer = *known.entry(id.map(|id| (&id.source, &id.id))).or_insert(customers.len());
        match customers.get_mut(customer) {
            Some(rows) => rows.push((place, row)),
            None => customers.push(vec![(place, row)]),
        }
    }
    customers
}

/// What was done with a row, and with which customer.
struct Done {
    action: ImportAction,
    customer_id: String,
    customer_number: String,
}

impl Import {
    /// The row, with an external id of its own where it has none.
    fn identified(&self, mut row: ImportRow) -> ImportRow {
        if let Some(sent) = &mut row.customer
            && sent.external_ids.is_empty()
        {
            sent.external_ids.push(SentExternalId { source: self.file_source(), id: row.row_number.to_string() });
        }
        row
    }

    /// The source of the external ids of this file's rows.
    fn file_source(&self) -> String {
        let digits: String = self.header.file_digest.to_ascii_lowercase().chars().take(DIGEST_DIGITS).collect();
        format!("{FILE_SOURCE}{digits}")
    }

    fn keys_of(&self, sent: Option<&Sent>) -> Vec<Vec<u8>> {
        // What is beyond the limit is refused by the rules of the row.
        let ids = sent.into_iter().flat_map(|sent| sent.external_ids.iter().take(MAX_EXTERNAL_IDS));
        let ids = ids.filter_map(|sent| ExternalId::parse(&sent.source, &sent.id).ok());
        ids.map(|id| customer::external_id_key(&self.call.keys, &id).value).collect()
    }

    async fn outcome(&self, row: &ImportRow, holders: &Holders) -> ImportOutcome {
        let mut outcome = ImportOutcome { row_number: row.row_number, ..ImportOutcome::default() };
        match self.import(row, holders).await {
            Ok(done) => {
                outcome.set_action(done.action);
                outcome.customer_id = done.customer_id;
                outcome.customer_number = done.customer_number;
            }
            Err(error) => {
                outcome.set_action(ImportAction::Rejected);
                outcome.error = Some(Problem::from(error).into_rpc_status(self.call.language()));
            }
        }
        outcome
    }

    async fn import(&self, row: &ImportRow, holders: &Holders) -> Result<Done, Error> {
        let mut violations = Violations::default();
        row.validate(&mut violations);
        require_none(violations)?;
        let sent = row.customer.as_ref().ok_or(Error::Internal("a row without a customer passed the rules"))?;
        let keys = self.keys_of(Some(sent));
        if let Some(holder) = keys.iter().find_map(|key| holders.get(key)) {
            return self.update(*holder, sent).await;
        }
        match self.create(sent).await {
            // Another row, or another import, came first.
            Err(Error::Objection(Objection::ExternalIdTaken)) => {
                let call = &self.call;
                let holders = customer::holders(call.service.database(), call.tenant(), EXTERNAL_ID_KEY, keys).await?;
                let holder = holders.into_values().next().ok_or(Error::Objection(Objection::ExternalIdTaken))?;
                self.update(holder, sent).await
            }
            done => done,
        }
    }

    async fn update(&self, holder: Uuid, sent: &Sent) -> Result<Done, Error> {
        for _ in 0..MOST_CONFLICTS {
            match self.update_once(holder, sent).await {
                Err(Error::EtagMismatch { .. }) => {}
                done => return done,
            }
        }
        self.update_once(holder, sent).await
    }

    async fn create(&self, sent: &Sent) -> Result<Done, Error> {
        let validate_only = self.header.validate_only;
        match create_one(&self.call, sent, Strictness::Import, None, validate_only).await? {
            Created::Now(..) if validate_only => Ok(Done::new(ImportAction::Created, String::new(), String::new())),
            Created::Now(customer, _) => {
                let number = customer.facts.number.to_string();
                Ok(Done::new(ImportAction::Created, customer.id.to_string(), number))
            }
            Created::Before { .. } => Err(Error::Internal("a row without a request id was answered before")),
        }
    }

    async fn update_once(&self, holder: Uuid, sent: &Sent) -> Result<Done, Error> {
        let target = self.call.target(&Key::Id(holder), Action::Update).await?;
        let done = |action| {
            let (id, number) = (target.customer.id.to_string(), target.customer.facts.number.to_string());
            Done::new(action, id, number)
        };
        if sent.external_ids.iter().any(|id| id.source == self.file_source()) {
            return Ok(done(ImportAction::Unchanged));
        }
        let fixed = String::new;
        let sent = Sent { stage: fixed(), stage_reason: fixed(), customer_number: fixed(), ..sent.clone() };
        let mask = UpdateMask::new(None, &sent, &mut Violations::default());
        let validate_only = self.header.validate_only;
        let after = update::apply(&self.call, &target, &sent, &mask, Strictness::Import, None, validate_only).await?;
        let is_changed = after.revision != target.customer.revision;
        Ok(done(if is_changed { ImportAction::Updated } else { ImportAction::Unchanged }))
    }
}

impl Done {
    fn new(action: ImportAction, customer_id: String, customer_number: String) -> Self {
        Self { action, customer_id, customer_number }
    }
}
