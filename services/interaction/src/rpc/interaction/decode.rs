//! An interaction as it was sent, read field by field into values that cannot be wrong; every violation is noted.

use clock::Instant;
use contracts::interaction::v1 as wire;
use contracts::interaction::v1::participant::Who;
use conventions::fields::{Fields, ok, refuse, text};
use conventions::time::to_instant;
use conventions::violations::Violations;
use prost_types::Duration;
use uuid::Uuid;

use crate::domain::interaction::{self, Direction, Facts, Interaction, InteractionError, Personal, planned};
use crate::rpc::decode::{MAX_TEXT_CHARS, channel, occurred};
use crate::rpc::draft::{Before, Draft};

/// The longest next step, in characters.
const MAX_NEXT_STEP_CHARS: usize = 2_000;
const MICROS_PER_SECOND: i64 = 1_000_000;
const NANOS_PER_MICRO: i32 = 1_000;

/// Reads an interaction that is made, or corrected.
pub(super) fn interaction(
    sent: &wire::Interaction,
    before: Before<'_, Interaction>,
    now: Instant,
    violations: &mut Violations,
) -> Option<Draft<Interaction>> {
    let mut fields = Fields { update: before, violations };
    let start = fields.read("start_time", |(start, ..)| *start, |v| occurred(sent.start_time.as_ref(), now, v));
    let channel = fields.read("channel", |(_, facts, _)| facts.channel, |v| channel(sent.channel, v));
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
    let feedback = fields.read("feedback", |(.., p)| p.feedback.clone(), |v| text(&sent.feedback, MAX_TEXT_CHARS, v));
    let next_step =
        fields.read("next_step", |(.., p)| p.next_step.clone(), |v| text(&sent.next_step, MAX_NEXT_STEP_CHARS, v));
    let next_step_time = fields.read(
        "next_step_time",
        |(_, facts, _)| facts.next_step_time,
        |v| match &sent.next_step_time {
            None => Some(None),
            Some(time) => to_instant(time, v).map(Some),
        },
    );
    let Participants { staff, contact_persons, names } = participants?;
    let (channel, direction, length, next_step_time) = (channel?, direction?, length?, next_step_time?);
    let facts = Facts { channel, direction, length, staff, contact_persons, next_step_time };
    let personal = Personal { names, key_points: key_points?, feedback: feedback?, next_step: next_step? };
    if let Err(error) = planned(&facts, &personal) {
        violations.field("next_step_time", |violations| refuse(violations, error));
    }
    Some((start?, facts, personal))
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
                    refuse(violations, InteractionError::Twice);
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
