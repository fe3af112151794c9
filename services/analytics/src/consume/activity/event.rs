//! What the events of the interaction service tell.

use contracts::feed::v1::Entry;
use contracts::google::r#type::Money;
use contracts::interaction::v1::{
    Channel, ComplaintEvent, Direction, FeedbackEvent, InteractionEvent, PaymentMethod, Priority, RecordState,
    ServiceCaseEvent, TransactionEvent, TransactionLine,
};
use database::Error;
use expression::Decimal;
use prost::{Message, Name};
use prost_types::{Any, Duration, Timestamp};
use uuid::Uuid;

use crate::consume::{instant, malformed};
use crate::domain::activity::{Activity, Case, Feedback, Interaction, Kind, Line, Sale};

/// What an entry tells of; none when it is about something else.
pub(super) fn read(entry: &Entry) -> Result<Option<Activity>, Error> {
    let Some(event) = &entry.event else { return Ok(None) };
    let read = if let Some(event) = decode::<TransactionEvent>(event) {
        event.and_then(|event| transaction(entry, &event))
    } else if let Some(event) = decode::<InteractionEvent>(event) {
        event.and_then(|event| interaction(entry, &event))
    } else if let Some(event) = decode::<FeedbackEvent>(event) {
        event.and_then(|event| feedback(entry, &event))
    } else if let Some(event) = decode::<ComplaintEvent>(event) {
        event.and_then(|event| complaint(entry, &event))
    } else if let Some(event) = decode::<ServiceCaseEvent>(event) {
        event.and_then(|event| service_case(entry, &event))
    } else {
        return Ok(None);
    };
    read.ok_or_else(|| malformed(entry)).map(Some)
}

/// The event of a type, or that it cannot be read; none for one of another type.
fn decode<E: Message + Name + Default>(event: &Any) -> Option<Option<E>> {
    (event.type_url == E::type_url()).then(|| E::decode(event.value.as_slice()).ok())
}

fn transaction(entry: &Entry, event: &TransactionEvent) -> Option<Activity> {
    let total = event.total.as_ref()?;
    let sale = Sale {
        currency: total.currency_code.clone(),
        total: millionths(total)?,
        refunded: event.refunded.as_ref().map_or(Some(0), millionths)?,
        payment_method: match event.payment_method() {
            PaymentMethod::Unspecified => String::new(),
            method => code(method.as_str_name(), "PAYMENT_METHOD_"),
        },
        lines: event.lines.iter().map(line).collect::<Option<_>>()?,
    };
    activity(entry, &event.customer_id, event.transaction_time.as_ref(), &event.author, event.state(), Kind::Sale(sale))
}

fn line(line: &TransactionLine) -> Option<Line> {
    Some(Line {
        product: line.product.clone(),
        // More than an exact number holds is kept as the most that one holds.
        quantity: line.quantity.parse::<Decimal>().unwrap_or(Decimal::MAX).as_millionths(),
        amount: millionths(line.amount.as_ref()?)?,
    })
}

fn interaction(entry: &Entry, event: &InteractionEvent) -> Option<Activity> {
    let kind = Kind::Interaction(Interaction {
        channel: channel(event.channel()),
        direction: match event.direction() {
            Direction::Unspecified => String::new(),
            direction => code(direction.as_str_name(), "DIRECTION_"),
        },
        length: match &event.length {
            Some(length) => Some(micros(length)?),
            None => None,
        },
    });
    activity(entry, &event.customer_id, event.start_time.as_ref(), &event.author, event.state(), kind)
}

fn feedback(entry: &Entry, event: &FeedbackEvent) -> Option<Activity> {
    let rating = u8::try_from(event.rating).ok()?;
    let recommendation = event.recommendation.map(u8::try_from).transpose().ok()?;
    let rating = (rating > 0).then_some(rating);
    let kind = Kind::Feedback(Feedback { channel: channel(event.channel()), rating, recommendation });
    activity(entry, &event.customer_id, event.feedback_time.as_ref(), &event.author, event.state(), kind)
}

fn complaint(entry: &Entry, event: &ComplaintEvent) -> Option<Activity> {
    let kind = Kind::Complaint(Case {
        channel: channel(event.channel()),
        product: String::new(),
        priority: priority(event.priority()),
        assignee: Uuid::try_parse(&event.assignee).ok(),
        due_time: instant(event.due_time.as_ref()),
        resolve_time: instant(event.resolve_time.as_ref()),
    });
    activity(entry, &event.customer_id, event.complaint_time.as_ref(), &event.author, event.state(), kind)
}

fn service_case(entry: &Entry, event: &ServiceCaseEvent) -> Option<Activity> {
    let kind = Kind::ServiceCase(Case {
        channel: channel(event.channel()),
        product: event.product.clone(),
        priority: priority(event.priority()),
        assignee: Uuid::try_parse(&event.assignee).ok(),
        due_time: instant(event.due_time.as_ref()),
        resolve_time: instant(event.resolve_time.as_ref()),
    });
    activity(entry, &event.customer_id, event.case_time.as_ref(), &event.author, event.state(), kind)
}

fn activity(
    entry: &Entry,
    customer: &str,
    time: Option<&Timestamp>,
    author: &str,
    state: RecordState,
    kind: Kind,
) -> Option<Activity> {
    Some(Activity {
        id: Uuid::try_parse(&entry.entity_id).ok()?,
        revision: entry.revision,
        customer: Uuid::try_parse(customer).ok()?,
        time: instant(time)?,
        author: Uuid::try_parse(author).ok(),
        deleted: state == RecordState::Deleted,
        kind,
    })
}

/// The code of a channel; empty when it is not known.
fn channel(channel: Channel) -> String {
    match channel {
        Channel::Unspecified => String::new(),
        known => code(known.as_str_name(), "CHANNEL_"),
    }
}

fn priority(priority: Priority) -> String {
    let known = if priority == Priority::Unspecified { Priority::Normal } else { priority };
    code(known.as_str_name(), "PRIORITY_")
}

/// The code of a value of an enum of the contract, whose names begin with a prefix.
fn code(name: &str, prefix: &str) -> String {
    name.trim_start_matches(prefix).to_ascii_lowercase()
}

fn millionths(money: &Money) -> Option<i64> {
    money.units.checked_mul(1_000_000)?.checked_add(i64::from(money.nanos / 1_000))
}

fn micros(length: &Duration) -> Option<i64> {
    length.seconds.checked_mul(1_000_000)?.checked_add(i64::from(length.nanos / 1_000))
}
