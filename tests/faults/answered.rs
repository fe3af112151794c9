//! A caller who does not give up.

use std::time::Duration;

use tonic::{Code, Response, Status};

/// How long to wait before asking again.
const PAUSE: Duration = Duration::from_millis(20);

/// Asks until it is answered. What is asked again has the same request id, so it happens once.
pub async fn answered<A, F: Future<Output = Result<Response<A>, Status>>>(ask: impl Fn() -> F) -> A {
    loop {
        match ask().await {
            Ok(answer) => return answer.into_inner(),
            Err(status) => {
                let is_away = matches!(
                    status.code(),
                    Code::Unavailable | Code::Unknown | Code::Cancelled | Code::Internal | Code::DeadlineExceeded
                );
                assert!(is_away, "refused because of a neighbour that was away: {status:?}");
                tokio::time::sleep(PAUSE).await;
            }
        }
    }
}
