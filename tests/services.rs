//! The services in processes of their own: the customer service, which may be killed, and the interaction service beside it.

use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use access::{LocalIssuer, Role, TokenRequest};
use clock::Clock;
use testkit::Engine;
use tonic::transport::{Channel, Endpoint};

use crate::process::binary_of;

/// What services work on, and where they listen, from life to life.
pub struct Ground {
    issuer: LocalIssuer,
    customer: Site,
    interaction: Site,
}

/// What one service works on.
struct Site {
    name: &'static str,
    port: u16,
    environment: Vec<(String, String)>,
}

/// A process of a service.
pub struct Service {
    child: Child,
    port: u16,
}

impl Ground {
    /// Empty databases.
    pub async fn fresh(engine: Engine) -> Self {
        let issuer = LocalIssuer::open(&testkit::fresh_folder()).unwrap();
        let records = testkit::fresh_url::<customer::Migrator>(engine).await;
        let customer = Site::fresh("customer", records, engine, &issuer).await;
        let records = testkit::fresh_url::<interaction::Migrator>(engine).await;
        let mut interaction = Site::fresh("interaction", records, engine, &issuer).await;
        let neighbour = [
            ("DOSSIER_CUSTOMERS__ADDRESS", format!("http://127.0.0.1:{}", customer.port)),
            ("DOSSIER_CUSTOMERS__TOKEN", token(&issuer, "interaction", Role::System)),
        ];
        interaction.environment.extend(neighbour.map(|(key, value)| (key.to_owned(), value)));
        Self { issuer, customer, interaction }
    }

    /// The customer service.
    pub async fn customer(&self) -> Service {
        self.customer.start().await
    }

    /// The interaction service.
    pub async fn interaction(&self) -> Service {
        self.interaction.start().await
    }

    /// A connection to the customer service, whether it lives or not.
    pub fn customers(&self) -> Channel {
        channel(self.customer.port)
    }

    /// A connection to the interaction service.
    pub fn interactions(&self) -> Channel {
        channel(self.interaction.port)
    }

    /// The token of an administrator of the tenant.
    pub fn administrator(&self) -> String {
        token(&self.issuer, "administrator", Role::Administrator)
    }

    /// The token of a service, which may verify journals.
    pub fn system(&self) -> String {
        token(&self.issuer, "auditor", Role::System)
    }
}

impl Site {
    async fn fresh(name: &'static str, records: String, engine: Engine, issuer: &LocalIssuer) -> Self {
        let service = name.to_uppercase();
        let setting = |key: &str, value: String| (format!("DOSSIER_{key}"), value);
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let environment = vec![
            setting("SERVER__LISTEN", format!("127.0.0.1:{port}")),
            setting(&format!("{service}__RECORDS"), records),
            setting(&format!("{service}__KEYRING"), testkit::fresh_url::<keyring::Migrator>(engine).await),
            setting("LEDGER__DATABASE", testkit::fresh_url::<keyring::ledger::Migrator>(engine).await),
            setting("ACCESS_LOG__DATABASE", testkit::fresh_url::<access::log::Migrations>(engine).await),
            setting("MASTER_KEYS__FOLDER", testkit::fresh_folder().display().to_string()),
            setting("MASTER_KEYS__MAKE_FIRST", "true".to_owned()),
            setting("AUTHENTICATION__KEY_SET", issuer.key_set_file().display().to_string()),
            setting("AUTHENTICATION__ISSUER", access::LOCAL_ISSUER.to_owned()),
            setting("AUTHENTICATION__AUDIENCE", access::LOCAL_AUDIENCE.to_owned()),
        ];
        Self { name, port, environment }
    }

    /// Starts the service and waits until it serves.
    async fn start(&self) -> Service {
        let child = Command::new(binary_of(self.name))
            .arg("serve")
            .envs(self.environment.iter().map(|(key, value)| (key, value)))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut service = Service { child, port: self.port };
        service.wait_until_serving().await;
        service
    }
}

impl Service {
    async fn wait_until_serving(&mut self) {
        let mut health = tonic_health::pb::health_client::HealthClient::new(channel(self.port));
        while health.check(tonic_health::pb::HealthCheckRequest::default()).await.is_err() {
            assert!(self.child.try_wait().unwrap().is_none(), "the process ended before it served");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    /// SIGKILL.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        // Perhaps it is dead already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn channel(port: u16) -> Channel {
    let endpoint = Endpoint::from_shared(format!("http://127.0.0.1:{port}")).unwrap();
    endpoint.connect_timeout(Duration::from_secs(5)).connect_lazy()
}

fn token(issuer: &LocalIssuer, subject: &str, role: Role) -> String {
    let lifetime = Duration::from_secs(24 * 3600);
    let client = role == Role::System;
    let request =
        TokenRequest { tenant: "default".into(), subject: subject.into(), roles: role.into(), client, lifetime };
    issuer.issue(&request, &Clock::system()).unwrap()
}
