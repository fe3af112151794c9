//! Asking again where the other could not be reached, and no storm of it.

use std::error::Error;
use std::iter::successors;
use std::time::Duration;

use tokio::time::{Instant, sleep};
use tonic::{Code, ConnectError, Status};
use tower::retry::budget::{Budget, TpsBudget};

/// The most times that one question is asked.
const ATTEMPTS: u32 = 4;
/// How long to wait before asking again; doubled each time.
const FIRST_PAUSE: Duration = Duration::from_millis(50);
/// How long a question that was answered pays for retries.
const BUDGET_PERIOD: Duration = Duration::from_secs(10);
/// The retries that a second may see whatever was answered.
const LEAST_PER_SECOND: u32 = 5;
/// How many retries a question pays for: one for every five.
const SHARE: f32 = 0.2;

/// What retries may cost: a fifth of the questions that are asked, and a few more.
pub(crate) fn budget() -> TpsBudget {
    TpsBudget::new(BUDGET_PERIOD, LEAST_PER_SECOND, SHARE)
}

/// Asks until there is an answer, or a refusal that another try would not change: only UNAVAILABLE is asked again, for then the
/// other has done nothing. A question that never left counts as such.
pub(crate) async fn ask<A, F: Future<Output = Result<A, Status>>>(
    budget: &TpsBudget,
    deadline: Option<Instant>,
    question: impl Fn() -> F,
) -> Result<A, Status> {
    let mut pause = FIRST_PAUSE;
    for _ in 1..ATTEMPTS {
        match question().await.map_err(unreached) {
            Err(status) if status.code() == Code::Unavailable => {
                let in_time = deadline.is_none_or(|deadline| Instant::now() + pause < deadline);
                if !in_time || !budget.withdraw() {
                    return Err(status);
                }
                sleep(pause).await;
                pause *= 2;
            }
            answer => {
                budget.deposit();
                return answer;
            }
        }
    }
    question().await.map_err(unreached)
}

/// Takes a question whose connection was closed before it was read, which tonic calls cancelled or internal, for one that found no
/// connection.
fn unreached(status: Status) -> Status {
    let mut causes = successors(status.source(), |&cause| cause.source());
    let was_unread = causes.any(|cause| never_left(cause) || came_after_the_last(cause));
    if was_unread { Status::from_error(Box::new(ConnectError(status.message().into()))) } else { status }
}

/// Whether a question still waited for its connection when that was closed.
fn never_left(cause: &(dyn Error + 'static)) -> bool {
    cause.downcast_ref::<hyper::Error>().is_some_and(hyper::Error::is_canceled)
}

/// Whether a question crossed the word of a server that drains, which names the last one that it reads (RFC 9113, section 6.8).
fn came_after_the_last(cause: &(dyn Error + 'static)) -> bool {
    let is_farewell =
        |error: &h2::Error| error.is_go_away() && error.is_remote() && error.reason() == Some(h2::Reason::NO_ERROR);
    cause.downcast_ref().is_some_and(is_farewell)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpListener;
    use tonic::body::Body;
    use tonic::transport::Endpoint;
    use tower::{Service, ServiceExt};

    use super::*;

    async fn asked(code: Code, failures: u32, budget: &TpsBudget) -> (u32, bool) {
        let count = AtomicU32::new(0);
        let answer = ask(budget, None, || async {
            let asked = count.fetch_add(1, Ordering::Relaxed);
            if asked < failures { Err(Status::new(code, "")) } else { Ok(()) }
        });
        let answered = answer.await.is_ok();
        (count.load(Ordering::Relaxed), answered)
    }

    #[tokio::test]
    async fn only_what_could_not_be_reached_is_asked_again() {
        assert_eq!(asked(Code::Unavailable, 2, &budget()).await, (3, true));
        assert_eq!(asked(Code::Unavailable, 9, &budget()).await, (ATTEMPTS, false));
        assert_eq!(asked(Code::DeadlineExceeded, 1, &budget()).await, (1, false));
        assert_eq!(asked(Code::Internal, 1, &budget()).await, (1, false));
    }

    /// Whether a call has begun in what a client sent.
    fn has_call(sent: &[u8]) -> bool {
        /// Octets of what opens a connection, and of the header of a frame.
        const PREFACE: usize = 24;
        const HEADER: usize = 9;
        /// The type of the frame with which a call begins.
        const HEADERS: u8 = 1;
        let mut frames = sent.get(PREFACE..).unwrap_or_default();
        while let [high, middle, low, kind, ..] = frames {
            if *kind == HEADERS {
                return true;
            }
            let length = u32::from_be_bytes([0, *high, *middle, *low]) as usize;
            frames = frames.get(HEADER + length..).unwrap_or_default();
        }
        false
    }

    /// A server that has read what opens a connection and then says that it reads no call of it.
    async fn farewell(listener: TcpListener) {
        /// An empty SETTINGS frame, and a GOAWAY frame: no stream was the last, for no error.
        const SETTINGS: [u8; 9] = [0, 0, 0, 4, 0, 0, 0, 0, 0];
        const GOAWAY: [u8; 17] = [0, 0, 8, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        loop {
            let (mut connection, _) = listener.accept().await.unwrap();
            connection.write_all(&SETTINGS).await.unwrap();
            let mut read = Vec::new();
            while !has_call(&read) {
                let _ = connection.read_buf(&mut read).await.unwrap();
            }
            connection.write_all(&GOAWAY).await.unwrap();
            let _ = connection.read_to_end(&mut read).await;
        }
    }

    #[tokio::test]
    async fn what_a_server_that_drains_does_not_read_any_more_is_asked_again() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let server = tokio::spawn(farewell(listener));
        let channel = Endpoint::from_shared(address.clone()).unwrap().connect_lazy();
        let count = AtomicU32::new(0);
        let budget = budget();
        let answer = ask(&budget, None, || {
            let (mut channel, uri) = (channel.clone(), format!("{address}/service/method"));
            count.fetch_add(1, Ordering::Relaxed);
            async move {
                let failed = |error| Status::from_error(Box::new(error));
                let request = http::Request::post(uri).body(Body::empty()).unwrap();
                channel.ready().await.map_err(failed)?.call(request).await.map_err(failed)
            }
        });
        let status = answer.await.unwrap_err();
        assert_eq!((status.code(), count.load(Ordering::Relaxed)), (Code::Unavailable, ATTEMPTS), "{status}");
        server.abort();
    }

    #[tokio::test]
    async fn retries_end_when_the_budget_is_spent() {
        let budget = TpsBudget::new(BUDGET_PERIOD, 0, SHARE);
        assert_eq!(asked(Code::Unavailable, 1, &budget).await, (1, false), "nothing was answered that pays for it");
        for _ in 0..5 {
            assert_eq!(asked(Code::Unavailable, 0, &budget).await, (1, true));
        }
        assert_eq!(asked(Code::Unavailable, 1, &budget).await, (2, true), "five answers pay for one retry");
    }

    #[tokio::test]
    async fn nothing_is_asked_again_after_the_deadline() {
        let deadline = Instant::now() + FIRST_PAUSE / 2;
        let count = AtomicU32::new(0);
        let answer: Result<(), _> = ask(&budget(), Some(deadline), || async {
            count.fetch_add(1, Ordering::Relaxed);
            Err(Status::new(Code::Unavailable, ""))
        })
        .await;
        assert!(answer.is_err());
        assert_eq!(count.load(Ordering::Relaxed), 1);
    }
}
