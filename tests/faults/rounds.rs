//! Round after round one of four services is killed, stands still for a while, or loses all connections to its database, while writers
//! write to all of them. Afterwards all that was acknowledged is there once, the journals are whole, and the reports count what there is.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use access::Role;
use clock::Clock;
use contracts::analytics::v1 as analytics;
use contracts::analytics::v1::report_service_client::ReportServiceClient;
use contracts::customer::v1 as customers;
use contracts::customer::v1::customer_service_client::CustomerServiceClient;
use contracts::interaction::v1 as interactions;
use contracts::interaction::v1::interaction_service_client::InteractionServiceClient;
use contracts::reminder::v1 as reminders;
use contracts::reminder::v1::task_service_client::TaskServiceClient;
use futures::future::join_all;
use rand::{Rng, SeedableRng, rngs::StdRng};
use testkit::Engine;
use tonic::Code;

use super::answered::answered;
use super::everything::{every_customer, every_interaction, every_task, verify_journals};
use super::model::customer;
use crate::caller::Caller;
use crate::services::{Ground, Name};

const WRITERS: usize = 4;
/// The longest from one fault to the next, in milliseconds.
const LONGEST_CALM: u64 = 500;
/// How long a service stands still.
const STANDSTILL: Duration = Duration::from_millis(700);
/// How long a writer rests between two writes: what counts is the faults, not the load.
const REST: Duration = Duration::from_millis(10);
/// How often it is asked whether the reports have caught up.
const PAUSE: Duration = Duration::from_millis(100);

/// One writer, and what was acknowledged to it.
struct Writer<'a> {
    ground: &'a Ground,
    caller: &'a Caller,
    random: StdRng,
    customers: Vec<customers::Customer>,
    interactions: Vec<interactions::Interaction>,
    tasks: Vec<reminders::Task>,
}

impl<'a> Writer<'a> {
    fn new(ground: &'a Ground, caller: &'a Caller, seed: u64) -> Self {
        let random = StdRng::seed_from_u64(seed);
        Self { ground, caller, random, customers: Vec::new(), interactions: Vec::new(), tasks: Vec::new() }
    }

    /// Writes to all services until the last round is over.
    async fn write(mut self, is_over: &AtomicBool) -> Self {
        let mut count = 0;
        while !is_over.load(Ordering::Relaxed) {
            count += 1;
            match self.random.random_range(0..4) {
                0 => self.create(count).await,
                _ if self.customers.is_empty() => self.create(count).await,
                1 => self.update(count).await,
                2 => self.log().await,
                _ => self.plan().await,
            }
            tokio::time::sleep(REST).await;
        }
        self
    }

    async fn create(&mut self, count: u32) {
        let client = CustomerServiceClient::new(self.ground.stub(Name::Customer, self.caller));
        let request = customers::CreateCustomerRequest {
            customer: Some(customer(count)),
            request_id: request_id(),
            ..Default::default()
        };
        self.customers.push(answered(async || client.clone().create_customer(request.clone()).await).await);
    }

    async fn update(&mut self, count: u32) {
        let index = self.random.random_range(0..self.customers.len());
        let client = CustomerServiceClient::new(self.ground.stub(Name::Customer, self.caller));
        let customer = customers::Customer {
            customer_id: self.customers[index].customer_id.clone(),
            etag: self.customers[index].etag.clone(),
            remarks: format!("第 {count} 次"),
            ..Default::default()
        };
        let request = customers::UpdateCustomerRequest {
            customer: Some(customer),
            request_id: request_id(),
            ..Default::default()
        };
        self.customers[index] = answered(async || client.clone().update_customer(request.clone()).await).await;
    }

    async fn log(&mut self) {
        let client = InteractionServiceClient::new(self.ground.stub(Name::Interaction, self.caller));
        let interaction = interactions::Interaction {
            customer: self.any_customer(),
            channel: interactions::Channel::Phone.into(),
            key_points: "谈了报价".into(),
            ..Default::default()
        };
        let request = interactions::CreateInteractionRequest {
            interaction: Some(interaction),
            request_id: request_id(),
            ..Default::default()
        };
        self.interactions.push(answered(async || client.clone().create_interaction(request.clone()).await).await);
    }

    async fn plan(&mut self) {
        let client = TaskServiceClient::new(self.ground.stub(Name::Reminder, self.caller));
        let task = reminders::Task {
            customer: self.any_customer(),
            title: "下次联系".into(),
            due: "2199-05-21T09:00".into(),
            ..Default::default()
        };
        let request = reminders::CreateTaskRequest { task: Some(task), request_id: request_id(), ..Default::default() };
        self.tasks.push(answered(async || client.clone().create_task(request.clone()).await).await);
    }

