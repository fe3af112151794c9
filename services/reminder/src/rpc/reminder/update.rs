//! UpdateReminder.

use access::Action;
use contracts::reminder::v1::{Reminder as Sent, UpdateReminderRequest};
use conventions::mask::UpdateMask;
use conventions::violations::{Violations, require};
use conventions::{etag, fields};

use super::encode;
use super::target::Change;
use crate::call::Call;
use crate::domain::reminder::Reminder;
use crate::error::{Error, Objection};

pub(super) async fn update(call: Call, mut request: UpdateReminderRequest) -> Result<Sent, Error> {
    let claim = call.request_claim(&std::mem::take(&mut request.request_id), &request)?;
    let sent = request.reminder.unwrap_or_default();
    let mut violations = Violations::default();
    let mask =
        violations.field("update_mask", |violations| UpdateMask::new(request.update_mask.as_ref(), &sent, violations));
    let (id, seen) = violations.field("reminder", |violations| {
        let id = violations.field("reminder_id", |violations| fields::id(&sent.reminder_id, violations));
        (id, violations.field("etag", |violations| etag::revision(&sent.etag, violations)))
    });
    let id = require(violations, id)?;

    call.once_on_latest(claim.as_ref(), seen.is_some(), || async {
        let target = call.reminder(&id.to_string(), Action::WriteTasks).await?;
        operation::etag::compare_revision(seen, target.reminder.revision)?;
        let before = &target.reminder;
        let next = before.next_revision().map_err(|_| Error::Objection(Objection::ReminderEnded(id)))?;
        let now = call.service.now().await?;
        let (facts, personal) = call.read_reminder(&sent, Some((before, &mask)), now).await?;
        if facts == before.facts && before.personal.as_ref() == Some(&personal) {
            return Ok(encode::reminder(before, target.classes));
        }
        let after = Reminder { facts, personal: Some(personal), ..next };
        let (request, validate_only) = (claim.clone(), request.validate_only);
        let change = Change { before: Some(before), after, key: target.key.clone(), request, validate_only };
        call.change_reminder(change, target.classes).await
    })
    .await
}
