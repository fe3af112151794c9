//! What several resources have in common as they are sent.

use clock::Instant;
use contracts::interaction::v1 as wire;
use conventions::fields::ok;
use conventions::time::to_instant;
use conventions::violations::Violations;
use prost_types::Timestamp;

use crate::domain::interaction::{self, Channel};

/// The longest texts, in characters.
pub(super) const MAX_TEXT_CHARS: usize = 10_000;

/// When something took place: by default now, and not far ahead of it.
pub(super) fn occurred(sent: Option<&Timestamp>, now: Instant, violations: &mut Violations) -> Option<Instant> {
    match sent {
        None => Some(now),
        Some(time) => ok(interaction::begun(to_instant(time, violations)?, now), violations),
    }
}

/// The way by which something came.
pub(super) fn channel(sent: i32, violations: &mut Violations) -> Option<Channel> {
    match wire::Channel::try_from(sent) {
        Ok(wire::Channel::Phone) => Some(Channel::Phone),
        Ok(wire::Channel::Email) => Some(Channel::Email),
        Ok(wire::Channel::Visit) => Some(Channel::Visit),
        Ok(wire::Channel::Wechat) => Some(Channel::Wechat),
        Ok(wire::Channel::Whatsapp) => Some(Channel::Whatsapp),
        Ok(wire::Channel::Social) => Some(Channel::Social),
        Ok(wire::Channel::Sms) => Some(Channel::Sms),
        Ok(wire::Channel::LiveChat) => Some(Channel::LiveChat),
        Ok(wire::Channel::Other) => Some(Channel::Other),
        Ok(wire::Channel::Unspecified) | Err(_) => {
            violations.add_required();
            None
        }
    }
}

/// A text that must be there, of at most so many characters.
pub(super) fn required_text(sent: &str, most_chars: usize, violations: &mut Violations) -> Option<String> {
    let text = conventions::fields::text(sent, most_chars, violations)?;
    if text.is_empty() {
        violations.add_required();
        return None;
    }
    Some(text)
}
