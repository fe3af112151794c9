//! The service beside the customer service, and callers of all roles.

use ::customers::{Neighbours, WithInteractions};
use std::marker::PhantomData;
use std::time::Duration;

use access::Role;
use client::Peer;
use contracts::customer::v1 as customers;
use contracts::interaction::v1 as interactions;
use contracts::interaction::v1::interaction_service_client::InteractionServiceClient;
use contracts::reminder::v1 as wire;
use contracts::reminder::v1::cadence_service_client::CadenceServiceClient;
use contracts::reminder::v1::delivery_service_client::DeliveryServiceClient;
use contracts::reminder::v1::dormancy_service_client::DormancyServiceClient;
use contracts::reminder::v1::endpoint_service_client::EndpointServiceClient;
use contracts::reminder::v1::reminder_service_client::ReminderServiceClient;
use contracts::reminder::v1::task_service_client::TaskServiceClient;
use contracts::reminder::v1::transfer_service_client::TransferServiceClient;
use feed::Source;
pub use house::{Bearer, Stub, fields};
use house::{Guest, InteractionSettings, Neighbour};
use process::Opening;
use prost_types::Timestamp;
use reminder::{ReminderSettings, Running};
use serde::Deserialize;
use testkit::Engine;

/// The reminder service beside the customer service.
pub type House = house::House<Beside<Brisk>>;
/// The same, which cannot ask the customer service.
pub type HouseWithoutAnswers = house::House<Beside<AnswersHeldBack>>;
/// The same, which catches up slowly.
pub type SlowHouse = house::House<Beside<Slow>>;

/// The same, which may reach this machine, and has a mail server on it.
pub type OpenHouse = house::House<Beside<Open>>;

/// The reminder service, and how it runs.
pub struct Beside<R>(PhantomData<R>);

/// How the service runs.
pub trait Ways {
    /// Where the customer service answers.
    fn customers(told: String) -> String {
        told
    }
    /// How many times that passed are told of in a second.
    const CATCH_UP: u32 = 100_000;
    /// The ways out of the house.
    fn outside(_: &mut ReminderSettings) {}
}

pub struct Brisk;
pub struct AnswersHeldBack;
pub struct Slow;
pub struct Open;

impl Ways for Brisk {}

impl Ways for AnswersHeldBack {
    fn customers(_: String) -> String {
        testkit::allow_log("the customer service could not be asked");
        "http://127.0.0.1:1".to_owned()
    }
}

impl Ways for Slow {
    const CATCH_UP: u32 = 10;
}

impl Ways for Open {
    fn outside(settings: &mut ReminderSettings) {
        settings.webhook_hosts = vec!["127.0.0.1".to_owned()];
        settings.mail_server = format!("smtp://127.0.0.1:{}", crate::outside::mail_server::port());
        settings.mail_sender = "Dossier <dossier@example.com>".to_owned();
    }
}

#[derive(Deserialize)]
pub struct Settings {
    reminder: ReminderSettings,
    interaction: InteractionSettings,
}

impl<R: Ways> Guest for Beside<R> {
    const SETTINGS: &'static [&'static str] = &[house::INTERACTION_SETTINGS, reminder::SETTINGS];
    type Settings = Settings;

    async fn fresh(engine: Engine) -> Vec<(&'static str, String)> {
        let mut addresses = vec![
            ("reminder.records", testkit::fresh_url::<reminder::Migrator>(engine).await),
            ("reminder.keyring", testkit::fresh_url::<keyring::Migrator>(engine).await),
        ];
        addresses.extend(house::fresh_interactions(engine).await);
        addresses
    }

    async fn open(mut settings: Settings, opening: &Opening, customers: Neighbour) -> Vec<Box<dyn process::Running>> {
        settings.reminder.look_milliseconds = 20;
        settings.reminder.catch_up_per_second = R::CATCH_UP;
        R::outside(&mut settings.reminder);
        let address = R::customers(format!("http://{}", customers.address));
        let (interactions, publisher) = house::open_interactions(&settings.interaction, opening, &customers).await;
        let neighbours = WithInteractions {
            customers: Neighbours { customers: Peer::connect(&address).unwrap(), ..customers.reached() },
            interaction_feed: Source::InProcess(publisher),
        };
        let running = Running::open(&settings.reminder, opening, neighbours).await.unwrap();
        vec![interactions, Box::new(running)]
    }
}

