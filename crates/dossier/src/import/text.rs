//! A CSV file as a stream of rows.

use std::fs::File;
use std::path::Path;

use csv::{Reader, ReaderBuilder};
use encoding_rs::Encoding;
use encoding_rs_io::{DecodeReaderBytes, DecodeReaderBytesBuilder};

use super::survey::Survey;
use crate::failure::Failure;

/// How much is read and decoded at once, in bytes.
const BUFFER: usize = 64 * 1024;

/// A file that is decoded as it is read.
pub(super) type Decoded = DecodeReaderBytes<File, Vec<u8>>;

/// The rows of a file; they may have fewer or more cells than there are columns.
pub(super) fn open(path: &Path, survey: &Survey) -> Result<Reader<Decoded>, Failure> {
    let mut builder = ReaderBuilder::new();
    builder.delimiter(survey.delimiter).flexible(true).buffer_capacity(BUFFER);
    Ok(builder.from_reader(decoded(path, survey.encoding)?))
}

/// The file in UTF-8, without a byte order mark.
pub(super) fn decoded(path: &Path, encoding: &'static Encoding) -> Result<Decoded, Failure> {
    let file = File::open(path).map_err(Failure::file(path))?;
    let mut builder = DecodeReaderBytesBuilder::new();
    builder.encoding(Some(encoding)).strip_bom(true);
    builder.build_with_buffer(file, vec![0; BUFFER]).map_err(Failure::file(path))
}

/// A file that cannot be read on.
pub(super) fn broken(path: &Path) -> impl Fn(csv::Error) -> Failure {
    |error| Failure::File { path: path.to_owned(), error: error.into() }
}

/// Bytes in hexadecimal.
pub(super) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
