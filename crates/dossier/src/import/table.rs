//! The file that is imported, whatever its form: a header, and rows one after the other.

use std::path::{Path, PathBuf};

use aws_lc_rs::digest::{Context, SHA256};
use csv::{Reader, StringRecord};

use super::sheet::{self, Sheet};
use super::survey::Survey;
use super::text::{self, Decoded};
use crate::failure::Failure;
use crate::progress;

/// A file that is read row by row.
pub(super) struct Table {
    pub(super) headers: StringRecord,
    /// Tells the file, and the sheet in it, from all others: a SHA-256 in hexadecimal.
    pub(super) digest: String,
    /// Where the last row ends, as [`Table::position`] counts.
    pub(super) length: u64,
    /// The bar that counts so.
    pub(super) bar: &'static str,
    /// Whether rows may hold U+FFFD for bytes that are no characters.
    pub(super) is_damaged: bool,
    position: u64,
    rows: Rows,
}

enum Rows {
    Text { path: PathBuf, reader: Box<Reader<Decoded>> },
    Sheet { header_row: u64, rows: std::vec::IntoIter<StringRecord> },
}

impl Table {
    /// Opens a CSV file, or a sheet of a workbook: the one of this name, else the first.
    pub(super) fn open(path: &Path, sheet: Option<&str>) -> Result<Self, Failure> {
        match (sheet::is_workbook(path)?, sheet) {
            (true, sheet) => Self::of_sheet(path, sheet),
            (false, None) => Self::of_text(path),
            (false, Some(_)) => Err(Failure::usage(
                format!("--sheet: {} is no XLSX workbook", path.display()),
                format!("--sheet：{} 不是 XLSX 工作簿", path.display()),
            )),
        }
    }

    fn of_text(path: &Path) -> Result<Self, Failure> {
        let survey = Survey::take(path)?;
        let mut reader = text::open(path, &survey)?;
        let headers = reader.headers().map_err(text::broken(path))?.clone();
        Ok(Self {
            headers,
            digest: survey.digest,
            length: survey.length,
            bar: progress::BYTES,
            is_damaged: survey.is_damaged,
            position: 0,
            rows: Rows::Text { path: path.to_owned(), reader: Box::new(reader) },
        })
    }

    fn of_sheet(path: &Path, name: Option<&str>) -> Result<Self, Failure> {
        let sheet = Sheet::read(path, name)?;
        let mut digest = Context::new(&SHA256);
        digest.update(&std::fs::read(path).map_err(Failure::file(path))?);
        // Rows of two sheets of a workbook have the same numbers.
        digest.update(sheet.name.as_bytes());
        Ok(Self {
            headers: sheet.headers,
            digest: text::hexadecimal(digest.finish().as_ref()),
            length: sheet.rows.len() as u64,
            bar: progress::ENTRIES,
            is_damaged: false,
            position: 0,
            rows: Rows::Sheet { header_row: sheet.header_row, rows: sheet.rows.into_iter() },
        })
    }

    /// Reads the next row into `record`; false behind the last.
    pub(super) fn read(&mut self, record: &mut StringRecord) -> Result<bool, Failure> {
        match &mut self.rows {
            Rows::Text { path, reader } => {
                let is_row = reader.read_record(record).map_err(text::broken(path))?;
                self.position = record.position().map_or(self.position, csv::Position::byte);
                Ok(is_row)
            }
            Rows::Sheet { rows, .. } => {
                self.position += 1;
                let next = rows.next();
                let is_row = next.is_some();
                *record = next.unwrap_or_default();
                Ok(is_row)
            }
        }
    }

    /// Where the row that was just read stands, as an editor or a spreadsheet counts from 1: in a CSV file the line where it begins.
    pub(super) fn line(&self, record: &StringRecord) -> u64 {
        match &self.rows {
            Rows::Text { .. } => record.position().map_or(0, csv::Position::line),
            Rows::Sheet { header_row, .. } => header_row + self.position,
        }
    }

    /// How far the last row is into the file: bytes of decoded text, or rows of a sheet.
    pub(super) fn position(&self) -> u64 {
        self.position
    }
}
