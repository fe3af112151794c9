//! ArchiveCustomer.

use access::Action;
use contracts::customer::v1::{ArchiveCustomerRequest, Customer as Sent};
use journal::ChangeKind;

use super::target::{Change, key_of};
use crate::call::Call;
use crate::error::{CUSTOMERS, Error};

pub(super) async fn archive(call: Call, mut request: ArchiveCustomerRequest) -> Result<Sent, Error> {
    let claim = call.request_claim(&std::mem::take(&mut request.request_id), &request)?;
    let key = key_of(&request.customer)?;
    call.once_on_latest(claim.as_ref(), !request.etag.is_empty(), || async {
        let target = call.target(&key, Action::Archive).await?;
        target.compare(&request.etag)?;
        let before = &target.customer;
        let after = before.archived().map_err(|state| Error::State(CUSTOMERS, before.id, state))?;
        let change =
            Change { after, kind: ChangeKind::Archived, request: claim.clone(), validate_only: request.validate_only };
        call.change(&target, change).await
    })
    .await
}
