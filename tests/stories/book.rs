//! The platform in which stories happen, and those who take part in them.

use std::time::Duration;

use access::Role;
use contracts::customer::v1 as customers;
use contracts::customer::v1::customer_service_client::CustomerServiceClient;
use contracts::customer::v1::staff_service_client::StaffServiceClient;
use testkit::Engine;

use crate::caller::{Caller, Stub};
use crate::process::{Ground, Process};

/// How often it is asked whether what services tell each other has arrived.
const PAUSE: Duration = Duration::from_millis(50);

/// A story told in one process on SQLite.
#[macro_export]
macro_rules! told_in_one_process {
    ($($(#[$attribute:meta])* async fn $name:ident($book:ident) $story:block)+) => {
        $(
            mod $name {
                #[allow(unused_imports, reason = "each story takes what it needs")]
                use super::*;

                async fn story($book: $crate::stories::book::Book) $story

                $(#[$attribute])*
                #[test]
                fn in_one_process() {
                    testkit::run(async { story($crate::stories::book::Book::fresh().await).await });
                }
            }
        )+
    };
}

/// The platform, all of which serves.
pub struct Book {
    ground: Ground,
    process: Process,
}

impl Book {
    /// The platform on empty databases.
    pub async fn fresh() -> Self {
        let ground = Ground::fresh(Engine::Sqlite).await;
        Self { process: Process::start(&ground), ground }
    }

    /// A caller of the tenant.
    pub fn caller(&self, subject: &str, role: Role) -> Caller {
        self.ground.caller(subject, role)
    }

    /// A connection of a caller.
    pub async fn stub(&self, caller: &Caller) -> Stub {
        self.process.stub(caller).await
    }

    /// The administrator of the tenant.
    pub fn administrator(&self) -> Caller {
        self.caller("administrator", Role::Administrator)
    }

    /// A seller who has joined, and how they call.
    pub async fn seller(&self, subject: &str) -> (customers::Staff, Caller) {
        let staff = customers::Staff {
            display_name: subject.into(),
            issuer: access::LOCAL_ISSUER.into(),
            subject: subject.into(),
            ..customers::Staff::default()
        };
        let request = customers::CreateStaffRequest { staff: Some(staff), ..Default::default() };
        let mut desk = StaffServiceClient::new(self.stub(&self.administrator()).await);
        let staff = desk.create_staff(request).await.unwrap().into_inner();
        (staff, self.caller(subject, Role::Sales))
    }

    /// A company that a caller wins as a customer.
    pub async fn wins(&self, caller: &Caller, customer: customers::Customer) -> customers::Customer {
        let company = customers::Customer {
            kind: customers::CustomerKind::Enterprise.into(),
            contact_points: vec![customers::ContactPoint {
                kind: customers::ContactPointKind::Phone.into(),
                value: "13912345678".into(),
                ..Default::default()
            }],
            ..customer
        };
        let request = customers::CreateCustomerRequest { customer: Some(company), ..Default::default() };
        let mut client = CustomerServiceClient::new(self.stub(caller).await);
        client.create_customer(request).await.unwrap().into_inner()
    }
}

/// Asks until there is an answer: what services tell each other takes a moment.
pub async fn until<T, F: Future<Output = Option<T>>>(ask: impl Fn() -> F) -> T {
    loop {
        if let Some(answer) = ask().await {
            return answer;
        }
        tokio::time::sleep(PAUSE).await;
    }
}
