//! The `dossier` process.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use access::{LocalIssuer, Role};
use rustix::process::{Pid, Resource, Rlimit, prlimit};
use testkit::Engine;
use tonic::transport::{Channel, Endpoint};

use crate::caller::{Caller, Stub};
use crate::faults::disk::Recorder;

/// The size above which no file grows on a small disk, in bytes: more than the files of a process that has nothing yet.
const SMALL_DISK: u64 = 2 << 20;

/// Some port of this machine that is free.
pub const ANY_PORT: &str = "127.0.0.1:0";
/// The databases of a process: the settings that name them, and their files where nothing is set.
const DATABASES: [(&str, &str); 10] = [
    ("CUSTOMER__RECORDS", "records/customer.db"),
    ("CUSTOMER__KEYRING", "keyring/customer.db"),
    ("INTERACTION__RECORDS", "records/interaction.db"),
    ("INTERACTION__KEYRING", "keyring/interaction.db"),
    ("ANALYTICS__RECORDS", "records/analytics.db"),
    ("ANALYTICS__KEYRING", "keyring/analytics.db"),
    ("REMINDER__RECORDS", "records/reminder.db"),
    ("REMINDER__KEYRING", "keyring/reminder.db"),
    ("LEDGER__DATABASE", "master/ledger.db"),
    ("ACCESS_LOG__DATABASE", "records/access_log.db"),
];

/// What a process works on, and whatever takes its place after it.
pub struct Ground {
    data: PathBuf,
    environment: Vec<(String, String)>,
}

impl Ground {
    /// Empty databases.
    pub async fn fresh(engine: Engine) -> Self {
        let mut ground = Self { data: testkit::fresh_folder(), environment: Vec::new() };
        if engine == Engine::Postgres {
            ground.set("CUSTOMER__RECORDS", testkit::fresh_url::<customer::Migrator>(engine).await);
            ground.set("CUSTOMER__KEYRING", testkit::fresh_url::<keyring::Migrator>(engine).await);
            ground.set("INTERACTION__RECORDS", testkit::fresh_url::<interaction::Migrator>(engine).await);
            ground.set("INTERACTION__KEYRING", testkit::fresh_url::<keyring::Migrator>(engine).await);
            ground.set("ANALYTICS__RECORDS", testkit::fresh_url::<analytics::Migrator>(engine).await);
            ground.set("ANALYTICS__KEYRING", testkit::fresh_url::<keyring::Migrator>(engine).await);
            ground.set("REMINDER__RECORDS", testkit::fresh_url::<reminder::Migrator>(engine).await);
            ground.set("REMINDER__KEYRING", testkit::fresh_url::<keyring::Migrator>(engine).await);
            ground.set("LEDGER__DATABASE", testkit::fresh_url::<keyring::ledger::Migrator>(engine).await);
            ground.set("ACCESS_LOG__DATABASE", testkit::fresh_url::<access::log::Migrations>(engine).await);
        }
        ground
    }

    /// What stands in a folder already.
    pub fn at(data: PathBuf) -> Self {
        Self { data, environment: Vec::new() }
    }

    /// Sets something for the process.
    pub fn set(&mut self, key: &str, value: impl Into<String>) {
        self.environment.push((format!("DOSSIER_{key}"), value.into()));
    }

    /// Its folder.
    pub fn data(&self) -> &Path {
        &self.data
    }

    /// The addresses of its databases, by the settings that name them.
    pub fn databases(&self) -> BTreeMap<&'static str, String> {
        let address = |setting: &str, file: &str| {
            let set = self.environment.iter().find(|(key, _)| key.strip_prefix("DOSSIER_") == Some(setting));
            set.map_or_else(|| format!("sqlite:{}", self.data.join(file).display()), |(_, url)| url.clone())
        };
        DATABASES.into_iter().map(|(setting, file)| (setting, address(setting, file))).collect()
    }

    /// What a process says that does not come to serve here at an address.
    pub fn refusal(&self, address: &str) -> String {
        let Err(said) = Process::of(Command::new(binary()), self, address) else { panic!("it serves at {address}") };
        said.last().cloned().unwrap_or_default()
    }

    /// A caller of the tenant.
    pub fn caller(&self, subject: &str, role: Role) -> Caller {
        Caller::new(&LocalIssuer::open(&self.data.join("master")).unwrap(), subject, role)
    }
}

/// A process that serves.
#[derive(Debug)]
pub struct Process {
    child: Child,
    address: String,
}

impl Process {
    /// Starts a process and waits until it serves.
    pub fn start(ground: &Ground) -> Self {
        Self::of(Command::new(binary()), ground, ANY_PORT).unwrap()
    }

    /// Starts a process that is told of files that may not grow, instead of being ended by a signal.
    pub fn start_on_a_small_disk(ground: &Ground) -> Self {
        let mut shell = Command::new("sh");
        shell.args(["-c", "trap '' XFSZ; exec \"$0\" \"$@\""]).arg(binary());
        let process = Self::of(shell, ground, ANY_PORT).unwrap();
        process.limit_files(Some(SMALL_DISK));
        process
    }

    /// Starts a process that writes down what it does to its folder.
    pub fn start_watched(ground: &Ground, recorder: &Recorder, log: &Path) -> Self {
        let mut command = Command::new(binary());
        recorder.watch(&mut command, &ground.data, log);
        Self::of(command, ground, ANY_PORT).unwrap()
    }

    /// Lets no file of the process grow above so many bytes.
    pub fn limit_files(&self, bytes: Option<u64>) {
        let limit = Rlimit { current: bytes, maximum: None };
        prlimit(Some(Pid::from_child(&self.child)), Resource::Fsize, limit).unwrap();
    }

    /// Starts a process; answers what it said if it ended before it served.
    fn of(mut command: Command, ground: &Ground, address: &str) -> Result<Self, Vec<String>> {
        let mut child = command
            .args(["serve", "--listen", address, "--data"])
            .arg(&ground.data)
            .envs(ground.environment.iter().map(|(key, value)| (key, value)))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines().map_while(Result::ok);
        let mut said = Vec::new();
        let address = loop {
            let Some(line) = lines.next() else {
                assert_eq!(child.wait().unwrap().code(), Some(1), "{said:?}");
                return Err(said);
            };
            if let Some((_, rest)) = line.split_once("Dossier serves on ") {
                break rest.split(',').next().unwrap().to_owned();
            }
            said.push(line);
        };
        // Somebody must read what it says, or it would wait for that.
        std::thread::spawn(move || lines.for_each(drop));
        Ok(Self { child, address })
    }

    /// Where it listens: host and port.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// A connection of a caller.
    pub async fn stub(&self, caller: &Caller) -> Stub {
        Stub::new(self.channel().await, caller.clone())
    }

    /// A connection of a local caller.
    pub async fn channel(&self) -> Channel {
        let endpoint = Endpoint::from_shared(format!("http://{}", self.address)).unwrap();
        endpoint.connect_timeout(Duration::from_secs(5)).connect().await.unwrap()
    }

    /// SIGKILL.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // Perhaps it is dead already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The binary that was built with this test, in the folder above the test's own.
pub fn binary() -> PathBuf {
    binary_of("dossier")
}

/// As [`binary`], of a name.
pub fn binary_of(name: &str) -> PathBuf {
    let test = std::env::current_exe().unwrap();
    let binary = test.ancestors().nth(2).unwrap().join(name);
    assert!(binary.exists(), "{} is not there: build with --workspace", binary.display());
    binary
}
