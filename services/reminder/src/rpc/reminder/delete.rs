//! DeleteReminder.

use access::Action;
use contracts::reminder::v1::{DeleteReminderRequest, Reminder as Sent};
use operation::etag;

use super::target::Change;
use crate::call::Call;
use crate::domain::reminder::ReminderState;
use crate::error::{Error, Objection};

pub(super) async fn delete(call: Call, mut request: DeleteReminderRequest) -> Result<Sent, Error> {
    let claim = call.request_claim(&std::mem::take(&mut request.request_id), &request)?;
    call.once_on_latest(claim.as_ref(), !request.etag.is_empty(), || async {
        let target = call.reminder(&request.reminder_id, Action::WriteTasks).await?;
        etag::compare(&request.etag, target.reminder.revision)?;
        let ended = |_| Error::Objection(Objection::ReminderEnded(target.reminder.id));
        let mut after = target.reminder.next_revision().map_err(ended)?;
        after.facts.state = ReminderState::Deleted;
        after.facts.waiting = None;
        let (request, validate_only) = (claim.clone(), request.validate_only);
        let change = Change { before: Some(&target.reminder), after, key: target.key, request, validate_only };
        call.change_reminder(change, target.classes).await
    })
    .await
}
