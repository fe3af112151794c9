//! A delivery as it is answered.

use contracts::reminder::v1 as wire;
use conventions::{etag, time};

use crate::domain::delivery::{Delivery, DeliveryState, Failure};

/// The delivery on the wire.
pub(super) fn delivery(delivery: &Delivery) -> wire::Delivery {
    let facts = &delivery.facts;
    let (failure, answer_code) = sent_failure(facts.failure);
    wire::Delivery {
        delivery_id: delivery.id.to_string(),
        endpoint_id: facts.endpoint.to_string(),
        task_id: facts.task.to_string(),
        occurrence: facts.told.due.local.to_string(),
        state: sent_state(facts.state),
        attempt_count: i32::try_from(facts.attempts).unwrap_or(i32::MAX),
        next_attempt_time: facts.next_attempt.map(time::to_timestamp),
        last_attempt_time: facts.last_attempt.map(time::to_timestamp),
        failure: failure.into(),
        answer_code: answer_code.into(),
        create_time: Some(time::to_timestamp(facts.create_time)),
        update_time: Some(time::to_timestamp(delivery.update_time)),
        revision: delivery.revision,
        etag: etag::of_revision(delivery.revision),
    }
}

fn sent_state(state: DeliveryState) -> i32 {
    let state = match state {
        DeliveryState::Pending => wire::DeliveryState::Pending,
        DeliveryState::Delivered => wire::DeliveryState::Delivered,
        DeliveryState::Dead => wire::DeliveryState::Dead,
        DeliveryState::Unknown => wire::DeliveryState::Unknown,
        DeliveryState::Dropped => wire::DeliveryState::Dropped,
    };
    state.into()
}

fn sent_failure(failure: Option<Failure>) -> (wire::DeliveryFailure, u16) {
    match failure {
        None => (wire::DeliveryFailure::Unspecified, 0),
        Some(Failure::PrivateAddress) => (wire::DeliveryFailure::PrivateAddress, 0),
        Some(Failure::Unreachable) => (wire::DeliveryFailure::Unreachable, 0),
        Some(Failure::Timeout) => (wire::DeliveryFailure::Timeout, 0),
        Some(Failure::Refused { code } | Failure::RefusedForGood { code }) => (wire::DeliveryFailure::Refused, code),
        Some(Failure::Expired) => (wire::DeliveryFailure::Expired, 0),
        Some(Failure::MailNotSetUp) => (wire::DeliveryFailure::MailNotSetUp, 0),
    }
}
