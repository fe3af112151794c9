//! Telling those outside: what is told once in here arrives there, under one id however often it is tried.

use access::Role;
use contracts::customer::v1::EraseCustomerRequest;
use contracts::reminder::v1::{
    DeleteEndpointRequest, Delivery, DeliveryFailure, DeliveryState, Endpoint, GetEndpointRequest, Guarantee,
    ListDeliveriesRequest, ReplayDeliveryRequest, RotateEndpointSecretRequest, Task, TaskKind,
};
use standardwebhooks::Webhook;
use testkit::on_both_engines;

use crate::harness::{Callers, DAY, HOUR, OpenHouse, by_rule, create_reminder, task, webhook};
use crate::outside::mail_server;
use crate::outside::receiver::{Received, Receiver, SILENCE, TAKEN, UNAVAILABLE};

fn is(state: DeliveryState) -> impl Fn(&Delivery) -> bool {
    move |delivery| delivery.state() == state
}

/// The signature that an independent implementation makes of what came.
fn signature(secret: &str, received: &Received) -> String {
    let timestamp = received.headers["webhook-timestamp"].parse().unwrap();
    Webhook::new(secret).unwrap().sign(received.id(), timestamp, &received.body).unwrap()
}

/// Moves the clock to the time at which a delivery is tried next.
fn advance_to_next_attempt(house: &OpenHouse, delivery: &Delivery) {
    let next = delivery.next_attempt_time.unwrap();
    let micros = next.seconds * 1_000_000 + i64::from(next.nanos) / 1_000;
    house.clock.advance(micros - house.clock.now().as_micros());
}

