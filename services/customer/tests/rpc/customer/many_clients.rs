//! Random changes by clients that know nothing of each other, held against what they were told.

use std::collections::{BTreeMap, HashMap};

use contracts::customer::v1 as wire;
use contracts::customer::v1::customer_service_client::CustomerServiceClient;
use futures::future::join_all;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use testkit::on_both_engines;
use tonic::{Code, Status};

use super::{delete, move_to, shop_id, undelete, update};
use crate::harness::{House, Stub, company, create};

const CLIENTS: u64 = 6;
const CHANGES: usize = 60;
/// External ids that the clients fight for.
const EXTERNAL_IDS: u32 = 5;

/// What a client asked for.
#[derive(Clone, Debug)]
enum Act {
    Create(Option<u32>),
    Remark(String),
    Identify(Option<u32>),
    Move(&'static str),
    Delete,
    Undelete,
}

/// What the acts leave of a customer: its remarks, external ids and stage, and whether it is deleted.
type Facts = (String, Vec<wire::ExternalId>, String, bool);

fn facts(customer: &wire::Customer) -> Facts {
    let is_deleted = customer.state() == wire::CustomerState::Deleted;
    (customer.remarks.clone(), customer.external_ids.clone(), customer.stage.clone(), is_deleted)
}

fn external_ids(id: Option<u32>) -> Vec<wire::ExternalId> {
    id.iter().map(|id| shop_id(&id.to_string())).collect()
}

impl Act {
    fn random(random: &mut StdRng, is_deleted: bool) -> Self {
        let id = random.random_bool(0.7).then(|| random.random_range(0..EXTERNAL_IDS));
        match random.random_range(0..10) {
            0 => Self::Create(id),
            // Most know when a customer is deleted; some do not.
            1..=4 if is_deleted => Self::Undelete,
            1..=3 => Self::Remark(format!("{:x}", random.random::<u64>())),
            4 | 5 => Self::Identify(id),
            6 | 7 => Self::Move(if random.random_bool(0.5) { "intent" } else { "customer" }),
            8 => Self::Delete,
            _ => Self::Undelete,
        }
    }

    /// The facts after the act.
    fn on(&self, before: Option<&Facts>) -> Facts {
        let (remarks, ids, stage, is_deleted) = before.cloned().unwrap_or_default();
        match self {
            Self::Create(id) => (String::new(), external_ids(*id), "potential".into(), false),
            Self::Remark(remarks) => (remarks.clone(), ids, stage, is_deleted),
            Self::Identify(id) => (remarks, external_ids(*id), stage, is_deleted),
            Self::Move(stage) => (remarks, ids, (*stage).into(), is_deleted),
            Self::Delete => (remarks, ids, stage, true),
            Self::Undelete => (remarks, ids, stage, false),
        }
    }

