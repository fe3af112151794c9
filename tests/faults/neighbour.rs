//! SIGKILL of the customer service again and again, while writers write to the interaction service beside it.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use access::Role;
use clock::Clock;
use contracts::customer::v1::customer_service_client::CustomerServiceClient;
use contracts::customer::v1::{CreateCustomerRequest, Customer, ListCustomersRequest};
use contracts::interaction::v1 as wire;
use contracts::interaction::v1::interaction_service_client::InteractionServiceClient;
use contracts::journal::v1::VerifyJournalRequest;
use contracts::journal::v1::journal_service_client::JournalServiceClient;
use futures::future::join_all;
use rand::{Rng, SeedableRng, rngs::StdRng};
use testkit::Engine;

use super::answered::answered;
use super::model::customer;
use crate::caller::Caller;
use crate::services::{Ground, Name};

const WRITERS: usize = 16;
/// The longest that the customer service lives after it began to serve, in milliseconds.
const LONGEST_LIFE: u64 = 600;
/// How much longer the next may live, in milliseconds: on any machine all is written at last.
const LONGER: u64 = 5;
/// Of so many writes one is about a customer who is created for it.
const NEW_CUSTOMER: usize = 40;
async fn create(ground: &Ground, caller: &Caller, number: u32) -> Customer {
    let client = CustomerServiceClient::new(ground.stub(Name::Customer, caller));
    let request_id = Clock::system().id().to_string();
    let request = CreateCustomerRequest { customer: Some(customer(number)), request_id, ..Default::default() };
    answered(|| {
        let (mut client, request) = (client.clone(), request.clone());
        async move { client.create_customer(request).await }
    })
    .await
}

async fn log(ground: &Ground, caller: &Caller, customer: &str) -> wire::Interaction {
    let client = InteractionServiceClient::new(ground.stub(Name::Interaction, caller));
    let interaction = wire::Interaction {
        customer: customer.into(),
        channel: wire::Channel::Phone.into(),
        key_points: "谈了报价".into(),
        ..Default::default()
    };
    let request_id = Clock::system().id().to_string();
    let request = wire::CreateInteractionRequest { interaction: Some(interaction), request_id, ..Default::default() };
    answered(|| {
        let (mut client, request) = (client.clone(), request.clone());
        async move { client.create_interaction(request).await }
    })
    .await
}

/// Writes until all is written, and kills the customer service all the while; answers how often.
async fn kills_of_a_neighbour_lose_nothing(engine: Engine, writes: usize, seed: u64) {
    let ground = Ground::fresh(engine).await;
    let caller = ground.caller("administrator", Role::Administrator);
    let customers = ground.start(Name::Customer).await;
    let _interactions = ground.start(Name::Interaction).await;
    let known = create(&ground, &caller, 0).await;
    // Whoever calls is known to the interaction service from the first call on.
    log(&ground, &caller, &known.customer_id).await;

    let (written, next) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let writing = join_all((0..WRITERS).map(|_| async {
        let mut logged = Vec::new();
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= writes {
                return logged;
            }
            let customer = match number % NEW_CUSTOMER {
                0 => create(&ground, &caller, u32::try_from(number).unwrap()).await.customer_id,
                _ => known.customer_id.clone(),
            };
            logged.push(log(&ground, &caller, &customer).await);
            written.fetch_add(1, Ordering::Relaxed);
        }
    }));
    let killing = async {
        let (mut random, mut customers, mut kills) = (StdRng::seed_from_u64(seed), customers, 0);
        while written.load(Ordering::Relaxed) < writes {
            tokio::time::sleep(Duration::from_millis(random.random_range(1..=LONGEST_LIFE + kills * LONGER))).await;
            customers.kill();
            kills += 1;
            customers = ground.start(Name::Customer).await;
        }
        (customers, kills)
    };
    let (logged, (_customers, kills)) = tokio::join!(writing, killing);
    assert!(kills > 1, "the customer service was not killed");
    let logged: Vec<_> = logged.into_iter().flatten().collect();
    assert_eq!(logged.len(), writes);
    check(&ground, &caller, &logged).await;
    println!("soak: {writes} writes, {kills} kills");
}

/// Holds what was acknowledged against what the service lists.
async fn check(ground: &Ground, caller: &Caller, logged: &[wire::Interaction]) {
    let mut client = InteractionServiceClient::new(ground.stub(Name::Interaction, caller));
    let (mut listed, mut page_token) = (Vec::new(), String::new());
    loop {
        let request = wire::ListInteractionsRequest { page_size: 1_000, page_token, ..Default::default() };
        let page = client.list_interactions(request).await.unwrap().into_inner();
        listed.extend(page.interactions);
        page_token = page.next_page_token;
        if page_token.is_empty() {
            break;
        }
    }
    // The one that was logged first is nobody's.
    assert_eq!(listed.len(), logged.len() + 1, "something was lost or doubled");
    let listed: BTreeSet<_> = listed.into_iter().map(|listed| (listed.interaction_id, listed.customer)).collect();
    for logged in logged {
        assert!(listed.contains(&(logged.interaction_id.clone(), logged.customer.clone())), "{logged:?}");
    }
    let mut client = CustomerServiceClient::new(ground.stub(Name::Customer, caller));
    let (mut customers, mut page_token) = (BTreeSet::new(), String::new());
    loop {
        let request = ListCustomersRequest { page_size: 1_000, page_token, ..Default::default() };
        let page = client.list_customers(request).await.unwrap().into_inner();
        customers.extend(page.customers.into_iter().map(|customer| customer.customer_id));
        page_token = page.next_page_token;
        if page_token.is_empty() {
            break;
        }
    }
    let known: BTreeSet<_> = listed.into_iter().map(|(_, customer)| customer).collect();
    assert_eq!(customers, known, "a customer was lost or doubled");
    let auditor = ground.caller("auditor", Role::System);
    for name in [Name::Customer, Name::Interaction] {
        let mut client = JournalServiceClient::new(ground.stub(name, &auditor));
        let request = VerifyJournalRequest { service: name.as_str().into() };
        let mut messages = client.verify_journal(request).await.unwrap().into_inner();
        while let Some(message) = messages.message().await.unwrap() {
            assert!(message.faults.is_empty(), "{name:?}: {:?}", message.faults);
        }
    }
}

#[test]
fn two_thousand_writes_beside_a_service_that_is_killed_are_there_once_on_sqlite() {
    testkit::run(kills_of_a_neighbour_lose_nothing(Engine::Sqlite, 2_000, 1));
}

#[test]
fn two_thousand_writes_beside_a_service_that_is_killed_are_there_once_on_postgres() {
    if !testkit::is_skipped() {
        testkit::run(kills_of_a_neighbour_lose_nothing(Engine::Postgres, 2_000, 2));
    }
}

#[test]
#[ignore = "a long count: cargo xtask soak"]
fn soak_ten_thousand_writes_beside_a_service_that_is_killed_on_sqlite() {
    testkit::run(kills_of_a_neighbour_lose_nothing(Engine::Sqlite, 10_000, 3));
}
