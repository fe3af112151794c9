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

/// Takes a question whose connection was closed before it left, which tonic calls cancelled, for one that found no connection.
fn unreached(status: Status) -> Status {
    let causes = successors(status.source(), |&cause| cause.source());
    let never_left = causes.filter_map(|cause| cause.downcast_ref::<hyper::Error>()).any(hyper::Error::is_canceled);
    if never_left { Status::from_error(Box::new(ConnectError(status.message().into()))) } else { status }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

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
