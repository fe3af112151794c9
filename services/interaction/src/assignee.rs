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
        if self.member_of_staff(staff).await?.is_none_or(|found| found.inactive) {
            return Err(unfit(field));
        }
        let present = ask::customer(&self.service.customers, &self.origin, Key::Customer(customer.to_string())).await?;
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
        match self.service.customers.ask(&self.origin, request, add).await {
            Ok(_) => Ok(()),
            Err(status) => Err(match status.code() {
                Code::PermissionDenied => Error::Objection(Objection::AssigneeOutside { customer }),
                Code::InvalidArgument => unfit(field),
                _ => Refused::from(status).into(),
            }),
        }
    }
}

fn unfit(field: &str) -> Error {
    let wording = Wording::new(
        "must be a member of staff who has not left; a customer has at most 20 collaborators",
        "须为在职员工；每个客户最多 20 位协作人",
    );
    Problem::invalid_argument(INVALID_FIELDS, field, wording).into()
}
