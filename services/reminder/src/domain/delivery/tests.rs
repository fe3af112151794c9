use clock::Instant;
use jiff::civil::date;
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::domain::due::Due;

fn made() -> Delivery {
    let due = Due { local: date(2024, 5, 20).at(9, 0, 0, 0), time: Instant::default() };
    let told = Told { due, time: Instant::default() };
    Delivery::made(Uuid::from_u128(1), Uuid::from_u128(2), Uuid::from_u128(3), None, told)
}

proptest! {
    #[test]
    fn it_is_tried_nine_times_ever_later_and_then_given_up(random: [u16; 9]) {
        let mut delivery = made();
        let mut pauses = Vec::new();
        let mut attempts = 0;
        while let Some(time) = delivery.facts.next_attempt {
            let pause = time.as_micros() - delivery.facts.last_attempt.unwrap_or_default().as_micros();
            pauses.push(pause);
            delivery = delivery.failed(Failure::Timeout, Guarantee::AtLeastOnce, time, random[attempts]);
            attempts += 1;
        }
        prop_assert_eq!((attempts, delivery.facts.state), (9, DeliveryState::Dead));
        prop_assert!(delivery.facts.last_attempt.unwrap() < delivery.end_time(), "all attempts come in its time");
        for (pause, seconds) in pauses[1..].iter().zip(RETRIES) {
            let off = (pause - seconds * MICROS_PER_SECOND).abs();
            prop_assert!(off <= seconds * MICROS_PER_SECOND / 10, "{} {}", pause, seconds);
        }
    }
}

#[test]
fn at_most_once_is_tried_once_and_its_end_known_or_not() {
    let about = made().about_to_be_tried(Instant::default());
    assert_eq!((about.facts.state, about.facts.next_attempt), (DeliveryState::Unknown, None));
    let dead = about.failed(Failure::Timeout, Guarantee::AtMostOnce, Instant::default(), 0);
    assert_eq!((dead.facts.state, dead.facts.attempts, dead.revision), (DeliveryState::Dead, 1, 3));
    assert_eq!(about.taken(Instant::default()).facts.state, DeliveryState::Delivered);
}

#[test]
fn what_is_gone_for_good_is_given_up_at_once() {
    let dead = made().failed(Failure::RefusedForGood { code: 410 }, Guarantee::AtLeastOnce, Instant::default(), 0);
    assert_eq!((dead.facts.state, dead.facts.next_attempt), (DeliveryState::Dead, None));
}

#[test]
fn what_was_given_up_or_is_unknown_is_replayed_as_if_it_were_new() {
    let later = Instant::from_micros(7);
    let dead = made().expired();
    let replayed = dead.replayed(later).unwrap();
    assert_eq!((replayed.id, replayed.facts.attempts), (dead.id, 0));
    assert_eq!((replayed.facts.next_attempt, replayed.facts.begin_time), (Some(later), later));
    assert!(made().about_to_be_tried(later).replayed(later).is_ok());
    for other in [made(), made().taken(later), made().dropped()] {
        assert_eq!(other.replayed(later), Err(NotReplayable));
    }
}

#[test]
fn the_stored_form_is_read_for_ever() {
    let dead = made().failed(Failure::RefusedForGood { code: 410 }, Guarantee::AtLeastOnce, Instant::default(), 0);
    let stored = r#"{"endpoint":"00000000-0000-0000-0000-000000000002","task":"00000000-0000-0000-0000-000000000003","told":{"due":{"local":"2024-05-20T09:00:00","time":0},"time":0},"state":"dead","attempts":1,"last_attempt":0,"failure":{"refused_for_good":{"code":410}},"begin_time":0,"create_time":0}"#;
    assert_eq!(serde_json::to_string(&dead.facts).unwrap(), stored);
    assert_eq!(serde_json::from_str::<DeliveryFacts>(stored).unwrap(), dead.facts);
}
