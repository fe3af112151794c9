//! The people of whom targets are, as the customer service says.

use contracts::customer::v1::GetStaffRequest;
use contracts::customer::v1::staff_service_client::StaffServiceClient;
use conventions::violations::{Violations, require};
use customers::ask::Refused;
use uuid::Uuid;

use crate::call::Call;
use crate::domain::target::Holder;
use crate::error::Error;

impl Call {
    /// The team to whose target one adds: that which is said, or else that of the person now.
    ///
    /// # Errors
    /// A violation where there is no such person; those of asking the customer service.
    pub(super) async fn team_of(&self, holder: &Holder, said: Option<Uuid>) -> Result<Option<Uuid>, Error> {
        let Holder::Staff(id) = holder else { return Ok(said) };
        let request = GetStaffRequest { staff_id: id.to_string() };
        let ask = |channel, request| async move { StaffServiceClient::new(channel).get_staff(request).await };
        let found = match self.service.customers.ask(&self.origin, request, ask).await.map_err(Refused::from) {
            Ok(found) => Some(found),
            Err(Refused::NotFound) => None,
            Err(refused) => return Err(refused.into()),
        };
        let mut violations = Violations::default();
        if found.is_none() {
            violations.field("target", |violations| {
                violations.field("staff_id", |violations| {
                    violations.add(
                        "must be the id of a staff member; ListStaff answers them",
                        "须为已有员工的 ID，可用 ListStaff 查询",
                    );
                });
            });
        }
        let found = require(violations, found)?;
        Ok(said.or_else(|| Uuid::try_parse(&found.team_id).ok()))
    }
}
