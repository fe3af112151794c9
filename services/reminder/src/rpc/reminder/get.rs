//! GetReminder.

use access::Action;
use access::log::Act;
use contracts::reminder::v1::{GetReminderRequest, Reminder as Sent};

use super::encode;
use crate::call::Call;
use crate::error::Error;
use crate::store::reminder::KIND;

pub(super) async fn get(call: Call, request: GetReminderRequest) -> Result<Sent, Error> {
    let target = call.reminder(&request.reminder_id, Action::ViewTasks).await?;
    call.log(Act::View, KIND, vec![target.reminder.id], target.classes).await?;
    Ok(encode::reminder(&target.reminder, target.classes))
}
