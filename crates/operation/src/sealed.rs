//! A record about one person in the form in which it is kept: facts in the clear, the rest sealed under that person's key.

use keyring::{Context, KeySlot, Keyring, SubjectKey};
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use crate::Error;

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

/// A revision of a record about one person.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// The service that keeps it.
    pub service: &'static str,
    /// The tenant.
    pub tenant: &'a str,
    /// The kind of record.
    pub kind: &'static str,
    /// The record.
    pub id: Uuid,
    /// The revision.
    pub revision: i64,
    /// The person whose key seals it; often the record itself.
    pub subject: Uuid,
}

impl Place<'_> {
    /// What the ciphertext is bound to: elsewhere it does not open.
    fn context(&self) -> Context<'_> {
        let Self { service, tenant, kind, id, revision, subject } = *self;
        Context { tenant, service, entity_kind: kind, entity_id: id, revision, subject }
    }

    /// Puts a record into the form in which it is kept, sealed for its revision.
    ///
    /// # Errors
    /// [`Error::RecordTooLarge`]; [`Error::Internal`] when it cannot be written as JSON or sealed.
    pub fn keep<O>(
        &self,
        facts: &impl Serialize,
        personal: Option<&impl Serialize>,
        key: Option<&SubjectKey>,
    ) -> Result<Kept, Error<O>> {
        let facts = serde_json::to_string(facts)?;
        let sealed = match (personal, key) {
            (None, _) => Vec::new(),
            (Some(personal), Some(key)) => key.seal(&self.context(), &serde_json::to_vec(personal)?)?,
            (Some(_), None) => return Err(Error::Internal("a personal part without a key")),
        };
        let size = facts.len() + sealed.len();
        if size > LARGEST_RECORD {
            return Err(Error::RecordTooLarge { field: self.kind, size });
        }
        Ok(Kept { facts, sealed })
    }

    /// The personal part; none when there is none, or its key is gone.
    ///
    /// # Errors
    /// [`Error::Fault`] when it does not open.
    pub async fn open<P: DeserializeOwned, O>(&self, keyring: &Keyring, sealed: &[u8]) -> Result<Option<P>, Error<O>> {
        if sealed.is_empty() {
            return Ok(None);
        }
        match keyring.key(KeySlot::of_sealed(sealed)?).await {
            Ok(key) => Ok(Some(serde_json::from_slice(&key.open(&self.context(), sealed)?)?)),
            Err(keyring::Error::Shredded(_)) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }
}

/// The facts of a record, in any form up to that of the schema `newest`.
///
/// # Errors
/// [`Error::SchemaNewer`] when a newer release wrote them; [`Error::Fault`] when they are malformed.
pub fn read_facts<F: DeserializeOwned, O>(schema: i64, newest: i64, facts: &str) -> Result<F, Error<O>> {
    if schema > newest {
        return Err(Error::SchemaNewer);
    }
    Ok(serde_json::from_str(facts)?)
}
