//! Whoever lists sees what it may read, record by record.

use std::collections::BTreeSet;

use access::Role;
use contracts::customer::v1 as customers;
use contracts::interaction::v1 as wire;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use testkit::on_both_engines;

use crate::harness::{Bearer, Callers, House, complaint, create, get, phone_call, record, sale};

const CUSTOMERS: usize = 12;

/// What was recorded: interactions, transactions and complaints.
#[derive(Default)]
struct Recorded {
    interactions: BTreeSet<String>,
    transactions: BTreeSet<String>,
    complaints: BTreeSet<String>,
}

/// Customers of random owners and collaborators, or in the pool, and something of each kind about each.
async fn given(house: &House, staff: &[customers::Staff], random: &mut StdRng) -> Recorded {
    let mut recorded = Recorded::default();
    for _ in 0..CUSTOMERS {
        let owner = staff.get(random.random_range(0..=staff.len()));
        let company = house::company("杭州云帆有限公司", "13912345678");
        let owned =
            customers::Customer { owner: owner.map(|owner| owner.staff_id.clone()).unwrap_or_default(), ..company };
        let customer = house.given(owned).await;
        for collaborator in staff.iter().filter(|staff| owner != Some(*staff)) {
            if owner.is_some() && random.random_bool(0.3) {
                house.let_in(&customer, collaborator).await;
            }
        }
        let id = customer.customer_id.as_str();
        let logged = house.interactions().await.create_interaction(create(phone_call(id))).await.unwrap();
        recorded.interactions.insert(logged.into_inner().interaction_id);
        let sold = house.transactions().await.create_transaction(record(sale(id))).await.unwrap();
        recorded.transactions.insert(sold.into_inner().transaction_id);
        let request = wire::CreateComplaintRequest { complaint: Some(complaint(id)), ..Default::default() };
        let complained = house.complaints().await.create_complaint(request).await.unwrap();
        recorded.complaints.insert(complained.into_inner().complaint_id);
    }
    recorded
}

/// Holds the lists of a caller against what it may read; answers how much that is.
async fn compare(house: &House, caller: &Bearer, recorded: &Recorded) -> usize {
    let mut seen = 0;
    let mut client = house.interactions_of(caller).await;
    let mut readable = BTreeSet::new();
    for id in &recorded.interactions {
        if client.get_interaction(get(id)).await.is_ok() {
            readable.insert(id.clone());
        }
    }
    let listed = client.list_interactions(wire::ListInteractionsRequest::default()).await;
    let listed = listed.map(|listed| listed.into_inner().interactions).unwrap_or_default();
    assert_eq!(listed.into_iter().map(|listed| listed.interaction_id).collect::<BTreeSet<_>>(), readable);
    seen += readable.len();

    let mut client = house.transactions_of(caller).await;
    let mut readable = BTreeSet::new();
    for id in &recorded.transactions {
        let get = wire::GetTransactionRequest { transaction_id: id.clone(), as_of: None };
        if client.get_transaction(get).await.is_ok() {
            readable.insert(id.clone());
        }
    }
    let listed = client.list_transactions(wire::ListTransactionsRequest::default()).await;
    let listed = listed.map(|listed| listed.into_inner().transactions).unwrap_or_default();
    assert_eq!(listed.into_iter().map(|listed| listed.transaction_id).collect::<BTreeSet<_>>(), readable);
    seen += readable.len();

    let mut client = house.complaints_of(caller).await;
    let mut readable = BTreeSet::new();
    for id in &recorded.complaints {
        let get = wire::GetComplaintRequest { complaint_id: id.clone(), as_of: None };
        if client.get_complaint(get).await.is_ok() {
            readable.insert(id.clone());
        }
    }
    let listed = client.list_complaints(wire::ListComplaintsRequest::default()).await;
    let listed = listed.map(|listed| listed.into_inner().complaints).unwrap_or_default();
    assert_eq!(listed.into_iter().map(|listed| listed.complaint_id).collect::<BTreeSet<_>>(), readable);
    seen + readable.len()
}

on_both_engines! {
    async fn x1_lists_and_rows_are_decided_alike(engine) {
        let house = House::new(engine).await;
        let mut random = StdRng::seed_from_u64(11);
        let mut callers = vec![(Bearer(None), 3 * CUSTOMERS)];
        let mut staff = Vec::new();
        for (subject, role) in
            [("wang", Role::Sales), ("li", Role::Sales), ("zhao", Role::Service), ("sun", Role::Service)]
        {
            let (person, token) = house.person(subject, role).await;
            staff.push(person);
            callers.push((token, usize::MAX));
        }
        let (_, of_qian) = house.person("qian", Role::Finance).await;
        callers.push((of_qian, CUSTOMERS));
        let recorded = given(&house, &staff, &mut random).await;
        house.follow("interaction", "customer").await;
        for (caller, expected) in &callers {
            let seen = compare(&house, caller, &recorded).await;
            assert!(seen > 0 && (seen == *expected || *expected == usize::MAX), "{seen} of {expected}");
        }
    }
}
