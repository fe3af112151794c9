//! What is kept of transactions and interactions, and what they add up to.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry as Known;

use contracts::feed::v1::Entry;
use contracts::google::r#type::Money;
use contracts::interaction::v1::{
    Channel, Direction, InteractionEvent, PaymentMethod, RecordState, TransactionEvent, TransactionLine,
};
use database::{Error, WriteTransaction};
use expression::Decimal;
use feed::{Projection, newest};
use prost::{Message, Name};
use prost_types::Duration;
use uuid::Uuid;

use super::{instant, malformed};
use crate::domain::activity::{Activity, Interaction, Kind, Line, Sale};
use crate::domain::customer::Customer;
use crate::domain::tally::Tally;
use crate::store;

/// The projection of the interaction service's feed.
pub(crate) struct Activities;

impl Projection for Activities {
    async fn apply(&self, transaction: &mut WriteTransaction, entries: &[Entry]) -> Result<(), Error> {
        store::turn::take(transaction).await?;
        let mut tenants: BTreeMap<&str, Vec<Activity>> = BTreeMap::new();
        for entry in newest(entries) {
            if let Some(activity) = activity(entry)? {
                tenants.entry(&entry.tenant_id).or_default().push(activity);
            }
        }
        for (tenant, activities) in tenants {
            keep(transaction, tenant, activities).await?;
        }
        Ok(())
    }

    async fn reset(&self, transaction: &mut WriteTransaction) -> Result<(), Error> {
        store::turn::take(transaction).await?;
        store::activity::forget(transaction).await
    }
}

/// Keeps what a tenant was told, and changes what it adds up to. What happened with a customer that is not known yet is counted when the
/// customer is told of.
async fn keep(transaction: &mut WriteTransaction, tenant: &str, activities: Vec<Activity>) -> Result<(), Error> {
    let (zones, _) = store::tenant_zone::find_in(transaction, tenant).await?;
    let mut customers: BTreeMap<Uuid, Option<Customer>> = BTreeMap::new();
    let (mut tally, mut newer) = (Tally::default(), Vec::with_capacity(activities.len()));
    for now in activities {
        let kept = match now.kind {
            Kind::Sale(_) => store::activity::find_sale(transaction, tenant, now.id).await?,
            Kind::Interaction(_) => store::activity::find_interaction(transaction, tenant, now.id).await?,
        };
        if kept.as_ref().is_some_and(|kept| kept.revision >= now.revision) {
            continue;
        }
        let customer = match customers.entry(now.customer) {
            Known::Occupied(known) => known.into_mut(),
            Known::Vacant(unknown) => unknown.insert(store::customer::find(transaction, tenant, now.customer).await?),
        };
        if let Some(customer) = customer {
            if let Some(kept) = &kept {
                tally.take_out_activity(kept, customer, &zones);
            }
            tally.put_in_activity(&now, customer, &zones);
        }
        newer.push(now);
    }
    store::activity::put(transaction, tenant, &newer, &zones).await?;
    store::daily_sum::add(transaction, tenant, tally).await
}

/// What an entry tells of; none when it is about something else.
fn activity(entry: &Entry) -> Result<Option<Activity>, Error> {
    let Some(event) = &entry.event else { return Ok(None) };
    let read = if event.type_url == TransactionEvent::type_url() {
        TransactionEvent::decode(event.value.as_slice()).ok().and_then(|event| sale(entry, &event))
    } else if event.type_url == InteractionEvent::type_url() {
        InteractionEvent::decode(event.value.as_slice()).ok().and_then(|event| interaction(entry, &event))
    } else {
        return Ok(None);
    };
    read.ok_or_else(|| malformed(entry)).map(Some)
}

fn sale(entry: &Entry, event: &TransactionEvent) -> Option<Activity> {
    let total = event.total.as_ref()?;
    let method = event.payment_method();
    let sale = Sale {
        currency: total.currency_code.clone(),
        total: millionths(total)?,
        refunded: event.refunded.as_ref().map_or(Some(0), millionths)?,
        payment_method: match method {
            PaymentMethod::Unspecified => String::new(),
            _ => code(method.as_str_name(), "PAYMENT_METHOD_"),
        },
        lines: event.lines.iter().map(line).collect::<Option<_>>()?,
    };
    Some(Activity {
        id: Uuid::try_parse(&entry.entity_id).ok()?,
        revision: entry.revision,
        customer: Uuid::try_parse(&event.customer_id).ok()?,
        time: instant(event.transaction_time.as_ref())?,
        author: Uuid::try_parse(&event.author).ok(),
        kind: Kind::Sale(sale),
    })
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
    let direction = event.direction();
    let interaction = Interaction {
        deleted: event.state() == RecordState::Deleted,
        channel: match event.channel() {
            Channel::Unspecified => return None,
            channel => code(channel.as_str_name(), "CHANNEL_"),
        },
        direction: match direction {
            Direction::Unspecified => String::new(),
            _ => code(direction.as_str_name(), "DIRECTION_"),
        },
        length: match &event.length {
            Some(length) => Some(micros(length)?),
            None => None,
        },
    };
    Some(Activity {
        id: Uuid::try_parse(&entry.entity_id).ok()?,
        revision: entry.revision,
        customer: Uuid::try_parse(&event.customer_id).ok()?,
        time: instant(event.start_time.as_ref())?,
        author: Uuid::try_parse(&event.author).ok(),
        kind: Kind::Interaction(interaction),
    })
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