/// What tests of this service do with a house.
pub trait Callers {
    /// A member of staff of tenant `default` with a role, and its token.
    async fn person(&self, subject: &str, role: Role) -> (customers::Staff, Bearer);
    /// A customer of an owner, created a moment ago.
    async fn customer_of(&self, owner: &customers::Staff) -> customers::Customer;
    async fn tasks_of(&self, bearer: &Bearer) -> TaskServiceClient<Stub>;
    async fn tasks(&self) -> TaskServiceClient<Stub>;
    async fn reminders_of(&self, bearer: &Bearer) -> ReminderServiceClient<Stub>;
    async fn reminders(&self) -> ReminderServiceClient<Stub>;
    async fn transfers_of(&self, bearer: &Bearer) -> TransferServiceClient<Stub>;
    async fn transfers(&self) -> TransferServiceClient<Stub>;
    async fn endpoints(&self) -> EndpointServiceClient<Stub>;
    async fn cadences(&self) -> CadenceServiceClient<Stub>;
    async fn dormancy(&self) -> DormancyServiceClient<Stub>;
    /// A cadence, created a moment ago.
    async fn cadence(&self, cadence: wire::Cadence) -> wire::Cadence;
    /// A dormancy rule, created a moment ago.
    async fn dormancy_rule(&self, rule: wire::DormancyRule) -> wire::DormancyRule;
    /// Speaks to a customer at a time, which is logged.
    async fn speak(&self, customer: &str, start: &str) -> interactions::Interaction;
    /// Takes back that a customer was spoken to.
    async fn unspeak(&self, interaction: interactions::Interaction);
    /// The tasks of a kind about a customer, oldest first, once everything that was told of it is seen to.
    async fn kept_up(&self, customer: &str, kind: wire::TaskKind) -> Vec<wire::Task>;
    async fn deliveries(&self) -> DeliveryServiceClient<Stub>;
    /// An endpoint, created a moment ago.
    async fn endpoint(&self, endpoint: wire::Endpoint) -> wire::Endpoint;
    /// A task that is told of at once.
    async fn told(&self, task: wire::Task) -> wire::Task;
    /// Waits until a delivery to an endpoint is as it is wanted, and answers it.
    async fn delivery(&self, endpoint_id: &str, wanted: impl Fn(&wire::Delivery) -> bool) -> wire::Delivery;
    /// Waits until a reminder has made so many tasks, and answers them.
    async fn made(&self, reminder_id: &str, count: usize) -> Vec<wire::Task>;
}

impl<G: Guest> Callers for house::House<G> {
    async fn person(&self, subject: &str, role: Role) -> (customers::Staff, Bearer) {
        (self.employ(subject).await, self.token("default", subject, role))
    }

    async fn customer_of(&self, owner: &customers::Staff) -> customers::Customer {
        let company = house::company("杭州云帆有限公司", "13912345678");
        self.given(customers::Customer { owner: owner.staff_id.clone(), ..company }).await
    }

    async fn tasks_of(&self, bearer: &Bearer) -> TaskServiceClient<Stub> {
        TaskServiceClient::new(self.stub(bearer.clone()).await)
    }

    async fn tasks(&self) -> TaskServiceClient<Stub> {
        self.tasks_of(&Bearer(None)).await
    }

    async fn reminders_of(&self, bearer: &Bearer) -> ReminderServiceClient<Stub> {
        ReminderServiceClient::new(self.stub(bearer.clone()).await)
    }

    async fn reminders(&self) -> ReminderServiceClient<Stub> {
        self.reminders_of(&Bearer(None)).await
    }

    async fn transfers_of(&self, bearer: &Bearer) -> TransferServiceClient<Stub> {
        TransferServiceClient::new(self.stub(bearer.clone()).await)
    }

    async fn transfers(&self) -> TransferServiceClient<Stub> {
        self.transfers_of(&Bearer(None)).await
    }

    async fn endpoints(&self) -> EndpointServiceClient<Stub> {
        EndpointServiceClient::new(self.stub(Bearer(None)).await)
    }

    async fn deliveries(&self) -> DeliveryServiceClient<Stub> {
        DeliveryServiceClient::new(self.stub(Bearer(None)).await)
    }

    async fn cadences(&self) -> CadenceServiceClient<Stub> {
        CadenceServiceClient::new(self.stub(Bearer(None)).await)
    }

    async fn dormancy(&self) -> DormancyServiceClient<Stub> {
        DormancyServiceClient::new(self.stub(Bearer(None)).await)
    }

    async fn cadence(&self, cadence: wire::Cadence) -> wire::Cadence {
        let request = wire::CreateCadenceRequest { cadence: Some(cadence), ..Default::default() };
        self.cadences().await.create_cadence(request).await.unwrap().into_inner()
    }

    async fn dormancy_rule(&self, rule: wire::DormancyRule) -> wire::DormancyRule {
        let request = wire::CreateDormancyRuleRequest { dormancy_rule: Some(rule), ..Default::default() };
        self.dormancy().await.create_dormancy_rule(request).await.unwrap().into_inner()
    }

    async fn speak(&self, customer: &str, start: &str) -> interactions::Interaction {
        let interaction = interactions::Interaction {
            customer: customer.into(),
            channel: interactions::Channel::Phone.into(),
            direction: interactions::Direction::Outbound.into(),
            start_time: Some(at(start)),
            key_points: "聊了近况".into(),
            ..interactions::Interaction::default()
        };
        let request = interactions::CreateInteractionRequest { interaction: Some(interaction), ..Default::default() };
        let mut client = InteractionServiceClient::new(self.stub(Bearer(None)).await);
        client.create_interaction(request).await.unwrap().into_inner()
    }

