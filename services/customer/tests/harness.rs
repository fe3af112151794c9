//! The service on a socket of its own, and callers of all roles.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use access::log::{LoggedEntry, Subject};
use access::{AuthenticateLayer, LocalIssuer, Role, TokenRequest};
use clock::Clock;
use contracts::customer::v1 as wire;
use contracts::customer::v1::contact_person_service_client::ContactPersonServiceClient;
use contracts::customer::v1::customer_service_client::CustomerServiceClient;
use contracts::customer::v1::import_service_client::ImportServiceClient;
use contracts::customer::v1::ownership_service_client::OwnershipServiceClient;
use contracts::customer::v1::revert_service_client::RevertServiceClient;
use contracts::customer::v1::staff_service_client::StaffServiceClient;
use contracts::customer::v1::tenant_service_client::TenantServiceClient;
use contracts::customer::v1::vocabulary_service_client::VocabularyServiceClient;
use contracts::feed::v1::feed_service_client::FeedServiceClient;
use contracts::feed::v1::feed_service_server::FeedServiceServer;
use contracts::journal::v1::journal_service_client::JournalServiceClient;
use contracts::journal::v1::journal_service_server::JournalServiceServer;
use contracts::journal::v1::{VerifyJournalRequest, VerifyJournalResponse};
use customer::{CustomerSettings, Running};
use feed::Feeds;
use foundation::{Foundation, FoundationSettings, Journals, Schema};
use serde::Deserialize;
use server::{Server, ServerSettings, Services, Serving};
use testkit::Engine;
use tokio_util::sync::CancellationToken;
use tonic::metadata::MetadataValue;
use tonic::service::Interceptor;
use tonic::service::interceptor::InterceptedService;
use tonic::transport::Channel;
use tonic::{Request, Status};

/// A service that runs, with a manual clock and databases of its own.
pub struct House {
    pub clock: Clock,
    pub addresses: Addresses,
    issuer: Arc<LocalIssuer>,
    address: SocketAddr,
    running: Option<(Running, Foundation, Serving)>,
    watches: CancellationToken,
}

/// Where the databases of a house are, so that another can be opened on them.
#[derive(Clone)]
pub struct Addresses {
    pub records: String,
    pub keyring: String,
    pub ledger: String,
    pub access_log: String,
    pub master: PathBuf,
}

#[derive(Deserialize)]
struct Settings {
    server: ServerSettings,
    #[serde(flatten)]
    foundation: FoundationSettings,
    customer: CustomerSettings,
}

pub type Stub = InterceptedService<Channel, Bearer>;

/// Sends a token, if there is one.
#[derive(Clone)]
pub struct Bearer(Option<String>);

impl Interceptor for Bearer {
    fn call(&mut self, mut request: Request<()>) -> Result<Request<()>, Status> {
        if let Some(token) = &self.0 {
            let value = MetadataValue::try_from(format!("Bearer {token}")).unwrap();
            request.metadata_mut().insert("authorization", value);
        }
        Ok(request)
    }
}

impl Addresses {
    pub async fn fresh(engine: Engine) -> Self {
        Self {
            records: testkit::fresh_url::<customer::Migrator>(engine).await,
            keyring: testkit::fresh_url::<keyring::Migrator>(engine).await,
            ledger: testkit::fresh_url::<keyring::ledger::Migrator>(engine).await,
            access_log: testkit::fresh_url::<access::log::Migrations>(engine).await,
            master: testkit::fresh_folder(),
        }
    }
}

impl House {
    /// A service on fresh databases.
    pub async fn new(engine: Engine) -> Self {
        Self::open(Addresses::fresh(engine).await, testkit::clock()).await
    }

