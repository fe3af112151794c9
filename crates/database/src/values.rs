//! Many rows in one statement on SQLite. Their numbers are powers of two, so that there are few statements to prepare.

/// The largest number of rows in one statement is 2 to this power.
pub(crate) const LARGEST_POWER: u32 = 6;

/// `VALUES` with so many rows of so many places.
pub(crate) fn values(rows: usize, width: usize) -> String {
    let rows: Vec<_> = (0..rows)
        .map(|row| {
            let places: Vec<_> = (1..=width).map(|column| format!("${}", row * width + column)).collect();
            format!("({})", places.join(", "))
        })
        .collect();
    format!("VALUES {}", rows.join(", "))
}