    fn any_customer(&mut self) -> String {
        let index = self.random.random_range(0..self.customers.len());
        self.customers[index].customer_id.clone()
    }
}

fn request_id() -> String {
    Clock::system().id().to_string()
}

async fn rounds_lose_nothing(engine: Engine, rounds: u32, seed: u64) {
    let ground = Ground::fresh(engine).await;
    let caller = ground.caller("administrator", Role::Administrator);
    let mut services = BTreeMap::new();
    for name in Name::ALL {
        services.insert(name, ground.start(name).await);
    }
    let is_over = AtomicBool::new(false);
    let writers = (1..).take(WRITERS).map(|writer| Writer::new(&ground, &caller, seed * 1_000 + writer));
    let writing = join_all(writers.map(|writer| writer.write(&is_over)));
    let faults = async {
        let mut random = StdRng::seed_from_u64(seed);
        for _ in 0..rounds {
            tokio::time::sleep(Duration::from_millis(random.random_range(1..=LONGEST_CALM))).await;
            let name = Name::ALL[random.random_range(0..Name::ALL.len())];
            match random.random_range(0..3) {
                0 => {
                    services.remove(&name).unwrap().kill();
                    services.insert(name, ground.start(name).await);
                }
                1 => services[&name].stand_still_for(STANDSTILL).await,
                _ => ground.cut(name).await,
            }
        }
        is_over.store(true, Ordering::Relaxed);
    };
    let (writers, ()) = tokio::join!(writing, faults);
    check(&ground, &caller, &writers).await;
    let written: usize =
        writers.iter().map(|writer| writer.customers.len() + writer.interactions.len() + writer.tasks.len()).sum();
    println!("soak: {rounds} rounds, {written} records");
}

/// Holds what was acknowledged against what each service says.
async fn check(ground: &Ground, caller: &Caller, writers: &[Writer<'_>]) {
    let expected: BTreeMap<_, _> = writers
        .iter()
        .flat_map(|writer| &writer.customers)
        .map(|customer| (customer.customer_id.clone(), customer.clone()))
        .collect();
    assert_eq!(every_customer(ground, caller).await, expected);
    let expected: BTreeMap<_, _> = writers
        .iter()
        .flat_map(|writer| &writer.interactions)
        .map(|interaction| (interaction.interaction_id.clone(), interaction.clone()))
        .collect();
    assert_eq!(every_interaction(ground, caller).await, expected);
    let interactions = expected.len();
    let expected: BTreeMap<_, _> = writers
        .iter()
        .flat_map(|writer| &writer.tasks)
        .map(|task| (task.task_id.clone(), (task.revision, task.customer.clone())))
        .collect();
    assert_eq!(every_task(ground, caller).await, expected);
    verify_journals(ground).await;
    let customers = writers.iter().map(|writer| writer.customers.len()).sum();
    until_counted(ground, caller, customers, interactions).await;
}

/// Waits until the reports count exactly this; more than that is never right.
async fn until_counted(ground: &Ground, caller: &Caller, customers: usize, interactions: usize) {
    let mut client = ReportServiceClient::new(ground.stub(Name::Analytics, caller));
    loop {
        let query = analytics::ReportQuery {
            measures: vec![analytics::Measure::CreatedCustomers.into(), analytics::Measure::Interactions.into()],
            ..analytics::ReportQuery::default()
        };
        let request = analytics::RunReportRequest { query: Some(query), ..Default::default() };
        let counted = match client.run_report(request).await {
            Ok(report) => report.into_inner().totals.iter().map(|total| total.value.unwrap_or_default()).collect(),
            Err(status) => {
                assert_eq!(status.code(), Code::Unavailable, "{status:?}");
                vec![0.0, 0.0]
            }
        };
        let expected = vec![customers as f64, interactions as f64];
        assert!(counted.iter().zip(&expected).all(|(counted, expected)| counted <= expected), "{counted:?}");
        if counted == expected {
            return;
        }
        tokio::time::sleep(PAUSE).await;
    }
}

#[test]
fn thirty_rounds_of_faults_in_four_services_lose_and_double_nothing() {
    if !testkit::is_skipped() {
        testkit::run(rounds_lose_nothing(Engine::Postgres, 30, 1));
    }
}

#[test]
#[ignore = "a long count: cargo xtask soak"]
fn soak_a_thousand_rounds_of_faults_in_four_services() {
    if !testkit::is_skipped() {
        testkit::run(rounds_lose_nothing(Engine::Postgres, 1_000, 2));
    }
}
