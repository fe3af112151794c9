//! The file of rejected rows: the columns of the file that was imported, and why.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

use csv::{StringRecord, Writer};

use super::columns::{Columns, REASON, REJECTED_FILE};
use super::text::broken;
use crate::failure::Failure;
use crate::output::guarded;

/// Tells spreadsheets that the file is in UTF-8.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// Rejected rows, written as they come; without any there is no file.
pub(super) struct Rejected {
    path: PathBuf,
    writer: Option<Writer<File>>,
}

impl Rejected {
    /// Beside the file that is imported.
    pub(super) fn beside(file: &Path) -> Self {
        let mut path = file.as_os_str().to_owned();
        path.push(REJECTED_FILE);
        Self { path: path.into(), writer: None }
    }

    /// Adds a row.
    pub(super) fn add(&mut self, columns: &Columns, record: &StringRecord, reason: &str) -> Result<(), Failure> {
        let mut writer = match self.writer.take() {
            Some(writer) => writer,
            None => self.begin(columns)?,
        };
        let surplus = columns.len()..record.len();
        let cells = columns.kept().chain(surplus).map(|index| record.get(index).unwrap_or_default());
        write(&mut writer, cells.chain([reason])).map_err(broken(&self.path))?;
        self.writer = Some(writer);
        Ok(())
    }

    /// Ends the file, and answers where it is.
    pub(super) fn finish(self) -> Result<Option<PathBuf>, Failure> {
        let Some(mut writer) = self.writer else { return Ok(None) };
        writer.flush().map_err(Failure::file(&self.path))?;
        Ok(Some(self.path))
    }

    fn begin(&self, columns: &Columns) -> Result<Writer<File>, Failure> {
        let mut file = File::create(&self.path).map_err(Failure::file(&self.path))?;
        file.write_all(BYTE_ORDER_MARK.as_bytes()).map_err(Failure::file(&self.path))?;
        let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(file);
        let headers = columns.kept().map(|index| columns.header(index));
        write(&mut writer, headers.chain([REASON])).map_err(broken(&self.path))?;
        Ok(writer)
    }
}

fn write<'a>(writer: &mut Writer<File>, cells: impl Iterator<Item = &'a str>) -> Result<(), csv::Error> {
    // Cells that were guarded already are not guarded twice: an apostrophe is no formula.
    writer.write_record(cells.map(|cell| guarded(cell).into_owned()))
}
