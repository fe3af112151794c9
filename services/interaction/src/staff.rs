//! The staff, as the customer service says.

use contracts::customer::v1::staff_service_client::StaffServiceClient;
use contracts::customer::v1::{GetStaffRequest, Staff};
use customers::ask::Refused;
use uuid::Uuid;

use crate::call::Call;
use crate::error::Error;

impl Call {
    /// A member of staff as the customer service says now; none when there is no such.
    pub(crate) async fn member_of_staff(&self, id: Uuid) -> Result<Option<Staff>, Error> {
        let request = GetStaffRequest { staff_id: id.to_string() };
        let ask = |channel, request| async move { StaffServiceClient::new(channel).get_staff(request).await };
        match self.service.customers.ask(&self.origin, request, ask).await.map_err(Refused::from) {
            Ok(found) => Ok(Some(found)),
            Err(Refused::NotFound) => Ok(None),
            Err(refused) => Err(refused.into()),
        }
    }
}
