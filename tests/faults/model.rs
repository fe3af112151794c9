//! What was acknowledged, and whether it is still so.

use clock::Clock;
use contracts::customer::v1::customer_service_client::CustomerServiceClient;
use contracts::customer::v1::{
    ContactPoint, ContactPointKind, CreateCustomerRequest, Customer, CustomerKind, GetCustomerRequest,
    ListCustomersRequest, UpdateCustomerRequest, get_customer_request,
};
use contracts::journal::v1::VerifyJournalRequest;
use contracts::journal::v1::journal_service_client::JournalServiceClient;
use tonic::transport::Channel;

/// One writer and all that it wrote, across the lives of the process.
#[derive(Default)]
pub struct Writer {
    /// What each customer said in the last answer.
    acknowledged: Vec<Customer>,
    /// What was asked and not answered.
    unanswered: Option<Asked>,
    count: u32,
}

enum Asked {
    Create(CreateCustomerRequest),
    Update { index: usize, request: UpdateCustomerRequest },
}

impl Writer {
    /// Creates and updates until the process is gone.
    pub async fn write(&mut self, channel: Channel) {
        let mut client = CustomerServiceClient::new(channel);
        loop {
            self.count += 1;
            let asked = match self.acknowledged.len() {
                0 => create(self.count),
                known if self.count.is_multiple_of(2) => update(&self.acknowledged, known - 1, self.count),
                _ => create(self.count),
            };
            if self.ask(&mut client, asked).await.is_none() {
                return;
            }
        }
    }

    /// Asks again what was not answered: it happens once, whether it had happened or not.
    pub async fn ask_again(&mut self, channel: Channel) {
        if let Some(asked) = self.unanswered.take() {
            self.ask(&mut CustomerServiceClient::new(channel), asked).await.expect("the process serves");
        }
    }

    async fn ask(&mut self, client: &mut CustomerServiceClient<Channel>, asked: Asked) -> Option<()> {
        let answer = match &asked {
            Asked::Create(request) => client.create_customer(request.clone()).await,
            Asked::Update { request, .. } => client.update_customer(request.clone()).await,
        };
        match (answer, asked) {
            (Ok(answer), Asked::Create(_)) => self.acknowledged.push(answer.into_inner()),
            (Ok(answer), Asked::Update { index, .. }) => self.acknowledged[index] = answer.into_inner(),
            (Err(status), asked) => {
                // All else is a refusal, of a call that only follows from what was acknowledged: a part of that is gone.
                let died = matches!(
                    status.code(),
                    tonic::Code::Unavailable | tonic::Code::Unknown | tonic::Code::Cancelled | tonic::Code::Internal
                );
                assert!(died, "refused after what was acknowledged: {status:?}");
                self.unanswered = Some(asked);
                return None;
            }
        }
        Some(())
    }

    /// How many customers were acknowledged.
    pub fn acknowledged(&self) -> usize {
        self.acknowledged.len()
    }

    /// How many of the customers that were acknowledged are not there, or not as they were.
    pub async fn lost(&self, channel: Channel) -> usize {
        let mut client = CustomerServiceClient::new(channel);
        let mut lost = 0;
        for expected in &self.acknowledged {
            let key = get_customer_request::Key::Customer(expected.customer_id.clone());
            let found = client.get_customer(GetCustomerRequest { key: Some(key), as_of: None }).await;
            lost += usize::from(!found.is_ok_and(|found| found.get_ref() == expected));
        }
        lost
    }

    /// Holds all that was acknowledged against what the process answers; answers how many customers there are.
    pub async fn check(&self, channel: Channel) -> usize {
        let mut client = CustomerServiceClient::new(channel);
        for expected in &self.acknowledged {
            let key = get_customer_request::Key::Customer(expected.customer_id.clone());
            let found = client.get_customer(GetCustomerRequest { key: Some(key), as_of: None }).await;
            assert_eq!(found.expect("an acknowledged customer is there").get_ref(), expected);
        }
        self.acknowledged.len()
    }
}

fn create(count: u32) -> Asked {
    let request_id = Clock::system().id().to_string();
    Asked::Create(CreateCustomerRequest { customer: Some(customer(count)), request_id, ..Default::default() })
}

/// A customer as writers create them.
pub fn customer(count: u32) -> Customer {
    Customer {
        kind: CustomerKind::Enterprise.into(),
        registered_name: format!("公司 {count}"),
        contact_points: vec![ContactPoint {
            kind: ContactPointKind::Phone.into(),
            value: "13912345678".into(),
            ..Default::default()
        }],
        ..Default::default()
    }
}

fn update(known: &[Customer], index: usize, count: u32) -> Asked {
    let customer = Customer {
        customer_id: known[index].customer_id.clone(),
        etag: known[index].etag.clone(),
        remarks: format!("第 {count} 次"),
        ..Default::default()
    };
    let request_id = Clock::system().id().to_string();
    let request = UpdateCustomerRequest { customer: Some(customer), request_id, ..Default::default() };
    Asked::Update { index, request }
}

/// How many customers there are.
pub async fn count(channel: Channel) -> usize {
    let mut client = CustomerServiceClient::new(channel);
    let mut count = 0;
    let mut page_token = String::new();
    loop {
        let request = ListCustomersRequest { page_size: 1_000, page_token, ..Default::default() };
        let page = client.list_customers(request).await.unwrap().into_inner();
        count += page.customers.len();
        if page.next_page_token.is_empty() {
            return count;
        }
        page_token = page.next_page_token;
    }
}

/// Fails unless the chains are whole and every record is its newest entry.
pub async fn verify(channel: Channel) {
    let request = VerifyJournalRequest { service: "customer".into() };
    let mut messages = JournalServiceClient::new(channel).verify_journal(request).await.unwrap().into_inner();
    let mut last = None;
    while let Some(message) = messages.message().await.unwrap() {
        last = Some(message);
    }
    let last = last.unwrap();
    assert!(last.done);
    assert_eq!(last.faults, Vec::<String>::new());
}
