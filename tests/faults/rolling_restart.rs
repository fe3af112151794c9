//! All replicas of all services are replaced one by one, as a new release does, while callers go on: no call fails that is asked again as far as
//! callers are permitted to, and what was acknowledged is there once.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use access::Role;
use client::{Origin, Peer};
use clock::Clock;
use contracts::analytics::v1::report_service_client::ReportServiceClient;
use contracts::analytics::v1::{Measure, ReportQuery, RunReportRequest};
use contracts::customer::v1::customer_service_client::CustomerServiceClient;
use contracts::customer::v1::{CreateCustomerRequest, GetCustomerRequest, get_customer_request};
use contracts::interaction::v1::interaction_service_client::InteractionServiceClient;
use contracts::interaction::v1::{Channel, CreateInteractionRequest, Interaction};
use contracts::reminder::v1::task_service_client::TaskServiceClient;
use contracts::reminder::v1::{CreateTaskRequest, Task};
use futures::future::join_all;
use rand::{Rng, SeedableRng, rngs::StdRng};
use testkit::Engine;

use super::balancer::Balancer;
use super::everything::{every_customer, every_interaction, every_task, verify_journals};
use super::model::customer;
use crate::caller::Caller;
use crate::services::{Ground, Name, Service, free_port};

const CALLERS: u64 = 4;
const REPLICAS: usize = 2;
/// How often all replicas of all services are replaced.
const RELEASES: usize = 2;
/// How long a replica works before the next is replaced.
const CALM: Duration = Duration::from_millis(500);
/// How long a caller rests between two calls.
const REST: Duration = Duration::from_millis(5);

/// A service of which at least one replica takes connections at any time.
struct Deployment<'a> {
    ground: &'a Ground,
    name: Name,
    balancer: Balancer,
    /// The replicas by their ports, the oldest first.
    replicas: Vec<(u16, Service)>,
}

impl<'a> Deployment<'a> {
    async fn new(ground: &'a Ground, name: Name) -> Self {
        let balancer = Balancer::at(ground.port(name)).await;
        let mut deployment = Self { ground, name, balancer, replicas: Vec::new() };
        for _ in 0..REPLICAS {
            deployment.add().await;
        }
        deployment
    }

    async fn add(&mut self) {
        let port = free_port();
        self.replicas.push((port, self.ground.start_at(self.name, port).await));
        self.balancer.admit(port);
    }

    /// Adds a replica and ends the oldest.
    async fn replace_one(&mut self) {
        self.add().await;
        let (port, replica) = self.replicas.remove(0);
        self.balancer.dismiss(port);
        replica.end().await;
    }
}

/// What was acknowledged to a caller.
#[derive(Default)]
struct Acknowledged {
    customers: Vec<String>,
    interactions: Vec<String>,
    tasks: Vec<String>,
    reads: usize,
}

