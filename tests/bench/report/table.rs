//! One engine's measurements, for people.

use comfy_table::presets::ASCII_MARKDOWN;
use comfy_table::{CellAlignment, Table};

use super::{EngineReport, Row};
use crate::events::Events;

/// The engine's figures, and its table.
pub fn table(report: &EngineReport) -> String {
    let EngineReport {
        engine,
        start_seconds,
        second_start_seconds,
        idle_mib,
        loaded_mib,
        import,
        follow_seconds,
        rows,
        events,
    } = report;
    let mut text = format!(
        "{engine}: started in {start_seconds:.2} s, loaded in {second_start_seconds:.2} s; {idle_mib:.0} MiB, {loaded_mib:.0} MiB when loaded\n\
         import: {:.0} rows/s; CPU µs a row: {:.0} server, {:.0} database, {:.0} generator; followed {follow_seconds:.0} s later\n\n",
        import.rows_per_second, import.cpu_micros.server, import.cpu_micros.database, import.cpu_micros.generator,
    );
    let mut table = right_aligned(&[
        "operation",
        "in flight",
        "per s",
        "to echo",
        "p50 ms",
        "p99 ms",
        "server µs",
        "database µs",
        "generator µs",
        "bytes",
        "errors",
    ]);
    for row in rows {
        table.add_row(cells(row));
    }
    text += &table.to_string();
    if let Some(Events { per_second, count, p50_ms, p99_ms }) = events {
        text += &format!(
            "\nevents: {count} writes at {per_second} a second, heard of after {p50_ms:.0} ms (p50), {p99_ms:.0} ms (p99)"
        );
    }
    for row in rows {
        if let Some(error) = &row.first_error {
            text += &format!("\n{} at {}: {error}", row.operation, row.in_flight);
        }
    }
    text
}

fn cells(row: &Row) -> Vec<String> {
    vec![
        row.operation.to_string(),
        row.in_flight.to_string(),
        format!("{:.0}", row.per_second),
        format!("{:.3}", row.to_echo),
        format!("{:.2}", row.p50_ms),
        format!("{:.2}", row.p99_ms),
        format!("{:.0}", row.cpu_micros.server),
        format!("{:.0}", row.cpu_micros.database),
        format!("{:.0}", row.cpu_micros.generator),
        format!("{:.0}", row.answer_bytes),
        row.errors.to_string(),
    ]
}

/// A table whose columns are numbers, but for the first.
pub(super) fn right_aligned(header: &[&str]) -> Table {
    let mut table = Table::new();
    table.load_style(ASCII_MARKDOWN).set_header(header.to_vec());
    for column in table.column_iter_mut().skip(1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    table
}