    /// A service on databases that are there.
    pub async fn open(addresses: Addresses, clock: Clock) -> Self {
        let defaults = [server::SETTINGS, foundation::SETTINGS, customer::SETTINGS].join("\n");
        let issuer = Arc::new(LocalIssuer::open(&addresses.master).unwrap());
        let master = addresses.master.display().to_string();
        let keys = issuer.key_set_file().display().to_string();
        let overrides = [
            ("server.listen", "127.0.0.1:0"),
            ("customer.records", &addresses.records),
            ("customer.keyring", &addresses.keyring),
            ("ledger.database", &addresses.ledger),
            ("access_log.database", &addresses.access_log),
            ("master_keys.folder", &master),
            ("master_keys.make_first", "true"),
            ("authentication.key_set", &keys),
            ("authentication.issuer", access::LOCAL_ISSUER),
            ("authentication.audience", access::LOCAL_AUDIENCE),
            ("authentication.local_callers", "true"),
        ];
        let settings: Settings = settings::load(&defaults, None, "DOSSIER_HARNESS", &overrides).unwrap();
        let server = Server::bind(settings.server, clock.clone()).await.unwrap();
        let foundation = Foundation::open(settings.foundation, Schema::Check, clock.clone()).await.unwrap();
        let running = Running::open(&settings.customer, &foundation, Schema::Check).await.unwrap();
        let journals = JournalServiceServer::new(Journals([running.verifiable()].into()));
        let watches = CancellationToken::new();
        let feeds = Feeds::new([running.publisher()], foundation.access_log.clone(), watches.clone());
        let services = running.add_to(Services::new(contracts::DESCRIPTOR_SET), server.settings());
        let services = services.with(journals).with(FeedServiceServer::new(feeds));
        let layer = AuthenticateLayer::new(foundation.authenticator().await.unwrap());
        let serving = server.start(services, layer).await.unwrap();
        serving.announce().await;
        let address = serving.address();
        Self { clock, addresses, issuer, address, running: Some((running, foundation, serving)), watches }
    }

    /// Ends the service as SIGTERM does.
    pub async fn close(mut self) -> (Addresses, Clock) {
        let (running, foundation, serving) = self.running.take().unwrap();
        self.watches.cancel();
        serving.drain(std::future::pending()).await;
        running.close().await;
        foundation.close().await;
        (self.addresses.clone(), self.clock.clone())
    }

    async fn stub(&self, bearer: Bearer) -> Stub {
        let channel = Channel::from_shared(format!("http://{}", self.address)).unwrap();
        InterceptedService::new(channel.connect().await.unwrap(), bearer)
    }

    /// A token for a member of staff (or somebody who is none) of a tenant.
    pub fn token(&self, tenant: &str, subject: &str, role: Role) -> Bearer {
        let client = role == Role::System;
        let lifetime = Duration::from_secs(300 * 24 * 3600);
        let request =
            TokenRequest { tenant: tenant.into(), subject: subject.into(), roles: role.into(), client, lifetime };
        Bearer(Some(self.issuer.issue(&request, &self.clock).unwrap()))
    }

    /// The local administrator of tenant `default`.
    pub async fn customers(&self) -> CustomerServiceClient<Stub> {
        CustomerServiceClient::new(self.stub(Bearer(None)).await)
    }

    /// A caller with a token.
    pub async fn customers_of(&self, bearer: Bearer) -> CustomerServiceClient<Stub> {
        CustomerServiceClient::new(self.stub(bearer).await)
    }

    pub async fn persons(&self) -> ContactPersonServiceClient<Stub> {
        self.persons_of(Bearer(None)).await
    }

    pub async fn persons_of(&self, bearer: Bearer) -> ContactPersonServiceClient<Stub> {
        ContactPersonServiceClient::new(self.stub(bearer).await)
    }

    pub async fn imports(&self) -> ImportServiceClient<Stub> {
        self.imports_of(Bearer(None)).await
    }

    pub async fn imports_of(&self, bearer: Bearer) -> ImportServiceClient<Stub> {
        ImportServiceClient::new(self.stub(bearer).await)
    }

    pub async fn ownership(&self) -> OwnershipServiceClient<Stub> {
        self.ownership_of(Bearer(None)).await
    }

    pub async fn ownership_of(&self, bearer: Bearer) -> OwnershipServiceClient<Stub> {
        OwnershipServiceClient::new(self.stub(bearer).await)
    }

    pub async fn reverts(&self) -> RevertServiceClient<Stub> {
        self.reverts_of(Bearer(None)).await
    }

    pub async fn reverts_of(&self, bearer: Bearer) -> RevertServiceClient<Stub> {
        RevertServiceClient::new(self.stub(bearer).await)
    }

    pub async fn staff(&self) -> StaffServiceClient<Stub> {
        self.staff_of(Bearer(None)).await
    }

    pub async fn staff_of(&self, bearer: Bearer) -> StaffServiceClient<Stub> {
        StaffServiceClient::new(self.stub(bearer).await)
    }

    pub async fn tenants(&self) -> TenantServiceClient<Stub> {
        self.tenants_of(Bearer(None)).await
    }

    pub async fn tenants_of(&self, bearer: Bearer) -> TenantServiceClient<Stub> {
        TenantServiceClient::new(self.stub(bearer).await)
    }

