//! Who took part in an interaction is somebody whom the customer service knows.

use contracts::customer::v1::BatchGetContactPersonsRequest;
use contracts::customer::v1::contact_person_result::Outcome;
use contracts::customer::v1::contact_person_service_client::ContactPersonServiceClient;
use conventions::problem::{INVALID_FIELDS, Problem};
use conventions::violations::Wording;
use customers::ask::{self, Refused};
use tonic::Code;
use uuid::Uuid;

use crate::call::Call;
use crate::domain::interaction::Facts;
use crate::error::Error;

/// The members of staff and the contact persons who were not said to take part before.
pub(super) fn new(facts: &Facts, before: Option<&Facts>) -> (Vec<Uuid>, Vec<Uuid>) {
    let added = |now: &[Uuid], then: Option<&[Uuid]>| {
        now.iter().copied().filter(|id| then.is_none_or(|then| !then.contains(id))).collect()
    };
    (
        added(&facts.staff, before.map(|facts| facts.staff.as_slice())),
        added(&facts.contact_persons, before.map(|facts| facts.contact_persons.as_slice())),
    )
}

impl Call {
    /// Refuses members of staff that there are not, and contact persons whom the caller may not see or that there are not.
    pub(super) async fn confirm_participants(&self, staff: Vec<Uuid>, persons: Vec<Uuid>) -> Result<(), Error> {
        for id in staff {
            if ask::staff(&self.service.customers, &self.origin, id).await?.is_none() {
                return Err(unknown(id));
            }
        }
        if persons.is_empty() {
            return Ok(());
        }
        let contact_person_ids: Vec<_> = persons.iter().map(ToString::to_string).collect();
        let request = BatchGetContactPersonsRequest { contact_person_ids, ..Default::default() };
        let ask = |channel, request| async move {
            ContactPersonServiceClient::new(channel).batch_get_contact_persons(request).await
        };
        let found = self.service.customers.ask(&self.origin, request, ask).await.map_err(Refused::from)?;
        for (id, result) in persons.into_iter().zip(found.results) {
            match result.outcome {
                Some(Outcome::ContactPerson(_)) => {}
                Some(Outcome::Error(status)) if !is_unknown(&status) => {
                    return Err(Refused::Unreached(Code::from(status.code)).into());
                }
                Some(Outcome::Error(_)) | None => return Err(unknown(id)),
            }
        }
        Ok(())
    }
}

/// Whether there is no such record, as far as the caller may know.
fn is_unknown(status: &contracts::google::rpc::Status) -> bool {
    matches!(Code::from(status.code), Code::NotFound | Code::PermissionDenied)
}

fn unknown(id: Uuid) -> Error {
    let wording = Wording::new(
        format!("{id} is neither a member of staff nor a contact person that you may see; give a name instead"),
        format!("{id} 既不是员工，也不是您可见的联系人；可改填姓名"),
    );
    Problem::invalid_argument(INVALID_FIELDS, "interaction.participants", wording).into()
}
