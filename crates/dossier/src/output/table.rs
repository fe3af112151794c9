//! Records as tables for people. Chinese characters take two places, and columns stay aligned.

use comfy_table::{ContentArrangement, LineStyle, Table, TableStyle};
use conventions::language::Language;

use super::record::Record;

/// A line below the header, and no other.
const STYLE: TableStyle = TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─'));

/// A table of records: the columns that tell them apart.
pub(super) fn list<R: Record>(records: &[R], language: Language) -> String {
    let columns = || R::COLUMNS.iter().filter(|column| column.in_list);
    let rows = records.iter().map(|record| columns().map(|column| (column.cell)(record).shown(language)).collect());
    render(columns().map(|column| column.title.of(language).to_owned()).collect(), rows)
}

/// A table of one record: every column that holds something, one below the other.
pub(super) fn details<R: Record>(record: &R, language: Language) -> String {
    let columns = R::COLUMNS.iter().filter(|column| column.in_details);
    let rows = columns.map(|column| vec![column.title.of(language).to_owned(), (column.cell)(record).shown(language)]);
    render(Vec::new(), rows.filter(|row| row.last().is_some_and(|cell| !cell.is_empty())))
}

/// A table no wider than the terminal.
pub(super) fn render(header: Vec<String>, rows: impl Iterator<Item = Vec<String>>) -> String {
    let mut table = Table::new();
    table.load_style(STYLE).set_content_arrangement(ContentArrangement::Dynamic);
    if !header.is_empty() {
        table.set_header(header);
    }
    table.add_rows(rows);
    format!("{}\n", table.trim_fmt())
}
