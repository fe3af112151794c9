//! The service beside the customer service, and callers of all roles.

use ::customers::Neighbours;
use std::marker::PhantomData;

use access::Role;
use client::Peer;
use contracts::customer::v1 as customers;
use contracts::customer::v1::ownership_service_client::OwnershipServiceClient;
use contracts::google::r#type::Money;
use contracts::interaction::v1 as wire;
use contracts::interaction::v1::complaint_service_client::ComplaintServiceClient;
use contracts::interaction::v1::feedback_service_client::FeedbackServiceClient;
use contracts::interaction::v1::interaction_service_client::InteractionServiceClient;
use contracts::interaction::v1::service_case_service_client::ServiceCaseServiceClient;
use contracts::interaction::v1::timeline_service_client::TimelineServiceClient;
use contracts::interaction::v1::transaction_service_client::TransactionServiceClient;
use contracts::interaction::v1::transfer_service_client::TransferServiceClient;
use feed::{Remote, Source};
pub use house::{Bearer, Stub, fields};
use house::{Guest, Neighbour};
use interaction::{InteractionSettings, Running};
use process::Opening;
use serde::Deserialize;
use testkit::Engine;

/// The interaction service beside the customer service.
pub type House = house::House<Beside<Reached>>;
/// The same, whose feed of the customer service is held back.
pub type HouseWithoutFeed = house::House<Beside<FeedHeldBack>>;
/// The same, which hears the customer service and cannot ask it.
pub type HouseWithoutAnswers = house::House<Beside<AnswersHeldBack>>;

/// The interaction service, and how it reaches the customer service.
pub struct Beside<R>(PhantomData<R>);

/// How the customer service is reached.
pub trait Reach {
    fn neighbours(customers: Neighbour) -> Neighbours;
}

pub struct Reached;
pub struct FeedHeldBack;
pub struct AnswersHeldBack;

/// Where nobody listens.
const NOBODY: &str = "http://127.0.0.1:1";

impl Reach for Reached {
    fn neighbours(customers: Neighbour) -> Neighbours {
        customers.reached()
    }
}

impl Reach for FeedHeldBack {
    fn neighbours(customers: Neighbour) -> Neighbours {
        testkit::allow_log("a feed was interrupted");
        let nobody = Peer::connect(NOBODY).unwrap();
        let reached = customers.reached();
        let nobody = Remote::new(nobody, reached.token.clone(), "customer");
        Neighbours { customer_feed: Source::Network(nobody), ..reached }
    }
}

impl Reach for AnswersHeldBack {
    fn neighbours(customers: Neighbour) -> Neighbours {
        testkit::allow_log("the customer service could not be asked");
        Neighbours { customers: Peer::connect(NOBODY).unwrap(), ..Reached::neighbours(customers) }
    }
}

#[derive(Deserialize)]
pub struct Settings {
    interaction: InteractionSettings,
}

impl<R: Reach> Guest for Beside<R> {
    const SETTINGS: &'static [&'static str] = &[interaction::SETTINGS];
    type Settings = Settings;

    async fn fresh(engine: Engine) -> Vec<(&'static str, String)> {
        vec![
            ("interaction.records", testkit::fresh_url::<interaction::Migrator>(engine).await),
            ("interaction.keyring", testkit::fresh_url::<keyring::Migrator>(engine).await),
        ]
    }

    async fn open(settings: Settings, opening: &Opening, customers: Neighbour) -> Vec<Box<dyn process::Running>> {
        let running = Running::open(&settings.interaction, opening, R::neighbours(customers)).await;
        vec![Box::new(running.unwrap())]
    }
}

/// What tests of this service do with a house.
pub trait Callers {
    /// A member of staff of tenant `default` with a role, and its token.
    async fn person(&self, subject: &str, role: Role) -> (customers::Staff, Bearer);
    /// A customer of an owner, created a moment ago.
    async fn customer_of(&self, owner: &customers::Staff) -> customers::Customer;
    /// A caller with a token.
    async fn interactions_of(&self, bearer: &Bearer) -> InteractionServiceClient<Stub>;
    /// The local administrator.
    async fn interactions(&self) -> InteractionServiceClient<Stub>;
    /// A caller with a token.
    async fn transactions_of(&self, bearer: &Bearer) -> TransactionServiceClient<Stub>;
    /// The local administrator.
    async fn transactions(&self) -> TransactionServiceClient<Stub>;
    /// A caller with a token.
    async fn timelines_of(&self, bearer: &Bearer) -> TimelineServiceClient<Stub>;
    /// A caller with a token.
    async fn feedback_of(&self, bearer: &Bearer) -> FeedbackServiceClient<Stub>;
    /// The local administrator.
    async fn feedback(&self) -> FeedbackServiceClient<Stub>;
    /// A caller with a token.
    async fn complaints_of(&self, bearer: &Bearer) -> ComplaintServiceClient<Stub>;
    /// The local administrator.
    async fn complaints(&self) -> ComplaintServiceClient<Stub>;
    /// A caller with a token.
    async fn service_cases_of(&self, bearer: &Bearer) -> ServiceCaseServiceClient<Stub>;
    /// The local administrator.
    async fn service_cases(&self) -> ServiceCaseServiceClient<Stub>;
    /// A caller with a token.
    async fn transfers_of(&self, bearer: &Bearer) -> TransferServiceClient<Stub>;
    /// The local administrator.
    async fn transfers(&self) -> TransferServiceClient<Stub>;
    /// Lets a member of staff work on a customer.
    async fn let_in(&self, customer: &customers::Customer, staff: &customers::Staff);
}

impl<G: Guest> Callers for house::House<G> {
    async fn person(&self, subject: &str, role: Role) -> (customers::Staff, Bearer) {
        (self.employ(subject).await, self.token("default", subject, role))
    }