on_both_engines! {
    async fn r15_a_webhook_is_told_under_a_signature_and_learns_no_name(engine) {
        let house = OpenHouse::new(engine).await;
        let receiver = Receiver::answering(TAKEN).await;
        let endpoint = house.endpoint(webhook(&receiver.url())).await;
        let told = house.told(task("问张三的报价")).await;
        let received = receiver.wait(1).await.remove(0);
        assert_eq!(received.headers["webhook-signature"], signature(&endpoint.secret, &received));
        let delivery = house.delivery(&endpoint.endpoint_id, is(DeliveryState::Delivered)).await;
        assert_eq!((received.id(), received.path.as_str()), (delivery.delivery_id.as_str(), "/hook"));
        assert_eq!((&delivery.task_id, delivery.attempt_count), (&told.task_id, 1));
        assert_eq!(received.data()["task_id"], told.task_id.as_str());
        assert_eq!(received.data()["due"], "2024-05-20T09:00:00");
        assert!(!String::from_utf8(received.body).unwrap().contains("张三"));
        assert_eq!(house.verify_journal_of("reminder").await.faults, Vec::<String>::new());
    }

    async fn r15_an_endpoint_is_told_of_the_kinds_and_the_person_that_it_names_with_the_title_if_it_says_so(engine) {
        let house = OpenHouse::new(engine).await;
        let (staff, _) = house.person("li.na", Role::Sales).await;
        let receiver = Receiver::answering(TAKEN).await;
        let kinds = vec![TaskKind::NextContact.into()];
        let narrow = Endpoint { kinds, staff: staff.staff_id.clone(), with_title: true, ..webhook(&receiver.url()) };
        house.endpoint(narrow).await;
        let hers = |title| Task { kind: TaskKind::NextContact.into(), assignee: staff.staff_id.clone(), ..task(title) };
        house.told(Task { kind: TaskKind::ToDo.into(), ..hers("另一类") }).await;
        house.told(Task { assignee: String::new(), ..hers("别人的") }).await;
        house.told(Task { assignee: String::new(), watchers: vec![staff.staff_id.clone()], ..hers("她关注的") }).await;
        house.told(hers("她的")).await;
        let mut titles: Vec<_> = receiver.wait(2).await.iter().map(|one| one.data()["title"].to_string()).collect();
        titles.sort();
        assert_eq!(titles, ["\"她关注的\"", "\"她的\""]);
    }

    async fn r15_each_occurrence_of_a_reminder_has_one_delivery_to_each_endpoint(engine) {
        let house = OpenHouse::new(engine).await;
        let receivers = [Receiver::answering(TAKEN).await, Receiver::answering(TAKEN).await];
        for receiver in &receivers {
            house.endpoint(webhook(&receiver.url())).await;
        }
        let reminder = create_reminder(by_rule("日报", "FREQ=DAILY;COUNT=31"));
        let reminder = house.reminders().await.create_reminder(reminder).await.unwrap().into_inner();
        house.clock.advance(60 * DAY);
        house.made(&reminder.reminder_id, 30).await;
        for receiver in &receivers {
            let mut occurrences: Vec<_> =
                receiver.wait(30).await.iter().map(|one| one.data()["occurrence"].to_string()).collect();
            occurrences.sort();
            occurrences.dedup();
            assert_eq!((occurrences.len(), receiver.received().len()), (30, 30));
        }
        let all = ListDeliveriesRequest { page_size: 1_000, ..Default::default() };
        assert_eq!(house.deliveries().await.list_deliveries(all).await.unwrap().into_inner().deliveries.len(), 60);
    }

    async fn r15_what_is_not_taken_is_tried_again_under_the_same_id_given_up_and_replayed(engine) {
        let house = OpenHouse::new(engine).await;
        let receiver = Receiver::answering(UNAVAILABLE).await;
        let endpoint = house.endpoint(webhook(&receiver.url())).await;
        house.told(task("打电话")).await;
        for attempt in 1..9 {
            let pending = house.delivery(&endpoint.endpoint_id, |delivery| delivery.attempt_count == attempt).await;
            assert_eq!((pending.state(), pending.answer_code), (DeliveryState::Pending, 503));
            advance_to_next_attempt(&house, &pending);
        }
        let dead = house.delivery(&endpoint.endpoint_id, is(DeliveryState::Dead)).await;
        assert_eq!((dead.attempt_count, dead.failure()), (9, DeliveryFailure::Refused));
        receiver.answer(TAKEN);
        let replay = ReplayDeliveryRequest { delivery_id: dead.delivery_id.clone(), ..Default::default() };
        house.deliveries().await.replay_delivery(replay).await.unwrap();
        house.delivery(&endpoint.endpoint_id, is(DeliveryState::Delivered)).await;
        let received = receiver.received();
        assert_eq!(received.len(), 10);
        assert!(received.iter().all(|one| one.id() == dead.delivery_id));
        assert!(received.iter().all(|one| one.headers["webhook-signature"] == signature(&endpoint.secret, one)));
    }

    async fn r15_what_could_not_be_taken_in_four_days_is_given_up(engine) {
        let house = OpenHouse::new(engine).await;
        let receiver = Receiver::answering(UNAVAILABLE).await;
        let endpoint = house.endpoint(webhook(&receiver.url())).await;
        house.told(task("打电话")).await;
        house.delivery(&endpoint.endpoint_id, |delivery| delivery.attempt_count == 1).await;
        house.clock.advance(5 * DAY);
        let dead = house.delivery(&endpoint.endpoint_id, is(DeliveryState::Dead)).await;
        assert_eq!((dead.failure(), receiver.received().len()), (DeliveryFailure::Expired, 1));
    }

    async fn r15_at_most_once_is_tried_once_whatever_comes_of_it(engine) {
        let house = OpenHouse::new(engine).await;
        let receiver = Receiver::answering(SILENCE).await;
        let once = Endpoint { guarantee: Guarantee::AtMostOnce.into(), ..webhook(&receiver.url()) };
        let once = house.endpoint(once).await;
        let often = house.endpoint(webhook(&receiver.url())).await;
        house.told(task("打电话")).await;
        let dead = house.delivery(&once.endpoint_id, is(DeliveryState::Dead)).await;
        assert_eq!((dead.attempt_count, dead.next_attempt_time), (1, None));
        // What is tried at least once is tried meanwhile.
        let pending = house.delivery(&often.endpoint_id, |delivery| delivery.attempt_count == 1).await;
        advance_to_next_attempt(&house, &pending);
        house.delivery(&often.endpoint_id, |delivery| delivery.attempt_count == 2).await;
        let tried = receiver.received().iter().filter(|one| one.id() == dead.delivery_id).count();
        assert_eq!(tried, 1);
    }

    async fn r15_an_endpoint_that_takes_nothing_rests_and_does_not_hold_up_the_others(engine) {
        let house = OpenHouse::new(engine).await;
        let (ill, well) = (Receiver::answering(UNAVAILABLE).await, Receiver::answering(TAKEN).await);
        let resting = house.endpoint(webhook(&ill.url())).await;
        for _ in 0..8 {
            house.told(task("打电话")).await;
        }
        let get = GetEndpointRequest { endpoint_id: resting.endpoint_id.clone() };
        let mut endpoints = house.endpoints().await;
        while endpoints.get_endpoint(get.clone()).await.unwrap().into_inner().rest_end_time.is_none() {}
        let tried = ill.wait(5).await.len();
        house.endpoint(webhook(&well.url())).await;
        for _ in 0..20 {
            house.told(task("打电话")).await;
        }
        well.wait(20).await;
        // Some may have been under way as it began to rest.
        assert!(ill.received().len() <= tried.max(8) + 8, "{} after {tried}", ill.received().len());
        ill.answer(TAKEN);
        // After its rest it is asked once, and then for the others.
        house.clock.advance(HOUR);
        let delivered = ListDeliveriesRequest {
            endpoint_id: resting.endpoint_id.clone(),
            state: DeliveryState::Delivered.into(),
            ..Default::default()
        };
        while house.deliveries().await.list_deliveries(delivered.clone()).await.unwrap().into_inner().deliveries.len() < 28 {}
        assert_eq!(endpoints.get_endpoint(get).await.unwrap().into_inner().rest_end_time, None);
    }

    async fn r15_a_name_that_leads_into_the_own_network_and_a_redirect_lead_nowhere(engine) {
        let house = OpenHouse::new(engine).await;
        let inside = Receiver::answering(TAKEN).await;
        // The operator opened the address, not this name for it.
        let named = house.endpoint(webhook(&format!("https://localhost:{}/hook", inside.port))).await;
        let redirecting = Receiver::answering("307 Temporary Redirect\r\nlocation: /elsewhere").await;
        let redirected = house.endpoint(webhook(&redirecting.url())).await;
        house.told(task("打电话")).await;
        let refused = house.delivery(&named.endpoint_id, |delivery| delivery.attempt_count == 1).await;
        assert_eq!(refused.failure(), DeliveryFailure::PrivateAddress);
        let refused = house.delivery(&redirected.endpoint_id, |delivery| delivery.attempt_count == 1).await;
        assert_eq!((refused.failure(), refused.answer_code), (DeliveryFailure::Refused, 307));
        assert!(inside.received().is_empty());
        assert!(redirecting.received().iter().all(|one| one.path == "/hook"));
    }

    async fn r15_for_a_day_two_secrets_sign(engine) {
        let house = OpenHouse::new(engine).await;
        let receiver = Receiver::answering(TAKEN).await;
        let endpoint = house.endpoint(webhook(&receiver.url())).await;
        let rotate = RotateEndpointSecretRequest { endpoint_id: endpoint.endpoint_id, ..Default::default() };
        let rotated = house.endpoints().await.rotate_endpoint_secret(rotate).await.unwrap().into_inner();
        assert_ne!(rotated.secret, endpoint.secret);
        house.told(task("打电话")).await;
        let both = receiver.wait(1).await.remove(0);
        let expected = [signature(&rotated.secret, &both), signature(&endpoint.secret, &both)].join(" ");
        assert_eq!(both.headers["webhook-signature"], expected);
        house.clock.advance(DAY);
        house.told(task("打电话")).await;
        let one = receiver.wait(2).await.remove(1);
        assert_eq!(one.headers["webhook-signature"], signature(&rotated.secret, &one));
    }

    async fn r15_mail_goes_out_once_and_to_nobody_there_is_none(engine) {
        let house = OpenHouse::new(engine).await;
        let address = format!("li.na.{engine:?}@example.com").to_lowercase();
        let mailbox = |email: &str| Endpoint { title: "李娜".into(), email: email.into(), ..Endpoint::default() };
        let hers = house.endpoint(Endpoint { with_title: true, ..mailbox(&address) }).await;
        let nobody = house.endpoint(mailbox("nobody@example.com")).await;
        assert_eq!(hers.secret, "");
        house.told(task("call Zhang San")).await;
        let delivery = house.delivery(&hers.endpoint_id, is(DeliveryState::Delivered)).await;
        let mails = mail_server::wait(&address).await;
        assert_eq!(mails.len(), 1);
        assert!(mails[0].contains(&format!("Message-ID: <{}@dossier>", delivery.delivery_id)), "{}", mails[0]);
        assert!(mails[0].contains("From: Dossier <dossier@example.com>"), "{}", mails[0]);
        assert!(mails[0].contains("Date: Mon, 20 May 2024"), "{}", mails[0]);
        let dead = house.delivery(&nobody.endpoint_id, is(DeliveryState::Dead)).await;
        assert_eq!((dead.failure(), dead.answer_code, dead.attempt_count), (DeliveryFailure::Refused, 550, 1));
    }

    async fn r15_nothing_more_goes_to_a_deleted_endpoint_nor_of_an_erased_customer(engine) {
        let house = OpenHouse::new(engine).await;
        let (staff, _) = house.person("li.na", Role::Sales).await;
        let customer = house.customer_of(&staff).await;
        let receiver = Receiver::answering(UNAVAILABLE).await;
        let (kept, deleted) = (house.endpoint(webhook(&receiver.url())).await, house.endpoint(webhook(&receiver.url())).await);
        house.told(Task { customer: customer.customer_id.clone(), ..task("打电话") }).await;
        for endpoint in [&kept, &deleted] {
            house.delivery(&endpoint.endpoint_id, |delivery| delivery.attempt_count == 1).await;
        }
        let delete = DeleteEndpointRequest { endpoint_id: deleted.endpoint_id.clone(), ..Default::default() };
        house.endpoints().await.delete_endpoint(delete).await.unwrap();
        let erase = EraseCustomerRequest { customer: customer.customer_id, etag: customer.etag, ..Default::default() };
        house.customers().await.erase_customer(erase).await.unwrap();
        house.follow("reminder", "customer").await;
        let mut tasks = house.tasks().await;
        let erased = contracts::reminder::v1::ListTasksRequest {
            state: contracts::reminder::v1::TaskState::Erased.into(),
            ..Default::default()
        };
        while tasks.list_tasks(erased.clone()).await.unwrap().into_inner().tasks.is_empty() {}
        house.clock.advance(HOUR);
        for endpoint in [&kept, &deleted] {
            house.delivery(&endpoint.endpoint_id, is(DeliveryState::Dropped)).await;
        }
        assert_eq!(receiver.received().len(), 2, "each was tried once, before");
    }

    async fn r15_who_asks_to_be_left_alone_for_a_while_is(engine) {
        let house = OpenHouse::new(engine).await;
        let receiver = Receiver::answering("429 Too Many Requests\r\nRetry-After: 7200").await;
        let endpoint = house.endpoint(webhook(&receiver.url())).await;
        house.told(task("打电话")).await;
        let waits = house.delivery(&endpoint.endpoint_id, |delivery| delivery.attempt_count == 1).await;
        let next = waits.next_attempt_time.unwrap().seconds - house.clock.now().as_micros() / 1_000_000;
        assert!((7_199..=7_200).contains(&next), "{next}");
        receiver.answer(TAKEN);
        advance_to_next_attempt(&house, &waits);
        house.delivery(&endpoint.endpoint_id, is(DeliveryState::Delivered)).await;
    }
}
