//! A row that describes a contact person.

use access::Action;
use contracts::customer::v1::{CompanyLink, ContactPerson as Sent, ImportAction, ImportOutcome, ImportRow};
use conventions::mask::UpdateMask;
use conventions::violations::{Violations, require_none};
use uuid::Uuid;

use super::super::import_customers::Import;
use super::done;
use crate::domain::contact_point::Strictness;
use crate::domain::external_id::ExternalId;
use crate::error::Error;
use crate::rpc::contact_person::{create, update};
use crate::rpc::customer::target::parse_key;
use crate::store::customer::{self, Key};
use conventions::fields::ok;

impl Import {
    pub(super) async fn create_contact_person(&self, sent: &Sent, row: &ImportRow) -> Result<ImportOutcome, Error> {
        let sent = self.with_companies(sent, row).await?;
        let validate_only = self.header.validate_only;
        let created = create::create_one(&self.call, &sent, Strictness::Import, None, validate_only).await?;
        let contact_person_id = if validate_only { String::new() } else { created.contact_person_id };
        Ok(ImportOutcome { contact_person_id, ..done(ImportAction::Created) })
    }

    /// Changes the fields that the row has of a contact person that is there.
    pub(super) async fn update_contact_person(
        &self,
        holder: Uuid,
        sent: &Sent,
        row: &ImportRow,
    ) -> Result<ImportOutcome, Error> {
        let target = self.call.contact_person(holder, Action::Update).await?;
        let contact_person_id = holder.to_string();
        let known = ImportOutcome { contact_person_id, ..done(ImportAction::Unchanged) };
        if self.is_of_this_file(&sent.external_ids) {
            return Ok(known);
        }
        let sent = self.with_companies(sent, row).await?;
        let mask = UpdateMask::new(None, &sent, &mut Violations::default());
        let validate_only = self.header.validate_only;
        let after = update::apply(&self.call, &target, &sent, &mask, Strictness::Import, None, validate_only).await?;
        let is_same = after.revision == target.person.revision;
        let action = if is_same { ImportAction::Unchanged } else { ImportAction::Updated };
        Ok(ImportOutcome { action: action.into(), ..known })
    }

    /// The contact person with the ids of its companies in the place of what else they are known by; one that there is not is left
    /// for the rules of the record to refuse.
    async fn with_companies(&self, sent: &Sent, row: &ImportRow) -> Result<Sent, Error> {
        let mut sent = sent.clone();
        let mut violations = Violations::default();
        if let Some(id) = &row.company_external_id {
            let found = violations.field("company_external_id", |v| ok(ExternalId::parse(&id.source, &id.id), v));
            let found = match found {
                Some(id) => self.company(&Key::External(id)).await?,
                None => None,
            };
            match (sent.companies.first_mut(), found) {
                (Some(company), Some(id)) => company.customer = id.to_string(),
                (None, Some(id)) => sent.companies.push(CompanyLink { customer: id.to_string(), ..Default::default() }),
                (_, None) => violations.field("company_external_id", |v| {
                    v.add(
                        "must be the id of a customer that is there: import that first",
                        "须为已有客户的编号，请先导入该客户",
                    );
                }),
            }
        }
        require_none(violations)?;
        for company in &mut sent.companies {
            let key = parse_key(&company.customer, &mut Violations::default());
            if let Some(key @ Key::Number(_)) = key
                && let Some(id) = self.company(&key).await?
            {
                company.customer = id.to_string();
            }
        }
        Ok(sent)
    }

    async fn company(&self, key: &Key) -> Result<Option<Uuid>, Error> {
        let call = &self.call;
        let found = customer::find(call.service.database(), call.tenant(), &call.keys, key).await?;
        Ok(found.map(|row| row.customer_id))
    }
}
