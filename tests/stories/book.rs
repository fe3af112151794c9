//! The platform in which stories happen, and those who take part in them.

use std::time::Duration;

use access::Role;
use contracts::customer::v1 as customers;
use contracts::customer::v1::customer_service_client::CustomerServiceClient;
use contracts::customer::v1::staff_service_client::StaffServiceClient;
use testkit::Engine;

use crate::caller::{Caller, Stub};
use crate::process::{self, Process};
use crate::services::{self, Name, Service};

/// How often it is asked whether what services tell each other has arrived.
const PAUSE: Duration = Duration::from_millis(50);
/// How long nobody is told that a customer was not spoken to: here all that was said is written down before.
const SETTLING: &str = "REMINDER__SETTLING_MINUTES";

/// The same story in one process on SQLite, and in four on PostgreSQL that hear each other over the network.
#[macro_export]
macro_rules! told_in_one_process_and_in_four {
    ($($(#[$attribute:meta])* async fn $name:ident($book:ident) $story:block)+) => {
        $(
            mod $name {
                #[allow(unused_imports, reason = "each story takes what it needs")]
                use super::*;

                async fn story($book: $crate::stories::book::Book) $story

                $(#[$attribute])*
                #[test]
                fn in_one_process() {
                    testkit::run(async { story($crate::stories::book::Book::of_one_process().await).await });
                }

                $(#[$attribute])*
                #[test]
                fn in_four_processes() {
                    if !testkit::is_skipped() {
                        testkit::run(async { story($crate::stories::book::Book::of_four_processes().await).await });
                    }
                }
            }
        )+
    };
}

/// The platform, all of which serves.
pub enum Book {
    One { ground: process::Ground, process: Process },
    Four { ground: services::Ground, _services: Vec<Service> },
}

impl Book {
    /// One process on SQLite.
    pub async fn of_one_process() -> Self {
        let mut ground = process::Ground::fresh(Engine::Sqlite).await;
        ground.set(SETTLING, "0");
        Self::One { process: Process::start(&ground), ground }
    }

    /// Four processes on PostgreSQL.
    pub async fn of_four_processes() -> Self {
        let mut ground = services::Ground::fresh(Engine::Postgres).await;
        ground.set_of(Name::Reminder, SETTLING, "0");
        let mut services = Vec::new();
        for name in Name::ALL {
            services.push(ground.start(name).await);
        }
        Self::Four { ground, _services: services }
    }

    /// A caller of the tenant.
    pub fn caller(&self, subject: &str, role: Role) -> Caller {
        match self {
            Self::One { ground, .. } => ground.caller(subject, role),
            Self::Four { ground, .. } => ground.caller(subject, role),
        }
    }

    /// A connection of a caller to a service.
    pub async fn stub(&self, name: Name, caller: &Caller) -> Stub {
        match self {
            Self::One { process, .. } => process.stub(caller).await,
            Self::Four { ground, .. } => ground.stub(name, caller),
        }
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
        let mut desk = StaffServiceClient::new(self.stub(Name::Customer, &self.administrator()).await);
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
        let mut client = CustomerServiceClient::new(self.stub(Name::Customer, caller).await);
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
