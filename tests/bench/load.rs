//! The load generator: so many calls in flight over a few plain HTTP/2 connections, for a fixed time.

use std::cell::{Cell, RefCell};
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use bytes::{Bytes, BytesMut};
use futures::stream::{FuturesUnordered, TryStreamExt};
use h2::client::SendRequest;
use hdrhistogram::Histogram;
use http::{HeaderMap, Request, Version, header};
use tokio::net::TcpStream;
use tokio::time::sleep;

use crate::Outcome;
use crate::cpu::{Accounts, Spent};
use crate::framing::unframed;
use crate::target::Target;
use crate::workload::Workload;

/// The most connections over which calls are spread.
const CONNECTIONS: usize = 4;
/// Bytes that a server may send ahead of their being read: never the limit.
const WINDOW: u32 = 16 << 20;
/// The longest latency that is told from longer ones, in microseconds.
const LONGEST_MICROS: u64 = 60_000_000;
/// The significant digits of latencies.
const LATENCY_DIGITS: u8 = 3;

/// How many calls, for how long.
#[derive(Clone, Copy, Debug)]
pub struct Load {
    /// Calls under way at any time.
    pub in_flight: usize,
    /// How long they are made before anything is counted.
    pub warm_up: Duration,
    /// How long they are counted.
    pub time: Duration,
}

/// What was counted.
pub struct Counted {
    /// For how long.
    pub time: Duration,
    /// CPU time spent meanwhile.
    pub spent: Spent,
    /// The answers.
    pub answers: Answers,
}

/// Answers to calls.
pub struct Answers {
    /// Microseconds that each good answer took.
    pub latencies: Histogram<u64>,
    /// Bytes of the messages of good answers.
    pub bytes: u64,
    /// Calls that failed, or were answered with something else than was asked for.
    pub errors: u64,
    /// The first of these.
    pub first_error: Option<String>,
}

/// Puts the load on the server.
///
/// # Errors
/// A connection breaks, the workload runs out, or a process whose time is counted ends.
pub async fn measure(target: &Target, workload: &mut dyn Workload, load: Load) -> Outcome<Counted> {
    let run = Run {
        request: request(target, workload.path())?,
        workload: RefCell::new(workload),
        phase: Cell::new(Phase::WarmUp),
        answers: RefCell::new(Answers {
            latencies: Histogram::new_with_max(LONGEST_MICROS, LATENCY_DIGITS)?,
            bytes: 0,
            errors: 0,
            first_error: None,
        }),
    };
    let mut connections = Vec::new();
    for _ in 0..load.in_flight.min(CONNECTIONS) {
        connections.push(connect(target.address).await?);
    }
    let callers: FuturesUnordered<_> =
        connections.into_iter().cycle().take(load.in_flight).map(|connection| run.call_on(connection)).collect();
    let ((), (time, spent)) = futures::try_join!(callers.try_collect(), run.conduct(target.accounts, load))?;
    Ok(Counted { time, spent, answers: run.answers.into_inner() })
}

#[derive(Clone, Copy, Eq, PartialEq)]
enum Phase {
    WarmUp,
    Counting,
    Over,
}

/// What the callers share; all of them run on one thread.
struct Run<'a> {
    request: Request<()>,
    workload: RefCell<&'a mut dyn Workload>,
    phase: Cell<Phase>,
    answers: RefCell<Answers>,
}