    async fn customer_of(&self, owner: &customers::Staff) -> customers::Customer {
        let company = house::company("杭州云帆有限公司", "13912345678");
        self.given(customers::Customer { owner: owner.staff_id.clone(), ..company }).await
    }

    async fn interactions_of(&self, bearer: &Bearer) -> InteractionServiceClient<Stub> {
        InteractionServiceClient::new(self.stub(bearer.clone()).await)
    }

    async fn interactions(&self) -> InteractionServiceClient<Stub> {
        self.interactions_of(&Bearer(None)).await
    }

    async fn transactions_of(&self, bearer: &Bearer) -> TransactionServiceClient<Stub> {
        TransactionServiceClient::new(self.stub(bearer.clone()).await)
    }

    async fn transactions(&self) -> TransactionServiceClient<Stub> {
        self.transactions_of(&Bearer(None)).await
    }

    async fn timelines_of(&self, bearer: &Bearer) -> TimelineServiceClient<Stub> {
        TimelineServiceClient::new(self.stub(bearer.clone()).await)
    }

    async fn feedback_of(&self, bearer: &Bearer) -> FeedbackServiceClient<Stub> {
        FeedbackServiceClient::new(self.stub(bearer.clone()).await)
    }

    async fn feedback(&self) -> FeedbackServiceClient<Stub> {
        self.feedback_of(&Bearer(None)).await
    }

    async fn complaints_of(&self, bearer: &Bearer) -> ComplaintServiceClient<Stub> {
        ComplaintServiceClient::new(self.stub(bearer.clone()).await)
    }

    async fn complaints(&self) -> ComplaintServiceClient<Stub> {
        self.complaints_of(&Bearer(None)).await
    }

    async fn service_cases_of(&self, bearer: &Bearer) -> ServiceCaseServiceClient<Stub> {
        ServiceCaseServiceClient::new(self.stub(bearer.clone()).await)
    }

    async fn service_cases(&self) -> ServiceCaseServiceClient<Stub> {
        self.service_cases_of(&Bearer(None)).await
    }

    async fn transfers_of(&self, bearer: &Bearer) -> TransferServiceClient<Stub> {
        TransferServiceClient::new(self.stub(bearer.clone()).await)
    }

    async fn transfers(&self) -> TransferServiceClient<Stub> {
        self.transfers_of(&Bearer(None)).await
    }

    async fn let_in(&self, customer: &customers::Customer, staff: &customers::Staff) {
        let request = customers::AddCollaboratorRequest {
            customer: customer.customer_id.clone(),
            staff_id: staff.staff_id.clone(),
            ..Default::default()
        };
        let mut client = OwnershipServiceClient::new(self.stub(Bearer(None)).await);
        client.add_collaborator(request).await.unwrap();
    }
}

/// A call with a customer, as it is logged.
pub fn phone_call(customer: &str) -> wire::Interaction {
    wire::Interaction {
        customer: customer.into(),
        channel: wire::Channel::Phone.into(),
        direction: wire::Direction::Outbound.into(),
        key_points: "谈了报价".into(),
        ..wire::Interaction::default()
    }
}

/// The request that logs an interaction.
pub fn create(interaction: wire::Interaction) -> wire::CreateInteractionRequest {
    wire::CreateInteractionRequest { interaction: Some(interaction), ..Default::default() }
}

/// The request that reads one.
pub fn get(id: &str) -> wire::GetInteractionRequest {
    wire::GetInteractionRequest { interaction_id: id.into(), as_of: None }
}

/// So many hundredths of a yuan.
pub fn yuan(hundredths: i64) -> Money {
    let nanos = i32::try_from(hundredths % 100).unwrap() * 10_000_000;
    Money { currency_code: "CNY".into(), units: hundredths / 100, nanos }
}

/// A sale of two lines that come to 19.90.
pub fn sale(customer: &str) -> wire::Transaction {
    let line = |product: &str, quantity: &str, amount| wire::TransactionLine {
        product: product.into(),
        quantity: quantity.into(),
        amount: Some(amount),
    };
    wire::Transaction {
        customer: customer.into(),
        lines: vec![line("龙井", "0.75", yuan(1_200)), line("茶杯", "2", yuan(790))],
        payment_method: wire::PaymentMethod::WechatPay.into(),
        ..wire::Transaction::default()
    }
}

/// The request that records a transaction.
pub fn record(transaction: wire::Transaction) -> wire::CreateTransactionRequest {
    wire::CreateTransactionRequest { transaction: Some(transaction), ..Default::default() }
}

/// Feedback of a customer that is satisfied.
pub fn feedback(customer: &str) -> wire::Feedback {
    wire::Feedback {
        customer: customer.into(),
        channel: wire::Channel::Wechat.into(),
        rating: 4,
        suggestion: "多一些口味".into(),
        ..wire::Feedback::default()
    }
}

/// A complaint of a customer.
pub fn complaint(customer: &str) -> wire::Complaint {
    wire::Complaint {
        customer: customer.into(),
        channel: wire::Channel::Phone.into(),
        subject: "漏水".into(),
        description: "到货即漏".into(),
        ..wire::Complaint::default()
    }
}

/// A service case of a customer.
pub fn service_case(customer: &str) -> wire::ServiceCase {
    wire::ServiceCase {
        customer: customer.into(),
        channel: wire::Channel::LiveChat.into(),
        product: "净水器".into(),
        question: "滤芯怎么换".into(),
        ..wire::ServiceCase::default()
    }
}

/// A transaction's id in another system.
pub fn order(id: &str) -> wire::TransactionExternalId {
    wire::TransactionExternalId { source: "shop".into(), id: id.into() }
}
