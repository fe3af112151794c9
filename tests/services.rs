//! The services in processes of their own, each on its own databases, which hear and ask each other over the network.

use std::io::read_to_string;
use std::net::TcpListener;
use std::process::{Child, Command, Output, Stdio};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::Duration;

use access::{LocalIssuer, Role};
use house::storage;
use rustix::process::{Pid, Signal, kill_process};
use testkit::Engine;
use tonic::transport::{Channel, Endpoint};

use crate::caller::{self, Caller, Stub};
use crate::process::binary_of;

/// One of the services.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Name {
    Customer,
    Interaction,
    Reminder,
    Analytics,
}

impl Name {
    /// All of them, each after those that it hears.
    pub const ALL: [Self; 4] = [Self::Customer, Self::Interaction, Self::Reminder, Self::Analytics];

    /// The name of the service's binary, and of its section in the settings.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::Interaction => "interaction",
            Self::Reminder => "reminder",
            Self::Analytics => "analytics",
        }
    }

    /// The section of the settings in which others say where the service answers.
    fn section(self) -> String {
        format!("{}S", self.as_str().to_uppercase())
    }

    /// The services that it hears and asks.
    fn neighbours(self) -> &'static [Self] {
        match self {
            Self::Customer => &[],
            Self::Interaction => &[Self::Customer],
            Self::Reminder => &[Self::Customer, Self::Interaction],
            Self::Analytics => &[Self::Customer, Self::Interaction, Self::Reminder],
        }
    }

    async fn fresh_records(self, engine: Engine) -> String {
        match self {
            Self::Customer => testkit::fresh_url::<customer::Migrator>(engine).await,
            Self::Interaction => testkit::fresh_url::<interaction::Migrator>(engine).await,
            Self::Reminder => testkit::fresh_url::<reminder::Migrator>(engine).await,
            Self::Analytics => testkit::fresh_url::<analytics::Migrator>(engine).await,
        }
    }
}

/// What services work on, and where they listen, from life to life.
pub struct Ground {
    issuer: LocalIssuer,
    sites: Vec<Site>,
}

/// What one service works on.
struct Site {
    name: Name,
    port: u16,
    environment: Vec<(String, String)>,
}

/// A process of a service.
pub struct Service {
    child: Child,
    port: u16,
}

impl Ground {
    /// Empty databases for all services.
    pub async fn fresh(engine: Engine) -> Self {
        let issuer = LocalIssuer::open(&testkit::fresh_folder()).unwrap();
        let mut sites = Vec::new();
        for name in Name::ALL {
            let mut site = Site::fresh(name, engine, &issuer).await;
            for neighbour in &sites {
                site.hear(neighbour);
            }
            if name != Name::Customer {
                site.set("CUSTOMERS__TOKEN", caller::token(&issuer, name.as_str(), Role::System));
            }
            sites.push(site);
        }
        Self { issuer, sites }
    }

    /// Sets something for all services.
    pub fn set(&mut self, key: &str, value: &str) {
        for site in &mut self.sites {
            site.set(key, value.to_owned());
        }
    }

    /// Sets something for one of them.
    pub fn set_of(&mut self, name: Name, key: &str, value: &str) {
        for site in self.sites.iter_mut().filter(|site| site.name == name) {
            site.set(key, value.to_owned());
        }
    }

    /// Starts a service and waits until it serves.
    pub async fn start(&self, name: Name) -> Service {
        self.site(name).start().await
    }

    /// Starts a service, as a replica at a port of its own, and waits until it serves.
    pub async fn start_at(&self, name: Name, port: u16) -> Service {
        self.site(name).start_at(port).await
    }

    /// Where others look for a service.
    pub fn port(&self, name: Name) -> u16 {
        self.site(name).port
    }

    /// What a service says that does not come to serve here.
    pub async fn refusal(&self, name: Name) -> String {
        let site = self.site(name);
        let mut service = Service { child: site.command().stderr(Stdio::piped()).spawn().unwrap(), port: site.port };
        assert!(!service.comes_to_serve().await, "it serves");
        let said = read_to_string(service.child.stderr.take().unwrap()).unwrap();
        said.lines().last().unwrap_or_default().to_owned()
    }

    /// The address of the database of a service's records.
    pub fn records(&self, name: Name) -> &str {
        let setting = format!("DOSSIER_{}__RECORDS", name.as_str().to_uppercase());
        let (_, url) = self.site(name).environment.iter().find(|(key, _)| *key == setting).unwrap();
        url
    }

    /// Ends all connections of a service to its records on PostgreSQL, whatever they are in the middle of.
    pub async fn cut(&self, name: Name) {
        let cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                   WHERE datname = current_database() AND pid <> pg_backend_pid()";
        storage::query(self.records(name), cut, Vec::new()).await;
    }

    /// A caller of the tenant.
    pub fn caller(&self, subject: &str, role: Role) -> Caller {
        Caller::new(&self.issuer, subject, role)
    }

