//! Whoever is to handle something of a customer must be able to see it.

use contracts::customer::v1 as wire;
use contracts::customer::v1::get_customer_request::Key;
use contracts::customer::v1::ownership_service_client::OwnershipServiceClient;
use conventions::problem::{INVALID_FIELDS, Problem};
use conventions::violations::Wording;
use customers::ask::{self, Refused};
use tonic::Code;
use uuid::Uuid;

use crate::call::Call;
use crate::error::{Error, Objection};

/// How often a customer is tried again because it was changed meanwhile.
const MOST_CONFLICTS: usize = 10;

impl Call {
    /// Lets a member of staff see a customer, in the caller's name: whoever neither owns it nor works on it becomes its collaborator.
    /// Done again it changes nothing. A refusal is one of the `field` of the request; a customer service that cannot be reached
    /// is told apart from it.
    pub(crate) async fn let_in(
        &self,
        customer: Uuid,
        staff: Uuid,
        field: &str,
        validate_only: bool,
    ) -> Result<(), Error> {
        let found = ask::staff(&self.service.customers, &self.origin, staff).await?;
        if found.is_none_or(|found| found.inactive) {
            return Err(unfit(field));
        }
        self.let_work(customer, staff, field, validate_only).await
    }

    /// As [`Call::let_in`], of a member of staff who is known not to have left.
    pub(crate) async fn let_work(
        &self,
        customer: Uuid,
        staff: Uuid,
        field: &str,
        validate_only: bool,
    ) -> Result<(), Error> {
        let (peer, origin) = (&self.service.customers, &self.origin);
        for _ in 0..MOST_CONFLICTS {
            let present = ask::customer(peer, origin, Key::Customer(customer.to_string())).await?;
            if present.owner == Some(staff) || present.collaborators.contains(&staff) {
                return Ok(());
            }
            let request = wire::AddCollaboratorRequest {
                customer: customer.to_string(),
                staff_id: staff.to_string(),
                request_id: self.service.records.clock.id().to_string(),
                validate_only,
                ..wire::AddCollaboratorRequest::default()
            };
            let add =
                |channel, request| async move { OwnershipServiceClient::new(channel).add_collaborator(request).await };
            let Err(status) = peer.ask(origin, request, add).await else { return Ok(()) };
            match status.code() {
                // Somebody changed the customer meanwhile, perhaps to let the same person in.
                Code::Aborted => {}
                Code::PermissionDenied => return Err(Error::Objection(Objection::AssigneeOutside { customer })),
                Code::InvalidArgument => return Err(unfit(field)),
                _ => return Err(Refused::from(status).into()),
            }
        }
        Err(Refused::Unreached(Code::Aborted).into())
    }
}

fn unfit(field: &str) -> Error {
    let wording = Wording::new(
        "must be a member of staff who has not left; a customer has at most 20 collaborators",
        "须为在职员工；每个客户最多 20 位协作人",
    );
    Problem::invalid_argument(INVALID_FIELDS, field, wording).into()
}
