//! CreateReminder.

use contracts::reminder::v1::{CreateReminderRequest, Reminder as Sent};

use super::target::Change;
use crate::call::Call;
use crate::domain::reminder::Reminder;
use crate::error::Error;

pub(super) async fn create(call: Call, mut request: CreateReminderRequest) -> Result<Sent, Error> {
    let claim = call.request_claim(&std::mem::take(&mut request.request_id), &request)?;
    let sent = request.reminder.unwrap_or_default();
    call.once(claim.as_ref(), async {
        let classes = call.allow_making(&sent.assignee, &sent.customer).await?;
        let records = &call.service.records;
        let now = call.service.now().await?;
        let (facts, personal) = call.read_reminder(&sent, None, now).await?;
        let key = records.keyring.key(records.keyring.assign().await?).await?;
        let (id, personal) = (records.clock.id_of(now), Some(personal));
        let after = Reminder { id, revision: 1, update_time: now, facts, personal };
        let change = Change {
            before: None,
            after,
            key: Some(key),
            request: claim.clone(),
            validate_only: request.validate_only,
        };
        call.change_reminder(change, classes).await
    })
    .await
}