    pub async fn vocabularies(&self) -> VocabularyServiceClient<Stub> {
        self.vocabularies_of(Bearer(None)).await
    }

    pub async fn vocabularies_of(&self, bearer: Bearer) -> VocabularyServiceClient<Stub> {
        VocabularyServiceClient::new(self.stub(bearer).await)
    }

    /// The entries of the access log that name a record of tenant `default`, newest first.
    pub async fn reads_of(&self, record: &str) -> Vec<LoggedEntry> {
        let (_, foundation, _) = self.running.as_ref().unwrap();
        foundation.access_log.flush().await.unwrap();
        let record = Subject::Record(record.parse().unwrap());
        foundation.access_log.entries(access::LOCAL_TENANT, record, None, 100).await.unwrap().entries
    }

    pub async fn journals_of(&self, bearer: Bearer) -> JournalServiceClient<Stub> {
        JournalServiceClient::new(self.stub(bearer).await)
    }

    pub async fn feeds_of(&self, bearer: Bearer) -> FeedServiceClient<Stub> {
        FeedServiceClient::new(self.stub(bearer).await)
    }

    /// The end of a verification of the journal, when all that was written has its place in it.
    pub async fn verify(&self) -> VerifyJournalResponse {
        let (running, _, _) = self.running.as_ref().unwrap();
        running.verifiable().journal.wait_until_ordered().await.unwrap();
        let mut client = self.journals_of(Bearer(None)).await;
        let request = VerifyJournalRequest { service: "customer".into() };
        let mut messages = client.verify_journal(request).await.unwrap().into_inner();
        let mut last = None;
        while let Some(message) = messages.message().await.unwrap() {
            last = Some(message);
        }
        let last = last.unwrap();
        assert!(last.done);
        last
    }

    /// A customer that the local administrator created.
    pub async fn given(&self, customer: wire::Customer) -> wire::Customer {
        self.customers().await.create_customer(create(customer)).await.unwrap().into_inner()
    }

    /// A customer as the local administrator reads it now.
    pub async fn read(&self, customer: &str) -> wire::Customer {
        self.customers().await.get_customer(get(customer)).await.unwrap().into_inner()
    }

    /// A contact person that the local administrator created.
    pub async fn given_person(&self, person: wire::ContactPerson) -> wire::ContactPerson {
        let request = wire::CreateContactPersonRequest { contact_person: Some(person), ..Default::default() };
        self.persons().await.create_contact_person(request).await.unwrap().into_inner()
    }

    /// A contact person as the local administrator reads it now.
    pub async fn read_person(&self, id: &str) -> wire::ContactPerson {
        let request = wire::GetContactPersonRequest { contact_person_id: id.into(), as_of: None };
        self.persons().await.get_contact_person(request).await.unwrap().into_inner()
    }

    /// A member of staff whose tokens have this subject.
    pub async fn employ(&self, subject: &str) -> wire::Staff {
        let staff = wire::Staff {
            display_name: subject.into(),
            issuer: access::LOCAL_ISSUER.into(),
            subject: subject.into(),
            ..wire::Staff::default()
        };
        let request = wire::CreateStaffRequest { staff: Some(staff), ..Default::default() };
        self.staff().await.create_staff(request).await.unwrap().into_inner()
    }
}

/// A company with one phone.
pub fn company(name: &str, phone: &str) -> wire::Customer {
    wire::Customer {
        kind: wire::CustomerKind::Enterprise.into(),
        registered_name: name.into(),
        contact_points: vec![phone_number(phone)],
        ..wire::Customer::default()
    }
}

/// A contact point of kind phone.
pub fn phone_number(value: &str) -> wire::ContactPoint {
    wire::ContactPoint { kind: wire::ContactPointKind::Phone.into(), value: value.into(), ..Default::default() }
}

/// The request that creates a customer.
pub fn create(customer: wire::Customer) -> wire::CreateCustomerRequest {
    wire::CreateCustomerRequest { customer: Some(customer), ..Default::default() }
}

/// The request that reads a customer by id or number.
pub fn get(customer: &str) -> wire::GetCustomerRequest {
    wire::GetCustomerRequest {
        key: Some(wire::get_customer_request::Key::Customer(customer.into())),
        ..Default::default()
    }
}

/// The paths of the fields that a refusal names.
pub fn fields(status: &Status) -> Vec<String> {
    use tonic_types::StatusExt;
    let details = status.get_details_bad_request().expect("a bad request");
    details.field_violations.into_iter().map(|violation| violation.field).collect()
}
