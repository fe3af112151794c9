//! A server with the probe behind it, and clients that add nothing of their own to a call.

use clock::Clock;
use contracts::customer::v1::import_service_client::ImportServiceClient;
use contracts::customer::v1::import_service_server::ImportServiceServer;
use contracts::customer::v1::tenant_service_client::TenantServiceClient;
use contracts::customer::v1::tenant_service_server::TenantServiceServer;
use contracts::journal::v1::journal_service_client::JournalServiceClient;
use contracts::journal::v1::journal_service_server::JournalServiceServer;
use http::Request as HttpRequest;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde::Deserialize;
use server::{Server, ServerSettings, Services, Serving, limited};
use settings::SettingsError;
use telemetry::{Caller, CallerSlot};
use tonic::body::Body;
use tonic::{Request, Status};
use tonic_types::StatusExt;
use tower::util::MapRequestLayer;

use crate::probe::{BEHAVE, Probe};

/// HTTP/2 over one connection. tonic's own channel would enforce deadlines itself.
pub(crate) type Connection = Client<HttpConnector, Body>;

/// A server and its probe.
pub(crate) struct House {
    pub(crate) serving: Serving,
    pub(crate) probe: Probe,
    connection: Connection,
}

/// The settings with these from the command line.
pub(crate) fn read_settings(overrides: &[(&str, &str)]) -> Result<ServerSettings, SettingsError> {
    #[derive(Deserialize)]
    struct Settings {
        server: ServerSettings,
    }
    settings::load::<Settings>(server::SETTINGS, None, "NOBODY_SETS_THIS", overrides).map(|settings| settings.server)
}

/// The settings of a server on any free port.
pub(crate) fn settings(overrides: &[(&str, &str)]) -> ServerSettings {
    read_settings(&[&[("server.listen", "127.0.0.1:0")], overrides].concat()).unwrap()
}

impl House {
    /// A server with these settings, every other at its default. Its callers are programs of tenant `acme`.
    pub(crate) async fn with(overrides: &[(&str, &str)]) -> Self {
        let authentication = MapRequestLayer::new(|request: HttpRequest<Body>| {
            let caller = Caller { kind: "service", tenant: "acme".into() };
            request.extensions().get::<CallerSlot>().unwrap().fill(caller);
            request
        });
        let probe = Probe::new();
        let server = Server::bind(settings(overrides), Clock::system()).await.unwrap();
        let services = Services::new(contracts::DESCRIPTOR_SET)
            .with(limited!(TenantServiceServer::new(probe.clone()), server.settings()))
            .with(limited!(ImportServiceServer::new(probe.clone()), server.settings()))
            .with(limited!(JournalServiceServer::new(probe.clone()), server.settings()));
        let serving = server.start(services, authentication).await.unwrap();
        Self { serving, probe, connection: connection() }
    }

    pub(crate) fn uri(&self) -> http::Uri {
        format!("http://{}", self.serving.address()).parse().unwrap()
    }

    pub(crate) fn connection(&self) -> Connection {
        self.connection.clone()
    }

    pub(crate) fn tenants(&self) -> TenantServiceClient<Connection> {
        TenantServiceClient::with_origin(self.connection(), self.uri())
    }

    pub(crate) fn imports(&self) -> ImportServiceClient<Connection> {
        ImportServiceClient::with_origin(self.connection(), self.uri())
    }

    pub(crate) fn journals(&self) -> JournalServiceClient<Connection> {
        JournalServiceClient::with_origin(self.connection(), self.uri())
    }

    /// What the tenant service answers in `display_name` when asked to behave like this.
    pub(crate) async fn ask(&self, behaviour: &'static str) -> Result<String, Status> {
        let answer = self.tenants().get_tenant(behave(behaviour, Default::default())).await?;
        Ok(answer.into_inner().display_name)
    }
}

/// A connection of one's own.
pub(crate) fn connection() -> Connection {
    Client::builder(TokioExecutor::new()).http2_only(true).build_http()
}

/// A request that tells the probe what to do.
pub(crate) fn behave<T>(behaviour: &'static str, message: T) -> Request<T> {
    let mut request = Request::new(message);
    request.metadata_mut().insert(BEHAVE, behaviour.parse().unwrap());
    request
}

/// The reason of an error in the domain of this platform.
pub(crate) fn reason(status: &Status) -> String {
    let info = status.get_details_error_info().unwrap_or_else(|| panic!("no ErrorInfo in {status:?}"));
    assert_eq!(info.domain, "dossier");
    info.reason
}
