//! Reads the rows and sends them in chunks, as far ahead of the answers as the window allows.

use contracts::customer::v1::import_customers_request::Part;
use contracts::customer::v1::import_row::Record;
use contracts::customer::v1::{ImportCustomersRequest, ImportHeader, ImportRow, ImportRows};
use csv::StringRecord;
use prost::Message;
use tokio::sync::mpsc::Sender;

use super::context::Context;
use super::table::Table;
use super::{Content, cells, person, row};
use crate::failure::Failure;

/// The most rows of a chunk.
const CHUNK_ROWS: usize = 500;

/// What a chunk may hold before it is sent, in bytes; with one more row it stays below what the server takes.
const CHUNK_BYTES: usize = 2 * 1024 * 1024;

/// The largest row that is sent, in bytes; the server keeps no record of more than 64 KiB.
const ROW_BYTES: usize = 1024 * 1024;

/// Rows on their way.
#[derive(Default)]
pub(super) struct Chunk {
    pub(super) rows: Vec<Row>,
    /// How far into the file its last row is, as the table counts.
    pub(super) position: u64,
}

/// A row of the file.
pub(super) struct Row {
    /// From 1, behind the header.
    pub(super) number: i64,
    /// Where it stands in the file, as an editor or a spreadsheet counts.
    pub(super) line: u64,
    pub(super) record: StringRecord,
    /// Why it was not sent.
    pub(super) refusal: Option<String>,
}

/// Sends the rows of a file until all are sent or nobody listens.
pub(super) struct Feed {
    pub(super) table: Table,
    pub(super) context: Context,
    pub(super) requests: Sender<ImportCustomersRequest>,
    /// Told of each chunk before it is sent; its capacity is the window.
    pub(super) chunks: Sender<Result<Chunk, Failure>>,
}

impl Feed {
    /// Blocks its thread.
    pub(super) fn run(mut self, header: ImportHeader) {
        let _ = self.send_all(header);
    }

    /// None when nobody listens any more.
    fn send_all(&mut self, header: ImportHeader) -> Option<()> {
        self.send(Part::Header(header))?;
        let (mut chunk, mut rows, mut bytes) = (Chunk::default(), Vec::new(), 0);
        let mut record = StringRecord::new();
        for number in 1.. {
            match self.table.read(&mut record) {
                Ok(true) => {}
                Ok(false) => break,
                Err(failure) => return self.chunks.blocking_send(Err(failure)).ok(),
            }
            if cells::is_blank(&record) {
                continue;
            }
            chunk.position = self.table.position();
            let row = ImportRow { row_number: number, ..self.read(&record) };
            let size = row.encoded_len();
            let refusal = self.refusal(&record, size);
            if refusal.is_none() {
                bytes += size;
                rows.push(row);
            }
            let line = self.table.line(&record);
            chunk.rows.push(Row { number, line, record: record.clone(), refusal });
            if chunk.rows.len() == CHUNK_ROWS || bytes >= CHUNK_BYTES {
                self.send_chunk(std::mem::take(&mut chunk), std::mem::take(&mut rows))?;
                bytes = 0;
            }
        }
        self.send_chunk(chunk, rows)
    }

    /// What a row describes.
    fn read(&self, record: &StringRecord) -> ImportRow {
        match &self.context.content {
            Content::Customers { kind } => {
                let customer = row::customer(record, *kind, &self.context);
                ImportRow { record: Some(Record::Customer(customer)), ..ImportRow::default() }
            }
            Content::ContactPersons { company_source } => person::row(record, company_source.as_deref(), &self.context),
        }
    }

    fn refusal(&self, record: &StringRecord, size: usize) -> Option<String> {
        let width = self.context.columns.len();
        let surplus = record.iter().skip(width).any(|cell| !cell.trim().is_empty());
        let is_damaged = self.table.is_damaged && record.iter().any(|cell| cell.contains(char::REPLACEMENT_CHARACTER));
        if is_damaged {
            Some(
                "the row holds bytes that are no characters in the encoding of the file; they stand as \u{fffd} in the file of \
                 rejected rows: write there what was meant"
                    .to_owned(),
            )
        } else if surplus {
            let cells = record.len();
            Some(format!(
                "the row has {cells} cells and the header {width}: put quotes around a cell that holds the delimiter"
            ))
        } else if size > ROW_BYTES {
            Some("the row is larger than 1 MiB: check for a quotation mark that is not closed".to_owned())
        } else {
            None
        }
    }

    fn send_chunk(&self, chunk: Chunk, rows: Vec<ImportRow>) -> Option<()> {
        self.chunks.blocking_send(Ok(chunk)).ok()?;
        if rows.is_empty() { Some(()) } else { self.send(Part::Rows(ImportRows { rows })) }
    }

    fn send(&self, part: Part) -> Option<()> {
        self.requests.blocking_send(ImportCustomersRequest { part: Some(part) }).ok()
    }
}
