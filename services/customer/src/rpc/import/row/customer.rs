//! A row that describes a customer.

use access::Action;
use contracts::customer::v1::{Customer as Sent, ImportAction, ImportOutcome};
use conventions::mask::UpdateMask;
use conventions::violations::Violations;
use uuid::Uuid;

use super::super::import_customers::Import;
use super::done;
use crate::domain::contact_point::Strictness;
use crate::error::Error;
use crate::rpc::customer::create::{Created, create_one};
use crate::rpc::customer::update;
use crate::store::customer::Key;

impl Import {
    pub(super) async fn create_customer(&self, sent: &Sent) -> Result<ImportOutcome, Error> {
        let validate_only = self.header.validate_only;
        let created = create_one(&self.call, sent, Strictness::Import, None, validate_only).await?;
        let Created::Now(customer, _) = created else {
            return Err(Error::Internal("a row without a request id was answered before"));
        };
        if validate_only {
            return Ok(done(ImportAction::Created));
        }
        let (customer_id, customer_number) = (customer.id.to_string(), customer.facts.number.to_string());
        Ok(ImportOutcome { customer_id, customer_number, ..done(ImportAction::Created) })
    }

    /// Changes the fields that the row has of a customer that is there.
    pub(super) async fn update_customer(&self, holder: Uuid, sent: &Sent) -> Result<ImportOutcome, Error> {
        let target = self.call.target(&Key::Id(holder), Action::Update).await?;
        let before = &target.customer;
        let (customer_id, customer_number) = (before.id.to_string(), before.facts.number.to_string());
        let known = ImportOutcome { customer_id, customer_number, ..done(ImportAction::Unchanged) };
        if self.is_of_this_file(&sent.external_ids) {
            return Ok(known);
        }
        let fixed = String::new;
        let sent = Sent { stage: fixed(), stage_reason: fixed(), customer_number: fixed(), ..sent.clone() };
        let mask = UpdateMask::new(None, &sent, &mut Violations::default());
        let validate_only = self.header.validate_only;
        let after = update::apply(&self.call, &target, &sent, &mask, Strictness::Import, None, validate_only).await?;
        let action = if after.revision == before.revision { ImportAction::Unchanged } else { ImportAction::Updated };
        Ok(ImportOutcome { action: action.into(), ..known })
    }
}