/// Calls all services until the last replica is replaced. Every call must be answered.
async fn call(ground: &Ground, caller: &Caller, seed: u64, is_over: &AtomicBool) -> Acknowledged {
    let origin = Origin { authorization: Some(caller.authorization()), ..Origin::default() };
    let [customer_service, interaction_service, reminder_service, analytics_service] =
        Name::ALL.map(|name| Peer::connect(&format!("http://127.0.0.1:{}", ground.port(name))).unwrap());
    let mut random = StdRng::seed_from_u64(seed);
    let mut acknowledged = Acknowledged::default();
    for count in 1.. {
        if is_over.load(Ordering::Relaxed) {
            break;
        }
        let known = &acknowledged.customers;
        let any = if known.is_empty() { None } else { Some(known[random.random_range(0..known.len())].clone()) };
        match (random.random_range(0..5), any) {
            (0, _) | (_, None) => {
                let customer = Some(customer(count));
                let request = CreateCustomerRequest { customer, request_id: request_id(), ..Default::default() };
                let created = customer_service.ask(&origin, request, async |channel, request| {
                    CustomerServiceClient::new(channel).create_customer(request).await
                });
                acknowledged.customers.push(created.await.unwrap().customer_id);
            }
            (1, Some(customer)) => {
                let channel = Channel::Phone.into();
                let interaction = Some(Interaction { customer, channel, ..Interaction::default() });
                let request = CreateInteractionRequest { interaction, request_id: request_id(), ..Default::default() };
                let created = interaction_service.ask(&origin, request, async |channel, request| {
                    InteractionServiceClient::new(channel).create_interaction(request).await
                });
                acknowledged.interactions.push(created.await.unwrap().interaction_id);
            }
            (2, Some(customer)) => {
                let (title, due) = ("下次联系".into(), "2199-05-21T09:00".into());
                let task = Some(Task { customer, title, due, ..Task::default() });
                let request = CreateTaskRequest { task, request_id: request_id(), ..Default::default() };
                let created = reminder_service.ask(&origin, request, async |channel, request| {
                    TaskServiceClient::new(channel).create_task(request).await
                });
                acknowledged.tasks.push(created.await.unwrap().task_id);
            }
            (3, Some(customer)) => {
                let key = Some(get_customer_request::Key::Customer(customer));
                let request = GetCustomerRequest { key, as_of: None };
                let read = customer_service.ask(&origin, request, async |channel, request| {
                    CustomerServiceClient::new(channel).get_customer(request).await
                });
                read.await.unwrap();
                acknowledged.reads += 1;
            }
            _ => {
                let query = ReportQuery { measures: vec![Measure::Customers.into()], ..ReportQuery::default() };
                let request = RunReportRequest { query: Some(query), ..RunReportRequest::default() };
                let report = analytics_service.ask(&origin, request, async |channel, request| {
                    ReportServiceClient::new(channel).run_report(request).await
                });
                report.await.unwrap();
                acknowledged.reads += 1;
            }
        }
        tokio::time::sleep(REST).await;
    }
    acknowledged
}

fn request_id() -> String {
    Clock::system().id().to_string()
}

async fn nothing_fails_while_replicas_are_replaced() {
    let ground = Ground::fresh(Engine::Postgres).await;
    let caller = ground.caller("administrator", Role::Administrator);
    let mut deployments = Vec::new();
    for name in Name::ALL {
        deployments.push(Deployment::new(&ground, name).await);
    }
    let is_over = AtomicBool::new(false);
    let calling = join_all((0..CALLERS).map(|seed| call(&ground, &caller, seed, &is_over)));
    let replacing = async {
        for _ in 0..RELEASES * REPLICAS {
            for deployment in &mut deployments {
                tokio::time::sleep(CALM).await;
                deployment.replace_one().await;
            }
        }
        is_over.store(true, Ordering::Relaxed);
    };
    let (acknowledged, ()) = tokio::join!(calling, replacing);

    let all = |ids: fn(&Acknowledged) -> &Vec<String>| -> BTreeSet<String> {
        acknowledged.iter().flat_map(ids).cloned().collect()
    };
    assert_eq!(ids(every_customer(&ground, &caller).await), all(|of| &of.customers));
    assert_eq!(ids(every_interaction(&ground, &caller).await), all(|of| &of.interactions));
    assert_eq!(ids(every_task(&ground, &caller).await), all(|of| &of.tasks));
    verify_journals(&ground).await;
    let calls: usize =
        acknowledged.iter().map(|of| of.customers.len() + of.interactions.len() + of.tasks.len() + of.reads).sum();
    println!("{calls} calls while {} replicas were replaced", RELEASES * REPLICAS * Name::ALL.len());
}

fn ids<R>(records: BTreeMap<String, R>) -> BTreeSet<String> {
    records.into_keys().collect()
}

#[test]
fn no_call_fails_while_all_replicas_are_replaced_one_by_one() {
    if !testkit::is_skipped() {
        testkit::run(nothing_fails_while_replicas_are_replaced());
    }
}
