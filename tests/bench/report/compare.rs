//! A run next to an earlier one.

use super::table::right_aligned;
use super::{EngineReport, Report, Row};

/// What became of the measurements that both runs have: new divided by old.
pub fn comparison(new: &Report, old: &Report) -> String {
    let mut text = String::new();
    for new in &new.engines {
        if let Some(old) = old.engines.iter().find(|old| old.engine == new.engine) {
            text += &engine(new, old);
        }
    }
    text
}

fn engine(new: &EngineReport, old: &EngineReport) -> String {
    let mut table = right_aligned(&["operation", "in flight", "per s ×", "to echo ×", "p50 ×", "p99 ×", "CPU ×"]);
    let ratio = |new: f64, old: f64| format!("{:.2}", new / old);
    for (new, old) in new.rows.iter().filter_map(|new| Some((new, counterpart(new, &old.rows)?))) {
        table.add_row([
            new.operation.to_string(),
            new.in_flight.to_string(),
            ratio(new.per_second, old.per_second),
            ratio(new.to_echo, old.to_echo),
            ratio(new.p50_ms, old.p50_ms),
            ratio(new.p99_ms, old.p99_ms),
            ratio(new.cpu_micros.serving(), old.cpu_micros.serving()),
        ]);
    }
    let (import, import_before) = (&new.import, &old.import);
    format!(
        "{}: new divided by old\nimport: rows/s × {}, CPU × {}\n\n{table}\n\n",
        new.engine,
        ratio(import.rows_per_second, import_before.rows_per_second),
        ratio(import.cpu_micros.serving(), import_before.cpu_micros.serving()),
    )
}

fn counterpart<'a>(row: &Row, rows: &'a [Row]) -> Option<&'a Row> {
    rows.iter().find(|other| other.operation == row.operation && other.in_flight == row.in_flight)
}
