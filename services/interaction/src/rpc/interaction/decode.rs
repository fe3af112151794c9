//! An interaction as it was sent, read field by field into values that cannot be wrong; every violation is noted.

use clock::Instant;
use contracts::interaction::v1 as wire;
use contracts::interaction::v1::participant::Who;
use conventions::fields::{Fields, ok, text};
use conventions::mask::UpdateMask;
use conventions::time::to_instant;
use conventions::violations::Violations;
use prost_types::Duration;
use uuid::Uuid;

use crate::domain::activity::Activity;
use crate::domain::interaction::{self, Channel, Direction, Facts, Interaction, InteractionError, Personal};

/// The longest texts, in characters.
const MAX_TEXT_CHARS: usize = 10_000;
/// The longest next step, in characters.
const MAX_NEXT_STEP_CHARS: usize = 2_000;
const MICROS_PER_SECOND: i64 = 1_000_000;
const NANOS_PER_MICRO: i32 = 1_000;

/// What was given: when it began, what names no person, and what is personal.
pub(super) struct Given;

impl Given {
    /// Reads an interaction that is created, or updated from what it was before.
    pub(super) fn read(
        sent: &wire::Interaction,
        update: Option<(&(Instant, Facts, Personal), &UpdateMask)>,
        now: Instant,
        violations: &mut Violations,
    ) -> Option<(Instant, Facts, Personal)> {
        let mut fields = Fields { update, violations };
        let start = fields.read("start_time", |(start, ..)| Some(*start), |v| Some(start(sent, now, v)))?;
        let channel = fields.read("channel", |(_, facts, _)| Some(facts.channel), |v| Some(channel(sent.channel, v)));
        let direction = fields.read("direction", |(_, facts, _)| facts.direction, |_| Some(direction(sent.direction)));
        let length = fields.read("length", |(_, facts, _)| facts.length, |v| length(sent.length.as_ref(), v));
        let participants = fields.read(
            "participants",
            |(_, facts, personal)| Participants {
                staff: facts.staff.clone(),
                contact_persons: facts.contact_persons.clone(),
                names: personal.names.clone(),
            },
            |v| Some(Participants::read(&sent.participants, v)),
        );
        let key_points =
            fields.read("key_points", |(.., p)| p.key_points.clone(), |v| text(&sent.key_points, MAX_TEXT_CHARS, v));
        let feedback =
            fields.read("feedback", |(.., p)| p.feedback.clone(), |v| text(&sent.feedback, MAX_TEXT_CHARS, v));
        let next_step =
            fields.read("next_step", |(.., p)| p.next_step.clone(), |v| text(&sent.next_step, MAX_NEXT_STEP_CHARS, v));
        let next_step_time = fields.read(
            "next_step_time",
            |(_, facts, _)| facts.next_step_time,
            |v| Some(sent.next_step_time.as_ref().and_then(|time| to_instant(time, v))),
        );
        let Participants { staff, contact_persons, names } = participants?;
        let facts = Facts {
            channel: channel??,
            direction: direction?,
            length: length?,
            staff,
            contact_persons,
            next_step_time: next_step_time?,
        };
        let personal = Personal { names, key_points: key_points?, feedback: feedback?, next_step: next_step? };
        Some((start?, facts, personal))
    }
}

/// The parts of a record that an update changes.
pub(super) fn parts(activity: &Activity<Interaction>, personal: &Personal) -> (Instant, Facts, Personal) {
    (activity.facts.occur_time, activity.facts.own.clone(), personal.clone())
}

fn start(sent: &wire::Interaction, now: Instant, violations: &mut Violations) -> Option<Instant> {
    match &sent.start_time {
        None => Some(now),
        Some(time) => ok(interaction::begun(to_instant(time, violations)?, now), violations),
    }
}

fn channel(sent: i32, violations: &mut Violations) -> Option<Channel> {
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

fn direction(sent: i32) -> Option<Direction> {
    match wire::Direction::try_from(sent) {
        Ok(wire::Direction::Inbound) => Some(Direction::Inbound),
        Ok(wire::Direction::Outbound) => Some(Direction::Outbound),
        // The annotation of the field refuses others.
        Ok(wire::Direction::Unspecified) | Err(_) => None,
    }
}

fn length(sent: Option<&Duration>, violations: &mut Violations) -> Option<Option<i64>> {
    let Some(sent) = sent else { return Some(None) };
    let micros = sent.seconds.checked_mul(MICROS_PER_SECOND);
    let micros = micros.and_then(|micros| micros.checked_add(i64::from(sent.nanos / NANOS_PER_MICRO)));
    ok(micros.ok_or(InteractionError::Length).and_then(interaction::length), violations).map(Some)
}

/// Who took part, by what is known of them.
#[derive(Default)]
struct Participants {
    staff: Vec<Uuid>,
    contact_persons: Vec<Uuid>,
    names: Vec<String>,
}

impl Participants {
    fn read(sent: &[wire::Participant], violations: &mut Violations) -> Self {
        let mut read = Self::default();
        for (index, participant) in sent.iter().enumerate() {
            violations.item(index, |violations| {
                let is_new = match &participant.who {
                    Some(Who::StaffId(id)) => add_id(&mut read.staff, id),
                    Some(Who::ContactPersonId(id)) => add_id(&mut read.contact_persons, id),
                    Some(Who::Name(name)) => add(&mut read.names, name.trim().to_owned()),
                    // The annotation of the field refuses it.
                    None => true,
                };
                if !is_new {
                    conventions::fields::refuse(violations, InteractionError::Twice);
                }
            });
        }
        read
    }
}

/// Adds an id, whose form the annotation of the field has checked; answers whether it is new.
fn add_id(list: &mut Vec<Uuid>, text: &str) -> bool {
    Uuid::try_parse(text).is_ok_and(|id| add(list, id))
}

fn add<T: PartialEq>(list: &mut Vec<T>, value: T) -> bool {
    let is_new = !list.contains(&value);
    if is_new {
        list.push(value);
    }
    is_new
}