impl Run<'_> {
    /// Begins and ends the counting; answers how long it was, and what was spent meanwhile.
    async fn conduct(&self, accounts: Accounts, load: Load) -> Outcome<(Duration, Spent)> {
        sleep(load.warm_up).await;
        let before = accounts.spent()?;
        let begun = Instant::now();
        self.phase.set(Phase::Counting);
        sleep(load.time).await;
        self.phase.set(Phase::Over);
        Ok((begun.elapsed(), accounts.spent()? - before))
    }

    /// Makes one call after another.
    async fn call_on(&self, connection: SendRequest<Bytes>) -> Outcome<()> {
        while self.phase.get() != Phase::Over {
            let body = self.workload.borrow_mut().next()?;
            let begun = Instant::now();
            let answer = self.call(connection.clone(), body).await?;
            let micros = begun.elapsed().as_micros().try_into().unwrap_or(LONGEST_MICROS);
            let accepted = answer.and_then(|message| {
                let bytes = message.len() as u64;
                self.workload.borrow_mut().accept(message).map(|()| bytes)
            });
            if self.phase.get() == Phase::Counting {
                self.answers.borrow_mut().count(accepted, micros);
            }
        }
        Ok(())
    }

    /// Makes one call: the message of its answer, or the status with which it failed.
    async fn call(&self, connection: SendRequest<Bytes>, body: Bytes) -> Outcome<Result<Bytes, String>> {
        let mut connection = connection.ready().await?;
        let (response, mut sending) = connection.send_request(self.request.clone(), false)?;
        // A server that refuses a call by its head ends the stream before the body is there; its answer says why.
        let _ = sending.send_data(body, true);
        let (head, mut receiving) = response.await?.into_parts();
        let mut answer = BytesMut::new();
        while let Some(part) = receiving.data().await.transpose()? {
            receiving.flow_control().release_capacity(part.len())?;
            answer.extend_from_slice(&part);
        }
        let trailers = receiving.trailers().await?;
        let status = status(trailers.as_ref().unwrap_or(&head.headers));
        Ok(status.and_then(|()| unframed(answer.freeze())))
    }
}

impl Answers {
    /// Counts an answer that took so long: its size, or what was wrong with it.
    fn count(&mut self, answer: Result<u64, String>, micros: u64) {
        match answer {
            Ok(bytes) => {
                self.bytes += bytes;
                self.latencies.saturating_record(micros);
            }
            Err(error) => {
                self.errors += 1;
                self.first_error.get_or_insert(error);
            }
        }
    }
}

async fn connect(address: SocketAddr) -> Outcome<SendRequest<Bytes>> {
    let stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    let mut protocol = h2::client::Builder::new();
    protocol.initial_window_size(WINDOW).initial_connection_window_size(WINDOW).enable_push(false);
    let (sender, connection) = protocol.handshake(stream).await?;
    // Where it breaks, its callers are told as well.
    tokio::spawn(connection);
    Ok(sender)
}

fn request(target: &Target, path: &str) -> Outcome<Request<()>> {
    let mut request = Request::post(format!("http://{}{path}", target.address))
        .version(Version::HTTP_2)
        .header(header::CONTENT_TYPE, "application/grpc")
        .header(header::TE, "trailers");
    if let Some(authorization) = target.authorization.header() {
        request = request.header(header::AUTHORIZATION, authorization);
    }
    Ok(request.body(())?)
}

/// The status of a call, from its trailers, or from its headers where there is nothing else.
fn status(headers: &HeaderMap) -> Result<(), String> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or("none");
    match text("grpc-status") {
        "0" => Ok(()),
        status => Err(format!("grpc-status {status}: {}", text("grpc-message"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::child::free_address;
    use crate::echo;
    use crate::target::Authorization;
    use crate::workload::Prepared;

    const LOAD: Load = Load { in_flight: 16, warm_up: Duration::from_millis(100), time: Duration::from_millis(300) };

    /// An echo in this process.
    async fn echo() -> Target {
        let address = free_address().unwrap();
        tokio::spawn(echo::serve(address));
        while TcpStream::connect(address).await.is_err() {
            tokio::task::yield_now().await;
        }
        let accounts = Accounts { server: std::process::id(), database: None };
        Target { address, authorization: Authorization::default(), accounts }
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn good_answers_are_counted_with_their_latency_and_size() {
        let counted = measure(&echo().await, &mut Prepared::echo(), LOAD).await.unwrap();
        let answers = counted.answers;
        assert_eq!((answers.errors, answers.first_error), (0, None));
        assert!(answers.latencies.len() > LOAD.in_flight as u64);
        assert!(answers.bytes > answers.latencies.len() * 100);
        assert!(counted.time >= LOAD.time);
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn calls_that_fail_are_errors_and_have_no_latency() {
        // The echo has no such method.
        let mut workload = Prepared::search_by_phone(&[crate::data::Customers::loaded().customer()]);
        let answers = measure(&echo().await, &mut workload, LOAD).await.unwrap().answers;
        assert_eq!((answers.latencies.len(), answers.bytes), (0, 0));
        assert!(answers.errors > 0);
        assert!(answers.first_error.unwrap().starts_with("grpc-status 12"));
    }
}
