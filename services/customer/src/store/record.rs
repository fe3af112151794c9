//! A customer in the form in which it is kept: facts in the clear, the rest sealed under the customer's key.

use clock::Instant;
use journal::Entry;
use keyring::{Context, KeySlot, Keyring, SubjectKey};
use uuid::Uuid;

use super::entity::customer;
use crate::domain::customer::{Customer, Facts, Personal, SCHEMA, State};
use crate::error::Error;

/// The kind of a customer's entries.
pub const KIND: &str = "customer";
/// The largest record: facts and sealed part together, in bytes.
pub const LARGEST_RECORD: usize = 64 * 1024;

/// A record as it is kept.
#[derive(Clone, Debug)]
pub struct Kept {
    /// In JSON.
    pub facts: String,
    /// Sealed JSON; empty when there is no personal part.
    pub sealed: Vec<u8>,
}

/// Puts a record into the form in which it is kept, sealed for its revision.
///
/// # Errors
/// [`Error::RecordTooLarge`]; [`Error::Internal`] when it cannot be written as JSON or sealed.
pub fn keep(tenant: &str, customer: &Customer, key: Option<&SubjectKey>) -> Result<Kept, Error> {
    let facts = serde_json::to_string(&customer.facts)?;
    let sealed = match (&customer.personal, key) {
        (None, _) => Vec::new(),
        (Some(personal), Some(key)) => {
            key.seal(&context(tenant, customer.id, customer.revision), &serde_json::to_vec(personal)?)?
        }
        (Some(_), None) => return Err(Error::Internal("a personal part without a key")),
    };
    let size = facts.len() + sealed.len();
    if size > LARGEST_RECORD {
        return Err(Error::RecordTooLarge { size });
    }
    Ok(Kept { facts, sealed })
}

/// Opens records with the keys of a keyring.
pub struct Opener<'a> {
    /// The keyring.
    pub keyring: &'a Keyring,
    /// The tenant.
    pub tenant: &'a str,
}

impl Opener<'_> {
    /// The record in a row.
    ///
    /// # Errors
    /// [`Error::SchemaNewer`] when a newer release wrote it; [`Error::Internal`] when it does not open.
    pub async fn row(&self, row: &customer::Model) -> Result<Customer, Error> {
        let time = Instant::from_micros(row.update_time);
        self.open(row.customer_id, row.revision, time, row.schema, &row.facts, &row.sealed).await
    }

    /// The record after an entry. Where the record is erased by now, without its personal part.
    ///
    /// # Errors
    /// As [`Opener::row`].
    pub async fn entry(&self, entry: &Entry, erased: bool) -> Result<Customer, Error> {
        let facts = entry.facts.as_deref().ok_or(Error::Internal("an entry without facts"))?;
        let sealed = if erased { &[][..] } else { entry.sealed.as_deref().unwrap_or_default() };
        self.open(entry.id, entry.revision, entry.time, entry.schema, facts, sealed).await
    }

    async fn open(
        &self,
        id: Uuid,
        revision: i64,
        update_time: Instant,
        schema: i64,
        facts: &str,
        sealed: &[u8],
    ) -> Result<Customer, Error> {
        if schema > SCHEMA {
            return Err(Error::SchemaNewer);
        }
        let mut facts: Facts = serde_json::from_str(facts)?;
        let personal = match sealed {
            [] => None,
            sealed => match self.keyring.key(KeySlot::of_sealed(sealed)?).await {
                Ok(key) => {
                    Some(serde_json::from_slice::<Personal>(&key.open(&context(self.tenant, id, revision), sealed)?)?)
                }
                Err(keyring::Error::Shredded(_)) => None,
                Err(error) => return Err(error.into()),
            },
        };
        if personal.is_none() {
            facts.state = State::Erased;
        }
        Ok(Customer { id, revision, update_time, facts, personal })
    }
}

/// What a customer's ciphertext is bound to: elsewhere it does not open.
fn context(tenant: &str, id: Uuid, revision: i64) -> Context<'_> {
    Context { tenant, service: crate::NAME, entity_kind: KIND, entity_id: id, revision, subject: id }
}
