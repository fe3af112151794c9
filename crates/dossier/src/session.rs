//! The connection of a command to its server.

use std::path::Path;
use std::time::Duration;

use clock::Clock;
use contracts::analytics::v1::customer360_service_client::Customer360ServiceClient;
use contracts::analytics::v1::report_service_client::ReportServiceClient;
use contracts::analytics::v1::score_service_client::ScoreServiceClient;
use contracts::analytics::v1::segment_service_client::SegmentServiceClient;
use contracts::analytics::v1::target_service_client::TargetServiceClient;
use contracts::customer::v1::GetCustomerRequest;
use contracts::customer::v1::contact_person_service_client::ContactPersonServiceClient;
use contracts::customer::v1::custom_field_service_client::CustomFieldServiceClient;
use contracts::customer::v1::customer_service_client::CustomerServiceClient;
use contracts::customer::v1::get_customer_request::Key;
use contracts::customer::v1::import_service_client::ImportServiceClient;
use contracts::customer::v1::ownership_service_client::OwnershipServiceClient;
use contracts::customer::v1::revert_service_client::RevertServiceClient;
use contracts::customer::v1::staff_service_client::StaffServiceClient;
use contracts::customer::v1::tenant_service_client::TenantServiceClient;
use contracts::customer::v1::vocabulary_service_client::VocabularyServiceClient;
use contracts::interaction::v1::complaint_service_client::ComplaintServiceClient;
use contracts::interaction::v1::feedback_service_client::FeedbackServiceClient;
use contracts::interaction::v1::interaction_service_client::InteractionServiceClient;
use contracts::interaction::v1::service_case_service_client::ServiceCaseServiceClient;
use contracts::interaction::v1::timeline_service_client::TimelineServiceClient;
use contracts::interaction::v1::transaction_service_client::TransactionServiceClient;
use contracts::interaction::v1::transfer_service_client::TransferServiceClient as CaseTransferClient;
use contracts::journal::v1::journal_service_client::JournalServiceClient;
use contracts::reminder::v1::cadence_service_client::CadenceServiceClient;
use contracts::reminder::v1::delivery_service_client::DeliveryServiceClient;
use contracts::reminder::v1::dormancy_service_client::DormancyServiceClient;
use contracts::reminder::v1::endpoint_service_client::EndpointServiceClient;
use contracts::reminder::v1::reminder_service_client::ReminderServiceClient;
use contracts::reminder::v1::task_service_client::TaskServiceClient;
use contracts::reminder::v1::transfer_service_client::TransferServiceClient as TaskTransferClient;
use conventions::language::Language;
use tonic::metadata::{Ascii, MetadataValue};
use tonic::service::Interceptor;
use tonic::service::interceptor::InterceptedService;
use tonic::transport::{Channel, Endpoint};
use tonic::{Request, Status};
use tonic_health::pb::health_client::HealthClient;
use uuid::Uuid;

use crate::client_settings::ClientSettings;
use crate::failure::Failure;
use crate::output::Output;

/// The longest that connecting may take.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// The largest answer that is read, in bytes: what the server sends at most.
const LARGEST_ANSWER: usize = 16 * 1024 * 1024;

/// What a command works with.
pub(crate) struct Session {
    calls: InterceptedService<Channel, Headers>,
    clock: Clock,
    pub(crate) output: Output,
    pub(crate) language: Language,
}

