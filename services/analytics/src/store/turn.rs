//! Whose turn it is: what several feeds tell is added to the same sums, one transaction after the other.

use database::{Error, WriteTransaction};

/// Waits until no other transaction adds to sums; none does until this one ends.
///
/// # Errors
/// Those of the database.
pub async fn take(transaction: &mut WriteTransaction) -> Result<(), Error> {
    let sql = "INSERT INTO turn (turn) VALUES (1) ON CONFLICT (turn) DO UPDATE SET turn = excluded.turn";
    transaction.execute(sql, Vec::new()).await.map(drop)
}