    /// A connection of a caller to a service, whether it lives or not.
    pub fn stub(&self, name: Name, caller: &Caller) -> Stub {
        Stub::new(channel(self.site(name).port), caller.clone())
    }

    /// What the command line says that the administrator calls a service with.
    pub fn dossier(&self, name: Name, arguments: &[&str]) -> Output {
        let server = format!("http://127.0.0.1:{}", self.site(name).port);
        let token = caller::token(&self.issuer, "administrator", Role::Administrator);
        let mut command = Command::new(binary_of("dossier"));
        command.args(["--server", &server, "--token", &token]).args(arguments).stdin(Stdio::null());
        command.output().unwrap()
    }

    fn site(&self, name: Name) -> &Site {
        self.sites.iter().find(|site| site.name == name).unwrap()
    }
}

impl Site {
    async fn fresh(name: Name, engine: Engine, issuer: &LocalIssuer) -> Self {
        let port = free_port();
        let mut site = Self { name, port, environment: Vec::new() };
        let service = name.as_str().to_uppercase();
        site.set("SERVER__LISTEN", format!("127.0.0.1:{port}"));
        site.set(&format!("{service}__RECORDS"), name.fresh_records(engine).await);
        site.set(&format!("{service}__KEYRING"), testkit::fresh_url::<keyring::Migrator>(engine).await);
        site.set("LEDGER__DATABASE", testkit::fresh_url::<keyring::ledger::Migrator>(engine).await);
        site.set("ACCESS_LOG__DATABASE", testkit::fresh_url::<access::log::Migrations>(engine).await);
        site.set("MASTER_KEYS__FOLDER", testkit::fresh_folder().display().to_string());
        site.set("MASTER_KEYS__MAKE_FIRST", "true".to_owned());
        site.set("AUTHENTICATION__KEY_SET", issuer.key_set_file().display().to_string());
        site.set("AUTHENTICATION__ISSUER", access::LOCAL_ISSUER.to_owned());
        site.set("AUTHENTICATION__AUDIENCE", access::LOCAL_AUDIENCE.to_owned());
        site
    }

    fn set(&mut self, key: &str, value: String) {
        self.environment.push((format!("DOSSIER_{key}"), value));
    }

    fn hear(&mut self, neighbour: &Self) {
        if self.name.neighbours().contains(&neighbour.name) {
            let address = format!("http://127.0.0.1:{}", neighbour.port);
            self.set(&format!("{}__ADDRESS", neighbour.name.section()), address);
        }
    }

    fn command(&self) -> Command {
        let mut command = Command::new(binary_of(self.name.as_str()));
        command
            .arg("serve")
            .envs(self.environment.iter().map(|(key, value)| (key, value)))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        command
    }

    /// Starts the service and waits until it serves.
    async fn start(&self) -> Service {
        self.start_at(self.port).await
    }

    async fn start_at(&self, port: u16) -> Service {
        let child = self.command().env("DOSSIER_SERVER__LISTEN", format!("127.0.0.1:{port}")).spawn().unwrap();
        let mut service = Service { child, port };
        assert!(service.comes_to_serve().await, "the process ended before it served");
        service
    }
}

impl Service {
    /// Waits until it serves, or has ended.
    async fn comes_to_serve(&mut self) -> bool {
        let mut health = tonic_health::pb::health_client::HealthClient::new(channel(self.port));
        while health.check(tonic_health::pb::HealthCheckRequest::default()).await.is_err() {
            if self.child.try_wait().unwrap().is_some() {
                return false;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        true
    }

    /// SIGSTOP, and SIGCONT after a while.
    pub async fn stand_still_for(&self, standstill: Duration) {
        let process = Pid::from_child(&self.child);
        kill_process(process, Signal::STOP).unwrap();
        tokio::time::sleep(standstill).await;
        kill_process(process, Signal::CONT).unwrap();
    }

    /// SIGTERM; waits until it has ended by itself, and well.
    pub async fn end(mut self) {
        kill_process(Pid::from_child(&self.child), Signal::TERM).unwrap();
        let ended = loop {
            match self.child.try_wait().unwrap() {
                Some(ended) => break ended,
                None => tokio::time::sleep(Duration::from_millis(10)).await,
            }
        };
        assert!(ended.success(), "{ended}");
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

/// A port of this machine that is free, below those that the system gives to connections: nobody takes it before it is listened at.
pub fn free_port() -> u16 {
    static NEXT: LazyLock<AtomicU16> = LazyLock::new(|| AtomicU16::new(10_000 + (std::process::id() % 20_000) as u16));
    loop {
        let port = NEXT.fetch_add(1, Ordering::Relaxed);
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
}

fn channel(port: u16) -> Channel {
    let endpoint = Endpoint::from_shared(format!("http://127.0.0.1:{port}")).unwrap();
    endpoint.connect_timeout(Duration::from_secs(5)).connect_lazy()
}