macro_rules! clients {
    ($($(#[$doc:meta])* $name:ident: $client:ident;)+) => {
        impl Session {$(
            $(#[$doc])*
            pub(crate) fn $name(&self) -> $client<InterceptedService<Channel, Headers>> {
                $client::new(self.calls.clone()).max_decoding_message_size(LARGEST_ANSWER)
            }
        )+}
    };
}

clients! {
    complaints: ComplaintServiceClient;
    feedback: FeedbackServiceClient;
    service_cases: ServiceCaseServiceClient;
    interactions: InteractionServiceClient;
    timelines: TimelineServiceClient;
    transactions: TransactionServiceClient;
    contact_persons: ContactPersonServiceClient;
    custom_fields: CustomFieldServiceClient;
    customers: CustomerServiceClient;
    cadences: CadenceServiceClient;
    case_transfers: CaseTransferClient;
    deliveries: DeliveryServiceClient;
    dormancy: DormancyServiceClient;
    endpoints: EndpointServiceClient;
    imports: ImportServiceClient;
    ownership: OwnershipServiceClient;
    reports: ReportServiceClient;
    scores: ScoreServiceClient;
    segments: SegmentServiceClient;
    reverts: RevertServiceClient;
    staff: StaffServiceClient;
    targets: TargetServiceClient;
    tenants: TenantServiceClient;
    vocabularies: VocabularyServiceClient;
    journals: JournalServiceClient;
    overviews: Customer360ServiceClient;
    reminders: ReminderServiceClient;
    task_transfers: TaskTransferClient;
    tasks: TaskServiceClient;
    health: HealthClient;
}

impl Session {
    /// Connects to the server that the settings name.
    pub(crate) async fn open(settings: &ClientSettings) -> Result<Self, Failure> {
        let language = settings.language.into();
        let headers = Headers::new(&settings.token, language)?;
        let channel = connect(&settings.server).await?;
        let calls = InterceptedService::new(channel, headers);
        Ok(Self { calls, clock: Clock::system(), output: Output::new(settings), language })
    }

    /// The time of this machine.
    pub(crate) fn now(&self) -> jiff::Timestamp {
        self.clock.now().into()
    }

    /// The id of a customer that is named by its id or its number, for services that know no numbers; of none, none.
    pub(crate) async fn customer_id(&self, customer: String) -> Result<String, Failure> {
        if customer.is_empty() || Uuid::try_parse(&customer).is_ok() {
            return Ok(customer);
        }
        let request = GetCustomerRequest { key: Some(Key::Customer(customer)), as_of: None };
        Ok(self.customers().get_customer(request).await?.into_inner().customer_id)
    }

    /// A new request id: every change is sent with one, so that the server recognises a repetition.
    pub(crate) fn request_id(&self) -> String {
        self.clock.id().to_string()
    }
}

async fn connect(server: &str) -> Result<Channel, Failure> {
    if !server.starts_with("http://") {
        return Err(Failure::usage(
            format!(
                "--server {server}: write http://HOST:PORT; what is behind TLS is reached through a tunnel, such as `kubectl port-forward`"
            ),
            format!(
                "--server {server}：请写成 http://主机:端口；TLS 之后的服务器请通过隧道访问，例如 `kubectl port-forward`"
            ),
        ));
    }
    let endpoint = Endpoint::from_shared(server.to_owned()).map_err(|error| {
        Failure::usage(
            format!("--server {server} is no address: {error}"),
            format!("--server {server} 不是地址：{error}"),
        )
    })?;
    endpoint.connect_timeout(CONNECT_TIMEOUT).connect().await.map_err(|error| {
        let reason = std::error::Error::source(&error).map_or_else(|| error.to_string(), ToString::to_string);
        Failure::Unreachable { server: server.to_owned(), reason }
    })
}

/// The headers of every call.
#[derive(Clone)]
pub(crate) struct Headers {
    authorization: Option<MetadataValue<Ascii>>,
    accept_language: MetadataValue<Ascii>,
}

impl Headers {
    /// `token` is a token, or @ and the file that holds it; empty for none.
    fn new(token: &str, language: Language) -> Result<Self, Failure> {
        let token = match token.strip_prefix('@') {
            Some(file) => std::fs::read_to_string(file).map_err(Failure::file(Path::new(file)))?,
            None => token.to_owned(),
        };
        let token = token.trim();
        let mut authorization = None;
        if !token.is_empty() {
            let mut value = MetadataValue::try_from(format!("Bearer {token}")).map_err(|_| {
                Failure::usage(
                    "--token is no token: it holds characters that no token has",
                    "--token 不是令牌：含有非法字符",
                )
            })?;
            value.set_sensitive(true);
            authorization = Some(value);
        }
        Ok(Self { authorization, accept_language: MetadataValue::from_static(language.tag()) })
    }
}

impl Interceptor for Headers {
    fn call(&mut self, mut request: Request<()>) -> Result<Request<()>, Status> {
        let metadata = request.metadata_mut();
        metadata.insert("accept-language", self.accept_language.clone());
        if let Some(authorization) = &self.authorization {
            metadata.insert("authorization", authorization.clone());
        }
        Ok(request)
    }
}