    async fn unspeak(&self, interaction: interactions::Interaction) {
        let interactions::Interaction { interaction_id, etag, .. } = interaction;
        let request = interactions::DeleteInteractionRequest { interaction_id, etag, ..Default::default() };
        let mut client = InteractionServiceClient::new(self.stub(Bearer(None)).await);
        client.delete_interaction(request).await.unwrap();
    }

    async fn kept_up(&self, customer: &str, kind: wire::TaskKind) -> Vec<wire::Task> {
        self.follow("reminder", "customer").await;
        self.follow("reminder", "interaction").await;
        let now = self.clock.now().as_micros();
        let waits = format!(
            "SELECT (SELECT COUNT(*) FROM review) + (SELECT COUNT(*) FROM tenant_review)
             + (SELECT COUNT(*) FROM quiet_customer WHERE next_look_time <= {now})"
        );
        while self.number_of("reminder", &waits).await > 0 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let request = wire::ListTasksRequest { customer: customer.into(), page_size: 1_000, ..Default::default() };
        let mut tasks = self.tasks().await.list_tasks(request).await.unwrap().into_inner().tasks;
        tasks.retain(|task| task.kind() == kind);
        tasks.sort_by(|one, other| one.task_id.cmp(&other.task_id));
        tasks
    }

    async fn endpoint(&self, endpoint: wire::Endpoint) -> wire::Endpoint {
        let request = wire::CreateEndpointRequest { endpoint: Some(endpoint), ..Default::default() };
        self.endpoints().await.create_endpoint(request).await.unwrap().into_inner()
    }

    async fn told(&self, task: wire::Task) -> wire::Task {
        let task = wire::Task { due: "2024-05-20T09:00".into(), ..task };
        self.tasks().await.create_task(create(task)).await.unwrap().into_inner()
    }

    async fn delivery(&self, endpoint_id: &str, wanted: impl Fn(&wire::Delivery) -> bool) -> wire::Delivery {
        let mut deliveries = self.deliveries().await;
        loop {
            let request = wire::ListDeliveriesRequest { endpoint_id: endpoint_id.into(), ..Default::default() };
            let found = deliveries.list_deliveries(request).await.unwrap().into_inner().deliveries;
            if let Some(found) = found.into_iter().find(&wanted) {
                return found;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    async fn made(&self, reminder_id: &str, count: usize) -> Vec<wire::Task> {
        let mut tasks = self.tasks().await;
        loop {
            let request =
                wire::ListTasksRequest { reminder_id: reminder_id.into(), page_size: 1_000, ..Default::default() };
            let made = tasks.list_tasks(request).await.unwrap().into_inner().tasks;
            if made.len() >= count {
                return made;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

/// A task, due at 09:00 of the day after the clock's first.
pub fn task(title: &str) -> wire::Task {
    wire::Task { title: title.into(), due: "2024-05-21T09:00".into(), ..wire::Task::default() }
}

/// The request that creates a task.
pub fn create(task: wire::Task) -> wire::CreateTaskRequest {
    wire::CreateTaskRequest { task: Some(task), ..Default::default() }
}

/// A reminder that comes round by a rule, counted from 09:00 of the clock's first day.
pub fn by_rule(title: &str, rule: &str) -> wire::Reminder {
    let recurring = wire::RecurringSchedule { rule: rule.into(), start: "2024-05-20T09:00".into() };
    let when = wire::schedule::When::Recurring(recurring);
    wire::Reminder {
        title: title.into(),
        schedule: Some(wire::Schedule { when: Some(when) }),
        ..wire::Reminder::default()
    }
}

/// The request that creates a reminder.
pub fn create_reminder(reminder: wire::Reminder) -> wire::CreateReminderRequest {
    wire::CreateReminderRequest { reminder: Some(reminder), ..Default::default() }
}

/// A cadence of a stage and a level.
pub fn cadence(stage: &str, level: &str, interval: wire::Period) -> wire::Cadence {
    wire::Cadence {
        title: "跟进".into(),
        stage: stage.into(),
        level: level.into(),
        interval: Some(interval),
        ..wire::Cadence::default()
    }
}

/// A dormancy rule.
pub fn dormancy_rule(filter: &str, quiet: wire::Period) -> wire::DormancyRule {
    wire::DormancyRule {
        title: "沉睡".into(),
        filter: filter.into(),
        quiet: Some(quiet),
        ..wire::DormancyRule::default()
    }
}

/// So many days.
pub fn days(count: i32) -> wire::Period {
    wire::Period { count, unit: wire::PeriodUnit::Day.into() }
}

/// An instant on the wire.
pub fn at(text: &str) -> Timestamp {
    Timestamp { seconds: text.parse::<jiff::Timestamp>().unwrap().as_second(), nanos: 0 }
}

/// Microseconds in a day.
pub const DAY: i64 = 86_400_000_000;
/// Microseconds in an hour.
pub const HOUR: i64 = 3_600_000_000;

/// A webhook.
pub fn webhook(url: &str) -> wire::Endpoint {
    wire::Endpoint { title: "CRM".into(), url: url.into(), ..wire::Endpoint::default() }
}