    async fn ask(
        &self,
        customers: &mut CustomerServiceClient<Stub>,
        seen: &wire::Customer,
    ) -> Result<wire::Customer, Status> {
        let answer = match self {
            Self::Create(id) => {
                let sent = wire::Customer { external_ids: external_ids(*id), ..company("甲公司", "13912345678") };
                customers.create_customer(create(sent)).await
            }
            Self::Remark(remarks) => {
                let sent = wire::Customer { remarks: remarks.clone(), ..seen.clone() };
                customers.update_customer(update(sent, &["remarks"])).await
            }
            Self::Identify(id) => {
                let sent = wire::Customer { external_ids: external_ids(*id), ..seen.clone() };
                customers.update_customer(update(sent, &["external_ids"])).await
            }
            Self::Move(stage) => customers.change_stage(move_to(seen, stage, "")).await,
            Self::Delete => customers.delete_customer(delete(seen)).await,
            Self::Undelete => customers.undelete_customer(undelete(seen)).await,
        };
        answer.map(tonic::Response::into_inner)
    }
}

/// What a client was told: its acts and their answers, and how often it was refused.
async fn client(house: &House, seed: u64, known: &[wire::Customer]) -> (Vec<(Act, wire::Customer)>, usize) {
    let mut random = StdRng::seed_from_u64(seed);
    let mut customers = house.customers().await;
    let mut known: Vec<_> = known.to_vec();
    let (mut told, mut refused) = (Vec::new(), 0);
    for _ in 0..CHANGES {
        let index = random.random_range(0..known.len());
        if random.random_bool(0.6) {
            known[index] = house.read(&known[index].customer_id).await;
        }
        let seen = &known[index];
        let act = Act::random(&mut random, seen.state() == wire::CustomerState::Deleted);
        match act.ask(&mut customers, seen).await {
            // Nothing changed, so nothing was recorded.
            Ok(now) if now.customer_id == seen.customer_id && now.revision == seen.revision => {}
            Ok(now) => {
                match act {
                    Act::Create(_) => known.push(now.clone()),
                    _ => known[index] = now.clone(),
                }
                told.push((act, now));
            }
            Err(status) => {
                let codes = [Code::Aborted, Code::AlreadyExists, Code::FailedPrecondition];
                assert!(codes.contains(&status.code()), "{act:?}: {status:?}");
                refused += 1;
            }
        }
    }
    (told, refused)
}

on_both_engines! {
    async fn what_many_clients_were_told_is_what_was_recorded_no_more_and_no_less(engine) {
        let house = House::new(engine).await;
        let mut known = Vec::new();
        for index in 0..6 {
            known.push(house.given(company(&format!("第{index}"), "13912345678")).await);
        }
        let clients = join_all((0..CLIENTS).map(|seed| client(&house, seed, &known))).await;
        assert!(clients.iter().all(|(_, refused)| *refused > 0), "they were in each other's way");

        // By customer and revision: each was told to one client alone, and none was left out.
        let mut told: HashMap<String, BTreeMap<i64, (Act, wire::Customer)>> = HashMap::new();
        let first = known.into_iter().map(|customer| (Act::Create(None), customer));
        for (act, customer) in first.chain(clients.into_iter().flat_map(|(told, _)| told)) {
            let revisions = told.entry(customer.customer_id.clone()).or_default();
            let before = revisions.insert(customer.revision, (act, customer));
            assert!(before.is_none(), "two were told of one revision: {before:?}");
        }
        let mut live_ids = HashMap::new();
        for (id, revisions) in &told {
            assert!(revisions.keys().copied().eq(1..=revisions.len() as i64), "a revision of {id} was told to nobody");
            let mut before = None;
            for (act, customer) in revisions.values() {
                let expected = act.on(before.as_ref());
                assert_eq!(facts(customer), expected, "{act:?}");
                before = Some(expected);
            }
            let request =
                wire::ListCustomerRevisionsRequest { customer: id.clone(), page_size: 200, ..Default::default() };
            let history = house.customers().await.list_customer_revisions(request).await.unwrap().into_inner();
            let recorded: Vec<_> =
                history.revisions.into_iter().rev().map(|revision| revision.customer.unwrap()).collect();
            assert_eq!(recorded, revisions.values().map(|(_, customer)| customer.clone()).collect::<Vec<_>>());
            let newest = recorded.last().unwrap();
            if newest.state() == wire::CustomerState::Active {
                for external_id in &newest.external_ids {
                    let other = live_ids.insert(external_id.id.clone(), newest.clone());
                    assert!(other.is_none(), "two live customers have {external_id:?}");
                }
            }
        }
        let list = wire::ListCustomersRequest { show_deleted: true, page_size: 1_000, ..Default::default() };
        let listed = house.customers().await.list_customers(list).await.unwrap().into_inner().customers;
        let newest = |id: &str| told[id].values().next_back().unwrap().1.clone();
        assert_eq!(listed.len(), told.len());
        for customer in &listed {
            assert_eq!(customer, &newest(&customer.customer_id));
        }
        for id in 0..EXTERNAL_IDS {
            let key = Some(wire::get_customer_request::Key::ExternalId(shop_id(&id.to_string())));
            let found = house.customers().await.get_customer(wire::GetCustomerRequest { key, as_of: None }).await;
            assert_eq!(found.ok().map(tonic::Response::into_inner), live_ids.get(&id.to_string()).cloned());
        }
        let entries: usize = told.values().map(BTreeMap::len).sum();
        let verified = house.verify_journal_of("customer").await;
        assert_eq!((verified.faults, verified.entry_count), (Vec::new(), entries as i64));
    }
}
