//! What an erasure that stands in the ledger does to the records.

use journal::{ChangeKind, Refusal, Write, WriteError};
use keyring::KeySlot;
use keyring::ledger::Erasure;
use operation::erasure::{self, Erase};

use crate::Service;
use crate::domain::contact_person::ContactPerson;
use crate::domain::customer::{Customer, State};
use crate::error::Error;
use crate::store::customer::{self, Filing, Key};
use crate::store::unique_key::{self, CUSTOMER_EXTERNAL_ID, PERSON_EXTERNAL_ID};
use crate::store::{contact_person, record};

impl Erase for Service {
    /// A subject has one key, from its first revision to its last, and whoever asks for the erasure names it.
    async fn erase(&self, erasure: &Erasure) -> Result<Vec<KeySlot>, Error> {
        while let Some(write) = self.erasing(erasure).await? {
            match self.records.journal.write(write).await {
                // Others changed it meanwhile.
                Err(WriteError::Refused(Refusal::Revision { .. })) => {}
                outcome => {
                    outcome?;
                    break;
                }
            }
        }
        Ok(Vec::new())
    }

    async fn vacuum(&self) -> Result<(), Error> {
        customer::TOKENS.vacuum(self.database()).await?;
        Ok(contact_person::TOKENS.vacuum(self.database()).await?)
    }
}

impl Service {
    /// What makes the record of an erased subject say so; none when it does, or there is none.
    async fn erasing(&self, erasure: &Erasure) -> Result<Option<Write>, Error> {
        let Erasure { tenant, subject, .. } = erasure;
        let (database, salt) = (self.database(), self.records.clock.salt());
        let keys = self.records.keyring.tenant_key(tenant).await?;
        let (change, releases) = if let Some(row) = customer::find(database, tenant, &keys, &Key::Id(*subject)).await? {
            let before = record::without_personal(&row)?;
            // What was removed for good is marked as erased by having no personal part.
            let is_done = before.facts.state == State::Purged && row.sealed.is_empty();
            let Some(erased) = before.erased().ok().filter(|_| !is_done) else { return Ok(None) };
            let after = Customer { revision: before.revision + 1, ..erased };
            let kept = record::keep(tenant, &after, None)?;
            let fields = self.custom_fields.get(tenant).await?;
            let filing = Filing { tenant, keys: &keys, fields: &fields };
            let change = customer::change(filing, Some(&before), &after, kept, ChangeKind::Erased, salt)?;
            (change, unique_key::held(database, tenant, &[CUSTOMER_EXTERNAL_ID], *subject).await?)
        } else if let Some(row) = contact_person::find(database, tenant, *subject).await? {
            let before = contact_person::without_personal(&row)?;
            let Ok(erased) = before.erased() else { return Ok(None) };
            let after = ContactPerson { revision: before.revision + 1, ..erased };
            let kept = contact_person::keep(tenant, &after, None)?;
            let change = contact_person::change(tenant, &keys, Some(&before), &after, kept, ChangeKind::Erased, salt)?;
            let kinds = [PERSON_EXTERNAL_ID, contact_person::PRIMARY_KEY];
            (change, unique_key::held(database, tenant, &kinds, *subject).await?)
        } else {
            return Ok(None);
        };
        Ok(Some(Write { releases, ..erasure::write(erasure, change) }))
    }
}
