//! An endpoint as it is answered.

use clock::Instant;
use contracts::reminder::v1 as wire;
use conventions::{etag, time};

use crate::domain::circuit::Circuit;
use crate::domain::endpoint::{Channel, Endpoint, Guarantee};
use crate::rpc::fields::{sent_id, sent_kind};

/// The endpoint on the wire, without its secret.
pub(super) fn endpoint(endpoint: &Endpoint, circuit: Circuit, now: Instant) -> wire::Endpoint {
    let (facts, personal) = (&endpoint.facts, endpoint.personal.clone().unwrap_or_default());
    let (url, email) = match facts.channel {
        Channel::Webhook => (personal.address, String::new()),
        Channel::Email => (String::new(), personal.address),
    };
    let rest_end = match circuit {
        Circuit::Open(end) => Some(end),
        Circuit::Closed | Circuit::HalfOpen => None,
    };
    wire::Endpoint {
        endpoint_id: endpoint.id.to_string(),
        title: personal.title,
        url,
        email,
        kinds: facts.kinds.iter().map(|kind| sent_kind(*kind)).collect(),
        staff: sent_id(facts.staff),
        with_title: facts.with_title,
        guarantee: sent_guarantee(facts.guarantee),
        state: if facts.deleted { wire::EndpointState::Deleted } else { wire::EndpointState::Active }.into(),
        secret: String::new(),
        previous_secret_end_time: facts.previous_secret_end.filter(|end| now < *end).map(time::to_timestamp),
        rest_end_time: rest_end.map(time::to_timestamp),
        create_time: Some(time::to_timestamp(facts.create_time)),
        update_time: Some(time::to_timestamp(endpoint.update_time)),
        revision: endpoint.revision,
        etag: etag::of_revision(endpoint.revision),
    }
}

fn sent_guarantee(guarantee: Guarantee) -> i32 {
    let guarantee = match guarantee {
        Guarantee::AtLeastOnce => wire::Guarantee::AtLeastOnce,
        Guarantee::AtMostOnce => wire::Guarantee::AtMostOnce,
    };
    guarantee.into()
}
