//! The server that is measured: all services in one process, or the customer service by itself.

use std::path::{Path, PathBuf};
use std::process::Output;

use tokio::process::Command;

use crate::Outcome;
use crate::child::{Child, free_address};
use crate::target::Authorization;

/// Who asks where a token is asked for.
const SUBJECT: &str = "bench";
/// What names the databases of the customer service.
const SETTINGS: [&str; 4] = [
    "DOSSIER_CUSTOMER__RECORDS",
    "DOSSIER_CUSTOMER__KEYRING",
    "DOSSIER_LEDGER__DATABASE",
    "DOSSIER_ACCESS_LOG__DATABASE",
];

/// A server as it is started, time and again, on the same data.
pub struct Server {
    binary: PathBuf,
    data: PathBuf,
    settings: Vec<(&'static str, String)>,
    is_whole: bool,
    /// What it is called with.
    pub authorization: Authorization,
}

impl Server {
    /// All services in one process, without settings but for where PostgreSQL is.
    pub fn whole(dossier: &Path, data: PathBuf, databases: Vec<(&'static str, String)>) -> Self {
        let authorization = Authorization::default();
        Self { binary: dossier.to_owned(), data, settings: databases, is_whole: true, authorization }
    }

    /// The customer service as operators run it, which asks for tokens and which nobody follows.
    ///
    /// # Errors
    /// No token can be made, or the databases cannot be migrated.
    pub async fn alone(dossier: &Path, data: PathBuf, databases: Vec<(&'static str, String)>) -> Outcome<Self> {
        std::fs::create_dir_all(&data)?;
        let mut token = Command::new(dossier);
        token.arg("token").arg("--data").arg(&data).args(["--subject", SUBJECT, "--role", "administrator"]);
        let token = String::from_utf8(succeeded(token.output().await?)?.stdout)?;
        let mut settings = if databases.is_empty() { files(&data) } else { databases };
        settings.retain(|(setting, _)| SETTINGS.contains(setting));
        settings.extend([
            ("DOSSIER_MASTER_KEYS__FOLDER", data.join("keys").display().to_string()),
            ("DOSSIER_MASTER_KEYS__MAKE_FIRST", "true".to_owned()),
            ("DOSSIER_AUTHENTICATION__KEY_SET", data.join("master/token-keys.json").display().to_string()),
            ("DOSSIER_AUTHENTICATION__ISSUER", "dossier-local".to_owned()),
            ("DOSSIER_AUTHENTICATION__AUDIENCE", "dossier".to_owned()),
        ]);
        let binary = dossier.with_file_name("customer");
        let authorization = Authorization::bearer(token.trim())?;
        let server = Self { binary, data, settings, is_whole: false, authorization };
        let mut migrate = server.command();
        succeeded(migrate.arg("migrate").output().await?)?;
        Ok(server)
    }

    /// Starts it, and waits until it serves.
    ///
    /// # Errors
    /// It does not come to serve.
    pub async fn start(&self) -> Outcome<Child> {
        let address = free_address()?;
        let mut command = self.command();
        command.arg("serve");
        if self.is_whole {
            command.arg("--data").arg(&self.data).arg("--listen").arg(address.to_string());
        } else {
            command.env("DOSSIER_SERVER__LISTEN", address.to_string());
        }
        Child::start(&mut command, address, self.data.with_extension("log")).await
    }

    fn command(&self) -> Command {
        let mut command = Command::new(&self.binary);
        command.envs(self.settings.iter().map(|(setting, value)| (setting, value)));
        command
    }
}

/// Files of SQLite for the databases of the customer service.
fn files(data: &Path) -> Vec<(&'static str, String)> {
    SETTINGS.map(|setting| (setting, format!("sqlite:{}", data.join(setting).with_extension("db").display()))).into()
}

fn succeeded(output: Output) -> Outcome<Output> {
    if output.status.success() {
        return Ok(output);
    }
    Err(String::from_utf8_lossy(&output.stderr).into())
}
