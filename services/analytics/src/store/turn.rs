//! Whose turn it is: what several feeds tell is added to the same sums, one transaction after the other.

use database::{Database, Error, WriteTransaction};

/// Waits until no other transaction adds to sums; none does until this one ends. Turns are numbered.
///
/// # Errors
/// Those of the database.
pub async fn take(transaction: &mut WriteTransaction) -> Result<(), Error> {
    let sql = "INSERT INTO turn (turn, number) VALUES (1, 1) ON CONFLICT (turn) DO UPDATE SET number = turn.number + 1";
    transaction.execute(sql, Vec::new()).await.map(drop)
}

/// How much was heard; what is kept of feeds is the same as long as it is.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Turn(i64);

/// The last turn.
///
/// # Errors
/// Those of the database.
pub async fn last(database: &Database) -> Result<Turn, Error> {
    Ok(Turn(database.number("SELECT COALESCE(MAX(number), 0) FROM turn", Vec::new()).await?))
}
