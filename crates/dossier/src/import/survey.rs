//! What is to be known of a file before its first row is read.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use aws_lc_rs::digest::{Context, SHA256};
use csv::ReaderBuilder;
use encoding_rs::{Decoder, DecoderResult, Encoding, GB18030, UTF_8};

use super::text;
use crate::failure::Failure;

/// How much is read at once, in bytes.
const BLOCK: usize = 64 * 1024;

/// The least byte with which UTF-8 begins a character other than ASCII.
const FIRST_LEAD_BYTE: u8 = 0xc0;

/// What may separate the cells of a row; the first of equals is taken.
const DELIMITERS: [u8; 3] = [b',', b';', b'\t'];

/// What is known of a file.
#[derive(Clone, Debug)]
pub(super) struct Survey {
    /// The SHA-256 of its bytes, in hexadecimal.
    pub(super) digest: String,
    pub(super) encoding: &'static Encoding,
    /// Its length when it is decoded.
    pub(super) length: u64,
    /// Whether some of its bytes are no characters; those are read as U+FFFD.
    pub(super) is_damaged: bool,
    pub(super) delimiter: u8,
}

impl Survey {
    /// Reads a whole file. UTF-8, also UTF-16 if a byte order mark says so, is tried before GB18030, in which nearly every file
    /// could be written: a file of which UTF-8 reads more characters than it cannot read is damaged UTF-8, and no GB18030.
    pub(super) fn take(path: &Path) -> Result<Self, Failure> {
        let mut file = File::open(path).map_err(Failure::file(path))?;
        let mut digest = Context::new(&SHA256);
        let mut trials = [Trial::new(UTF_8.new_decoder()), Trial::new(GB18030.new_decoder_without_bom_handling())];
        let mut block = vec![0; BLOCK];
        loop {
            let read = file.read(&mut block).map_err(Failure::file(path))?;
            let bytes = block.get(..read).unwrap_or_default();
            digest.update(bytes);
            for trial in &mut trials {
                trial.decode(bytes, read == 0);
            }
            if read == 0 {
                break;
            }
        }
        let Some(decoded) = trials.into_iter().find(Trial::fits) else {
            return Err(Failure::usage(
                format!("{} is neither UTF-8 nor GB18030; save it as CSV UTF-8", path.display()),
                format!("{} 既不是 UTF-8 也不是 GB18030 编码；请另存为 CSV UTF-8", path.display()),
            ));
        };
        let digest = text::hexadecimal(digest.finish().as_ref());
        let encoding = decoded.decoder.encoding();
        let delimiter = delimiter(path, encoding)?;
        Ok(Self { digest, encoding, length: decoded.length, is_damaged: decoded.malformed > 0, delimiter })
    }
}

/// Decodes a file to see how much of it can be.
struct Trial {
    decoder: Decoder,
    /// The length of what was decoded, in bytes of UTF-8.
    length: u64,
    /// How many characters other than ASCII were read.
    beyond_ascii: u64,
    /// How many sequences of bytes are no character.
    malformed: u64,
}

impl Trial {
    fn new(decoder: Decoder) -> Self {
        Self { decoder, length: 0, beyond_ascii: 0, malformed: 0 }
    }

    /// Whether the file is in this encoding, if perhaps damaged.
    fn fits(&self) -> bool {
        self.malformed == 0 || self.beyond_ascii > self.malformed
    }

    fn decode(&mut self, mut bytes: &[u8], last: bool) {
        let mut text = [0; BLOCK];
        loop {
            let (result, read, written) = self.decoder.decode_to_utf8_without_replacement(bytes, &mut text, last);
            bytes = bytes.get(read..).unwrap_or_default();
            let decoded = text.get(..written).unwrap_or_default();
            self.length += decoded.len() as u64;
            self.beyond_ascii += decoded.iter().filter(|byte| **byte >= FIRST_LEAD_BYTE).count() as u64;
            match result {
                DecoderResult::InputEmpty => return,
                DecoderResult::OutputFull => {}
                DecoderResult::Malformed(..) => {
                    self.malformed += 1;
                    self.length += char::REPLACEMENT_CHARACTER.len_utf8() as u64;
                }
            }
        }
    }
}

/// What separates most cells in the first row.
fn delimiter(path: &Path, encoding: &'static Encoding) -> Result<u8, Failure> {
    let mut beginning = Vec::new();
    let limit = u64::try_from(BLOCK).unwrap_or(u64::MAX);
    text::decoded(path, encoding)?.take(limit).read_to_end(&mut beginning).map_err(Failure::file(path))?;
    let cells = |delimiter: u8| {
        let mut reader = ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(beginning.as_slice());
        reader.byte_headers().map_or(0, csv::ByteRecord::len)
    };
    // Of equals the last is the greatest.
    Ok(DELIMITERS.into_iter().rev().max_by_key(|delimiter| cells(*delimiter)).unwrap_or(b','))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn survey(bytes: &[u8]) -> Result<Survey, Failure> {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file.csv");
        std::fs::write(&file, bytes).unwrap();
        Survey::take(&file)
    }

    #[test]
    fn files_of_every_encoding_are_told_apart() {
        let text = "姓名,手机\n曹明,13812345678\n";
        let utf_16: Vec<u8> = "\u{feff}姓名,手机\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        for (bytes, encoding, length) in [
            (text.as_bytes().to_vec(), "UTF-8", text.len()),
            (format!("\u{feff}{text}").into_bytes(), "UTF-8", text.len()),
            (GB18030.encode(text).0.into_owned(), "gb18030", text.len()),
            (utf_16, "UTF-16LE", "姓名,手机\n".len()),
        ] {
            let survey = survey(&bytes).unwrap();
            assert_eq!((survey.encoding.name(), survey.length), (encoding, length as u64));
        }
        assert_eq!(survey(&[b'a', 0xff, b'\n']).unwrap_err().exit(), crate::exit::Exit::Usage);
    }

    #[test]
    fn a_damaged_file_is_of_the_encoding_that_reads_most_of_it() {
        let text = "姓名,手机\n曹明,13812345678\n王芳,13912345678\n";
        for encoding in [UTF_8, GB18030] {
            let mut bytes = encoding.encode(text).0.into_owned();
            assert!(!survey(&bytes).unwrap().is_damaged);
            bytes.extend([b'a', 0xff, b'\n']);
            let survey = survey(&bytes).unwrap();
            assert_eq!((survey.encoding, survey.is_damaged), (encoding, true));
            assert_eq!(survey.length, text.len() as u64 + 5);
        }
    }

    #[test]
    fn a_character_that_two_blocks_share_is_read_whole() {
        let text = format!("a{}", "明".repeat(BLOCK));
        assert_eq!(survey(text.as_bytes()).unwrap().length, text.len() as u64);
    }

    #[test]
    fn the_delimiter_is_what_separates_most_headers() {
        for (text, delimiter) in [
            ("a,b;c,d\n", b','),
            ("name;\"phone, mobile\";city\n", b';'),
            ("name\tphone\n", b'\t'),
            ("name\n", b','),
            ("", b','),
        ] {
            assert_eq!(survey(text.as_bytes()).unwrap().delimiter, delimiter, "{text}");
        }
    }

    #[test]
    fn the_digest_is_the_sha_256_of_the_bytes() {
        let expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(survey(b"abc").unwrap().digest, expected);
    }
}
