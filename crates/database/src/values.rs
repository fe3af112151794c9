//! Many rows in one statement on SQLite. Their numbers are powers of two, so that there are few statements to prepare.

/// The largest number of rows in one statement is 2 to this power.
pub(crate) const LARGEST_POWER: u32 = 6;

/// `VALUES` with so many rows of so many places. The places are bare question marks: SQLite searches a list of the names of
/// all others whenever it is asked for one, which for a thousand places took a third of an import's time.
pub(crate) fn values(rows: usize, width: usize) -> String {
    let row = format!("({})", vec!["?"; width].join(", "));
    format!("VALUES {}", vec![row; rows].join(", "))
}
