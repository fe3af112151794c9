//! A PostgreSQL server of one's own, for as long as it is held.

mod account;
mod binaries;
mod conversation;
mod tuning;

use std::fs::File;
use std::io::{Read, Seek};
use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use account::Account;
use binaries::Binaries;
pub(crate) use tuning::Tuning;

use crate::Outcome;
use crate::command::read;

/// The role that owns everything on the server.
const ROLE: &str = "dossier";
/// The database that every server has.
const DATABASE: &str = "postgres";
/// How long a server may take to start.
const START_LIMIT: Duration = Duration::from_secs(60);
/// How often a starting server is asked whether it is there.
const START_POLL: Duration = Duration::from_millis(50);

/// Runs the server (`$2` and on) until it ends or standard input does, and removes its folder (`$1`). Standard input is a pipe
/// from this process: however this process ends, the pipe ends with it, and so do server and folder.
const GUARD: &str = r#"
folder=$1
shift
exec 3<&0
"$@" </dev/null &
server=$!
{ read -r line; kill -INT "$server"; } <&3 2>/dev/null &
wait "$server"
rm -rf "$folder"
"#;

/// A running server. Dropped, it is stopped, and its folder is removed.
pub(crate) struct Server {
    guard: Child,
    url: String,
}

impl Server {
    /// Starts a server on a free port of this machine, with an empty data folder, as an unprivileged user.
    pub(crate) fn start(tuning: Tuning) -> Outcome<Self> {
        let binaries = Binaries::find_or_install()?;
        let account = Account::choose()?;
        let folder = tempfile::Builder::new().prefix("dossier-postgres-").tempdir_in(tuning.folder())?;
        let password = random_password()?;
        let password_file = folder.path().join("password");
        std::fs::write(&password_file, &password)?;
        account.give(folder.path())?;

        let data = folder.path().join("data");
        let mut initialise = account.command(&binaries.initdb());
        initialise.current_dir(folder.path()).arg("--pgdata").arg(&data).arg("--pwfile").arg(&password_file);
        // There is no local socket; by that word the password is kept as MD5, not as what takes 4,096 rounds at each connection.
        initialise.args(["--username", ROLE, "--auth-local=md5", "--auth-host=password"]);
        initialise.args(["--encoding=UTF8", "--no-locale", "--no-sync"]);
        read(&mut initialise)?;

        let port = free_port()?;
        let mut log = tempfile::tempfile()?;
        let mut guard = account.command(Path::new("sh"));
        // From here on the guard removes the folder.
        guard.current_dir("/").args(["-c", GUARD, "guard"]).arg(folder.keep());
        guard.arg(binaries.postgres()).arg("-D").arg(&data).args(["-p", &port.to_string()]);
        guard.args(["-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="]);
        for setting in tuning.settings() {
            guard.args(["-c", setting]);
        }
        // In a process group of its own, so that Ctrl-C reaches the tests first and the server by the pipe.
        let guard =
            guard.process_group(0).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(log.try_clone()?).spawn()?;

        let url = format!("postgres://{ROLE}:{password}@127.0.0.1:{port}/{DATABASE}");
        let mut server = Self { guard, url };
        server.wait_until_ready(port, &password, &data, &mut log)?;
        Ok(server)
    }

    /// Where it is: `postgres://role:password@host:port/database`; the role may do everything.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// Waits until the server on the port says that its data folder is ours, so that it surely is ours.
    fn wait_until_ready(&mut self, port: u16, password: &str, data: &Path, log: &mut File) -> Outcome {
        let deadline = Instant::now() + START_LIMIT;
        loop {
            match conversation::data_directory(port, ROLE, password, DATABASE) {
                Ok(folder) if Path::new(&folder) == data => return Ok(()),
                Ok(folder) => return Err(format!("another server, of {folder}, answers on port {port}").into()),
                Err(_) if self.guard.try_wait()?.is_none() && Instant::now() < deadline => sleep(START_POLL),
                Err(error) => {
                    let mut written = String::new();
                    log.rewind()?;
                    log.read_to_string(&mut written)?;
                    return Err(format!("the PostgreSQL server did not start: {error}\n{written}").into());
                }
            }
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.guard.stdin.take());
        if let Err(error) = self.guard.wait() {
            eprintln!("the PostgreSQL server may still run: {error}");
        }
    }
}

fn free_port() -> Outcome<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}

/// So that nobody else on this machine gets into the server.
fn random_password() -> Outcome<String> {
    let mut bytes = [0; 16];
    File::open("/dev/urandom")?.read_exact(&mut bytes)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_and_its_folder_are_gone_when_it_is_let_go() {
        let server = Server::start(Tuning::Tests).unwrap();
        let url = server.url().to_owned();
        let (password, place) = url.strip_prefix("postgres://dossier:").unwrap().split_once("@127.0.0.1:").unwrap();
        let port = place.strip_suffix("/postgres").unwrap().parse().unwrap();
        let ask = |password| conversation::data_directory(port, ROLE, password, DATABASE);

        let folder = ask(password).unwrap();
        assert!(Path::new(&folder).exists());
        assert!(ask("guessed").is_err());
        drop(server);
        assert!(ask(password).is_err());
        assert!(!Path::new(&folder).exists());
    }
}
