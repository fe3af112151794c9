//! A server in a process of its own, from its start until it is killed.

use std::fs::{self, File};
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use tokio::process::{self, Command};
use tokio::time::sleep;
use tonic::transport::Endpoint;
use tonic_health::pb::HealthCheckRequest;
use tonic_health::pb::health_check_response::ServingStatus;
use tonic_health::pb::health_client::HealthClient;

use crate::Outcome;

/// The longest that a server may take to start.
const START_LIMIT: Duration = Duration::from_secs(60);
/// How often it is asked whether it is ready.
const START_POLL: Duration = Duration::from_millis(10);
/// How much of its log is shown when it does not start, in bytes.
const SHOWN_LOG: usize = 4_000;

/// A server that is ready. Dropped, it is killed.
pub struct Child {
    process: process::Child,
    /// Where it listens.
    pub address: SocketAddr,
    /// How long it took until it said that it serves.
    pub start: Duration,
}

impl Child {
    /// Starts the command, which is to serve at the address, with its log in a file.
    ///
    /// # Errors
    /// It ends, or is not ready in time; with the end of its log.
    pub async fn start(command: &mut Command, address: SocketAddr, log: PathBuf) -> Outcome<Self> {
        let file = File::create(&log)?;
        let begun = Instant::now();
        let mut process = command
            .stdin(Stdio::null())
            .stdout(file.try_clone()?)
            .stderr(file)
            .kill_on_drop(true)
            .spawn()
            .map_err(|error| format!("{} cannot be started: {error}", command.as_std().get_program().display()))?;
        while !is_ready(address).await {
            if let Some(status) = process.try_wait()? {
                return Err(format!("the server ended with {status}; its log:\n{}", end_of(&log)?).into());
            }
            if begun.elapsed() > START_LIMIT {
                return Err(
                    format!("the server is not ready after {START_LIMIT:?}; its log:\n{}", end_of(&log)?).into()
                );
            }
            sleep(START_POLL).await;
        }
        Ok(Self { process, address, start: begun.elapsed() })
    }

    /// The id of the process.
    ///
    /// # Errors
    /// It has ended.
    pub fn id(&self) -> Outcome<u32> {
        Ok(self.process.id().ok_or("the server has ended")?)
    }

    /// Kills it, and waits until it is gone.
    ///
    /// # Errors
    /// It cannot be waited for.
    pub async fn kill(mut self) -> Outcome<()> {
        Ok(self.process.kill().await?)
    }

    /// The memory that it has in use now (resident set), in MiB.
    ///
    /// # Errors
    /// It has ended.
    pub fn memory_mib(&self) -> Outcome<f64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.id()?))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kib: f64 = line.and_then(|line| line.trim().strip_suffix(" kB")).ok_or("the server has ended")?.parse()?;
        Ok(kib / 1024.0)
    }
}

/// An address of this machine where nobody listens.
///
/// # Errors
/// The system has no port left.
pub fn free_address() -> Outcome<SocketAddr> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?)
}

async fn is_ready(address: SocketAddr) -> bool {
    let Ok(endpoint) = Endpoint::from_shared(format!("http://{address}")) else { return false };
    let Ok(channel) = endpoint.connect().await else { return false };
    let answer = HealthClient::new(channel).check(HealthCheckRequest::default()).await;
    answer.is_ok_and(|answer| answer.into_inner().status() == ServingStatus::Serving)
}

fn end_of(log: &Path) -> Outcome<String> {
    let text = fs::read_to_string(log)?;
    Ok(text.get(text.ceil_char_boundary(text.len().saturating_sub(SHOWN_LOG))..).unwrap_or_default().to_owned())
}
