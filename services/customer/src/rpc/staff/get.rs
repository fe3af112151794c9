//! GetStaff.

use access::Action;
use access::log::Act;
use contracts::customer::v1::{GetStaffRequest, Staff as Sent};
use uuid::Uuid;

use super::encode;
use crate::call::Call;
use crate::error::Error;
use crate::store::staff::{self, KIND};

pub(super) async fn get(call: Call, request: GetStaffRequest) -> Result<Sent, Error> {
    let classes = call.allow_in_tenant(Action::ViewStaff)?;
    let id = Uuid::try_parse(&request.staff_id).map_err(|_| Error::NotFound)?;
    let record = staff::find(call.service.database(), call.tenant(), id).await?.ok_or(Error::NotFound)?;
    let staff = staff::open(&call.service.records.keyring, call.tenant(), &record).await?;
    call.log(Act::View, KIND, vec![id], classes).await?;
    Ok(encode::staff(&staff, classes))
}
