//! The interaction: what was said and done with a customer, and what is to be done next.

use clock::Instant;
use conventions::violations::Bilingual;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::activity::{Columns, Kind};

/// How far ahead of the clock an interaction may begin: clocks and zones of those who log it differ. Microseconds.
const MOST_AHEAD_MICROS: i64 = 24 * 3_600 * 1_000_000;
/// The longest that one takes. Microseconds.
pub const LONGEST_MICROS: i64 = 7 * 24 * 3_600 * 1_000_000;

/// Interactions.
#[derive(Clone, Copy, Debug)]
pub struct Interaction;

/// What names no person. Stored as JSON; what is empty is left out.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Facts {
    /// The way.
    pub channel: Channel,
    /// Who began it, if that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub direction: Option<Direction>,
    /// How long it took, in microseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub length: Option<i64>,
    /// The members of staff who took part.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub staff: Vec<Uuid>,
    /// The contact persons who took part.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contact_persons: Vec<Uuid>,
    /// When the next step is due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_step_time: Option<Instant>,
}

/// What is personal. Stored as JSON, sealed; what is empty is left out.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct Personal {
    /// The names of others who took part.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<String>,
    /// What was spoken about.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub key_points: String,
    /// What the customer said to it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub feedback: String,
    /// What is to be done next.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub next_step: String,
}

/// The way. Stored as its name in snake case. The list is closed.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// 电话.
    Phone,
    /// 邮件.
    Email,
    /// 面谈.
    Visit,
    /// 微信.
    Wechat,
    /// WhatsApp.
    Whatsapp,
    /// 社交媒体.
    Social,
    /// 短信.
    Sms,
    /// 在线客服.
    LiveChat,
    /// Any other.
    Other,
}

/// Who began it. Stored as its name in lower case.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// The customer.
    Inbound,
    /// We.
    Outbound,
}

/// Why an interaction is refused.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum InteractionError {
    /// It begins in the future.
    #[error("must be at most one day ahead: what is to come is a next step")]
    Ahead,
    /// It takes less than no time, or more than a week.
    #[error("must be 0 seconds to 7 days")]
    Length,
    /// A time without what is to be done then.
    #[error("needs next_step: say what is to be done then")]
    NothingToDo,
    /// The same participant twice.
    #[error("takes part already: say it once")]
    Twice,
}

impl Bilingual for InteractionError {
    fn chinese(&self) -> String {
        match self {
            Self::Ahead => "最多比当前时间早一天，将来的安排请填 next_step",
            Self::Length => "须为 0 秒至 7 天",
            Self::NothingToDo => "须同时填写 next_step，说明届时要做什么",
            Self::Twice => "该参与人已列出，请勿重复",
        }
        .to_owned()
    }
}

/// Whether an interaction can have begun then.
///
/// # Errors
/// [`InteractionError::Ahead`].
pub fn begun(start: Instant, now: Instant) -> Result<Instant, InteractionError> {
    if start > now.plus_micros(MOST_AHEAD_MICROS) { Err(InteractionError::Ahead) } else { Ok(start) }
}

/// Whether an interaction can take so long, in microseconds.
///
/// # Errors
/// [`InteractionError::Length`].
pub fn length(micros: i64) -> Result<i64, InteractionError> {
    if (0..=LONGEST_MICROS).contains(&micros) { Ok(micros) } else { Err(InteractionError::Length) }
}

/// Whether a time for the next step has a step.
///
/// # Errors
/// [`InteractionError::NothingToDo`].
pub fn planned(facts: &Facts, personal: &Personal) -> Result<(), InteractionError> {
    if facts.next_step_time.is_some() && personal.next_step.is_empty() {
        return Err(InteractionError::NothingToDo);
    }
    Ok(())
}

impl Channel {
    /// Every way.
    pub const ALL: [Self; 9] = [
        Self::Phone,
        Self::Email,
        Self::Visit,
        Self::Wechat,
        Self::Whatsapp,
        Self::Social,
        Self::Sms,
        Self::LiveChat,
        Self::Other,
    ];

    /// The word that is stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::Email => "email",
            Self::Visit => "visit",
            Self::Wechat => "wechat",
            Self::Whatsapp => "whatsapp",
            Self::Social => "social",
            Self::Sms => "sms",
            Self::LiveChat => "live_chat",
            Self::Other => "other",
        }
    }
}

impl Direction {
    /// The word that is stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Inbound => "inbound",
            Self::Outbound => "outbound",
        }
    }
}

impl Kind for Interaction {
    const NAME: &'static str = "interaction";
    const COLLECTION: &'static str = "interactions";
    type Facts = Facts;
    type Personal = Personal;

    fn columns(facts: &Facts) -> Columns {
        Columns {
            channel: Some(facts.channel.code()),
            direction: facts.direction.map(Direction::code),
            due_time: facts.next_step_time,
            ..Columns::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::activity;
    use super::*;

    /// What the first release wrote. Never changed; every later release reads it.
    const FACTS_1: &str = r#"{"customer":"018f9a3c-0000-7000-8000-000000000001","state":"deleted","occur_time":1716163200000000,"author":"018f9a3c-0000-7000-8000-000000000002","create_time":1716163200000001,"delete_time":1716163300000000,"channel":"live_chat","direction":"inbound","length":754000000,"staff":["018f9a3c-0000-7000-8000-000000000003"],"contact_persons":["018f9a3c-0000-7000-8000-000000000004"],"next_step_time":1716775200000000}"#;
    const LEAST_FACTS_1: &str = r#"{"customer":"018f9a3c-0000-7000-8000-000000000001","state":"active","occur_time":1,"create_time":1,"channel":"phone"}"#;
    const PERSONAL_1: &str =
        r#"{"names":["李雷"],"key_points":"谈了报价","feedback":"价格偏高","next_step":"发新报价"}"#;

    #[test]
    fn the_stored_form_of_schema_1_is_read_and_written_for_ever() {
        for stored in [FACTS_1, LEAST_FACTS_1] {
            let facts: activity::Facts<Facts> = serde_json::from_str(stored).unwrap();
            assert_eq!(serde_json::to_string(&facts).unwrap(), stored);
        }
        for stored in [PERSONAL_1, "{}"] {
            let personal: Personal = serde_json::from_str(stored).unwrap();
            assert_eq!(serde_json::to_string(&personal).unwrap(), stored);
        }
    }
}
