//! Records as CSV: the columns of a record in the order of its list, in the names of the contract.

use csv::Writer;
use serde::Serialize;

use super::formula_guard::guarded;
use super::record::Record;
use crate::failure::Failure;

/// The lines of some records, the header before them if asked for.
pub(super) fn lines<R: Record>(records: &[R], with_header: bool) -> Result<Vec<u8>, Failure> {
    let columns = || R::COLUMNS.iter().filter(|column| column.in_file);
    let mut writer = Writer::from_writer(Vec::new());
    if with_header {
        writer.write_record(columns().map(|column| column.name)).map_err(broken)?;
    }
    for record in records {
        let cells = columns().map(|column| guarded(&(column.cell)(record).written()).into_owned());
        writer.write_record(cells).map_err(broken)?;
    }
    writer.into_inner().map_err(|error| Failure::Defect(error.to_string()))
}

/// Rows of cells below a header.
pub(super) fn cells(header: Vec<String>, rows: Vec<Vec<String>>) -> Result<Vec<u8>, Failure> {
    let mut writer = Writer::from_writer(Vec::new());
    for row in std::iter::once(header).chain(rows) {
        writer.write_record(row.iter().map(|cell| guarded(cell).into_owned())).map_err(broken)?;
    }
    writer.into_inner().map_err(|error| Failure::Defect(error.to_string()))
}

/// One value: a header and a line.
pub(super) fn value(value: &impl Serialize) -> Result<Vec<u8>, Failure> {
    let mut writer = Writer::from_writer(Vec::new());
    writer.serialize(value).map_err(broken)?;
    writer.into_inner().map_err(|error| Failure::Defect(error.to_string()))
}

fn broken(error: csv::Error) -> Failure {
    Failure::Defect(error.to_string())
}
