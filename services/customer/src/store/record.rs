//! A customer in the form in which it is kept: facts in the clear, the rest sealed under the customer's key.

use clock::Instant;
use journal::Entry;
use keyring::{Keyring, SubjectKey};
use uuid::Uuid;

use super::entity::customer;
use crate::NAME;
use crate::domain::carried_tag;
use crate::domain::customer::{Customer, Facts, SCHEMA, State};
use crate::domain::vocabulary::Vocabularies;
use crate::error::Error;
use crate::tenant_cache::TenantCache;
use operation::{Kept, Place, read_facts};

/// The kind of a customer's entries.
pub const KIND: &str = "customer";

/// Puts a record into the form in which it is kept, sealed for its revision.
///
/// # Errors
/// [`Error::RecordTooLarge`]; [`Error::Internal`] when it cannot be written as JSON or sealed.
pub fn keep(tenant: &str, customer: &Customer, key: Option<&SubjectKey>) -> Result<Kept, Error> {
    let dates = customer.personal.as_ref().map_or(0, |personal| personal.important_dates.len());
    let facts = Facts { important_date_count: u16::try_from(dates).unwrap_or(u16::MAX), ..customer.facts.clone() };
    place(tenant, customer.id, customer.revision).keep(&facts, customer.personal.as_ref(), key)
}

fn place(tenant: &str, id: Uuid, revision: i64) -> Place<'_> {
    Place { service: NAME, tenant, kind: KIND, id, revision, subject: id }
}

/// Opens records with the keys of a keyring.
pub struct Opener<'a> {
    /// The keyring.
    pub keyring: &'a Keyring,
    /// The tenant.
    pub tenant: &'a str,
    /// The vocabularies, which say what stands for a merged tag.
    pub vocabularies: &'a TenantCache<Vocabularies>,
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
        let mut facts: Facts = read_facts(schema, SCHEMA, facts)?;
        if !facts.tags.is_empty() {
            carried_tag::resolve(&mut facts.tags, &*self.vocabularies.get(self.tenant).await?);
        }
        let personal = place(self.tenant, id, revision).open(self.keyring, sealed).await?;
        if personal.is_none() && facts.state != State::Purged {
            facts.state = State::Erased;
        }
        Ok(Customer { id, revision, update_time, facts, personal })
    }
}

/// The record in a row without its personal part, for which no key is needed.
///
/// # Errors
/// [`Error::SchemaNewer`] when a newer release wrote it.
pub fn without_personal(row: &customer::Model) -> Result<Customer, Error> {
    let update_time = Instant::from_micros(row.update_time);
    let facts = read_facts(row.schema, SCHEMA, &row.facts)?;
    Ok(Customer { id: row.customer_id, revision: row.revision, update_time, facts, personal: None })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::customer::Personal;

    /// What the first release wrote. Never changed; every later release reads it.
    const FACTS_1: &str = r#"{"number":"C20240520001","kind":"enterprise","state":"active","stage":"lost","stage_time":1716163200000000,"stage_reason":"price","level":"A","industry":"it","source":"referral","owner":"018f9a3c-0000-7000-8000-000000000001","team":"018f9a3c-0000-7000-8000-000000000002","places":[{"id":"018f9a3c-0000-7000-8000-000000000003","kind":"office","country":"CN","region":"330106"}],"first_contact_time":1716076800000000,"create_time":1716163200000000,"delete_time":1716163300000000}"#;
    const PERSONAL_1: &str = r#"{"registered_name":"阿里巴巴(中国)有限公司","short_name":"阿里","contact_points":[{"id":"018f9a3c-0000-7000-8000-000000000004","kind":"phone","value":"+8613912345678","label":"办公室","primary":true,"do_not_contact":true,"verification":"verified"},{"id":"018f9a3c-0000-7000-8000-000000000005","kind":"fax","raw":"none"}],"directions":[{"id":"018f9a3c-0000-7000-8000-000000000003","text":"文一西路969号","postal_code":"311121"}],"external_ids":[{"source":"shop","id":"4711"}],"important_dates":[{"id":"018f9a3c-0000-7000-8000-000000000006","kind":"birthday","date":{"calendar":"lunar","month":8,"day":15}}],"remarks":"偏好电话沟通","note":"太贵"}"#;

    #[test]
    fn the_stored_form_of_schema_1_is_read_and_written_for_ever() {
        let facts: Facts = serde_json::from_str(FACTS_1).unwrap();
        assert_eq!(serde_json::to_string(&facts).unwrap(), FACTS_1);
        let personal: Personal = serde_json::from_str(PERSONAL_1).unwrap();
        assert_eq!(serde_json::to_string(&personal).unwrap(), PERSONAL_1);
    }

    #[test]
    fn what_schema_1_left_out_is_read_as_absent() {
        let least = r#"{"number":"KH-1","kind":"individual","state":"active","stage":"potential","stage_time":1,"create_time":1}"#;
        let facts: Facts = serde_json::from_str(least).unwrap();
        assert_eq!(serde_json::to_string(&facts).unwrap(), least);
        let least = r#"{"registered_name":"张三","contact_points":[]}"#;
        let personal: Personal = serde_json::from_str(least).unwrap();
        assert_eq!(serde_json::to_string(&personal).unwrap(), least);
    }
}
