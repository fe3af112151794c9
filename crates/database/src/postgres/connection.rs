//! A connection to PostgreSQL that is not waited for without end.
//!
//! A server that vanishes with its machine closes nothing: who waits for its answer would wait for ever, and the pool with them.
//! The limits of time that the server keeps are gone with it, so each answer has one here.

use std::io::ErrorKind;
use std::time::Duration;

use sqlx::pool::PoolConnection;
use sqlx::postgres::{PgArguments, PgQueryResult, PgRow};
use sqlx::query::Query;
use sqlx::{Connection as _, Error, IntoArguments, PgConnection, PgPool, Postgres, raw_sql};
use tokio::time::error::Elapsed;
use tokio::time::timeout;

use super::STATEMENT_TIMEOUT;

/// How long the answer to a statement or a commit is waited for: a little longer than the server lets one run.
const LONGEST_ANSWER: Duration = STATEMENT_TIMEOUT.saturating_add(Duration::from_secs(5));
/// How long the answer is waited for to what takes no work.
const LONGEST_PULSE: Duration = Duration::from_secs(5);

/// A connection out of a pool. It goes back when it is dropped, if the server still answers on it; what was begun on it is rolled back.
#[derive(Debug)]
pub struct PostgresConnection {
    /// Absent only while this is dropped.
    connection: Option<PoolConnection<Postgres>>,
    state: State,
    /// Whether a transaction may be begun and not ended.
    is_begun: bool,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum State {
    /// All that was asked was answered.
    Answered,
    /// Something was asked; who asked may have gone away since.
    Asked,
    /// The answer did not come in time.
    Silent,
}

impl PostgresConnection {
    pub(crate) async fn acquire(pool: &PgPool) -> Result<Self, Error> {
        Ok(Self { connection: Some(pool.acquire().await?), state: State::Answered, is_begun: false })
    }

    /// A connection with a transaction on it.
    pub(crate) async fn begin(pool: &PgPool) -> Result<Self, Error> {
        let mut connection = Self::acquire(pool).await?;
        // Before it is asked for: whoever asks may go away before the answer.
        connection.is_begun = true;
        let begun = timeout(LONGEST_PULSE, raw_sql("BEGIN").execute(connection.ask()?)).await;
        connection.is_begun = begun.as_ref().is_ok_and(Result::is_ok);
        connection.hear(begun)?;
        Ok(connection)
    }

    pub(crate) async fn commit(mut self) -> Result<(), Error> {
        self.is_begun = false;
        let committed = timeout(LONGEST_ANSWER, raw_sql("COMMIT").execute(self.ask()?)).await;
        self.hear(committed).map(drop)
    }

    pub(crate) async fn execute<A: IntoArguments<Postgres>>(
        &mut self,
        query: Query<'_, Postgres, A>,
    ) -> Result<PgQueryResult, Error> {
        let done = timeout(LONGEST_ANSWER, query.execute(self.ask()?)).await;
        self.hear(done)
    }

    /// Runs a statement that may take up to `longest`.
    pub(crate) async fn execute_long(
        &mut self,
        query: Query<'_, Postgres, PgArguments>,
        longest: Duration,
    ) -> Result<PgQueryResult, Error> {
        let done = timeout(longest, query.execute(self.ask()?)).await;
        self.hear(done)
    }

    pub(crate) async fn fetch_all<A: IntoArguments<Postgres>>(
        &mut self,
        query: Query<'_, Postgres, A>,
    ) -> Result<Vec<PgRow>, Error> {
        let rows = timeout(LONGEST_ANSWER, query.fetch_all(self.ask()?)).await;
        self.hear(rows)
    }

    fn ask(&mut self) -> Result<&mut PgConnection, Error> {
        self.state = State::Asked;
        self.connection.as_deref_mut().ok_or(Error::PoolClosed)
    }

    fn hear<T>(&mut self, answer: Result<Result<T, Error>, Elapsed>) -> Result<T, Error> {
        if let Ok(answer) = answer {
            self.state = State::Answered;
            return answer;
        }
        self.state = State::Silent;
        Err(Error::Io(std::io::Error::new(ErrorKind::TimedOut, "the server has fallen silent")))
    }
}

/// Whether the server answers on a connection in time.
pub(crate) async fn answers(connection: &mut PgConnection, longest: Duration) -> bool {
    matches!(timeout(longest, connection.ping()).await, Ok(Ok(())))
}

impl Drop for PostgresConnection {
    fn drop(&mut self) {
        let Some(mut connection) = self.connection.take() else { return };
        match (self.state, self.is_begun) {
            // Closed without a farewell, for which the pool would wait.
            (State::Silent, _) => drop(connection.detach()),
            (State::Answered, false) => drop(connection),
            (State::Answered | State::Asked, is_begun) => {
                tokio::spawn(async move {
                    let is_whole = match is_begun {
                        true => matches!(
                            timeout(LONGEST_PULSE, raw_sql("ROLLBACK").execute(&mut *connection)).await,
                            Ok(Ok(_))
                        ),
                        false => answers(&mut connection, LONGEST_PULSE).await,
                    };
                    if !is_whole {
                        drop(connection.detach());
                    }
                });
            }
        }
    }
}
