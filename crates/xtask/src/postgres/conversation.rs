//! As much of PostgreSQL's protocol as one question takes: a client library would take minutes to build.

use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::time::Duration;

/// Protocol 3.0.
const PROTOCOL: u32 = 3 << 16;
/// How long an answer may take.
const LIMIT: Duration = Duration::from_secs(5);

/// The data folder of the server on the port, if it takes the password.
pub(crate) fn data_directory(port: u16, role: &str, password: &str, database: &str) -> io::Result<String> {
    let startup = format!("user\0{role}\0database\0{database}\0\0");
    let startup = [&PROTOCOL.to_be_bytes(), startup.as_bytes()].concat();
    // Everything is said at once; after the goodbye the server closes, and its answers can be read to the end.
    let said = [
        message(None, &startup),
        message(Some(b'p'), format!("{password}\0").as_bytes()),
        message(Some(b'Q'), b"SHOW data_directory\0"),
        message(Some(b'X'), b""),
    ];
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
    stream.set_read_timeout(Some(LIMIT))?;
    stream.write_all(&said.concat())?;
    let mut answers = Vec::new();
    stream.read_to_end(&mut answers)?;
    only_value(&answers).ok_or_else(|| io::Error::other("the server does not say what its data folder is"))
}

/// A message: its kind, which only the first has not, the length of the rest with itself, the rest.
fn message(kind: Option<u8>, body: &[u8]) -> Vec<u8> {
    let length = u32::try_from(body.len() + size_of::<u32>()).unwrap_or(u32::MAX);
    kind.into_iter().chain(length.to_be_bytes()).chain(body.iter().copied()).collect()
}

/// The value in the first row of the answers.
fn only_value(mut answers: &[u8]) -> Option<String> {
    while let [kind, a, b, c, d, rest @ ..] = answers {
        let length = usize::try_from(u32::from_be_bytes([*a, *b, *c, *d])).ok()?.checked_sub(size_of::<u32>())?;
        let (body, next) = rest.split_at_checked(length)?;
        // A row: how many columns in two bytes, and for each its length in four bytes and its text.
        if let (b'D', [0, 1, _, _, _, _, text @ ..]) = (kind, body) {
            return String::from_utf8(text.to_vec()).ok();
        }
        answers = next;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_value_is_found_among_the_other_answers() {
        let row = [&[0, 1, 0, 0, 0, 5], b"/data".as_slice()].concat();
        let answers = [message(Some(b'R'), &[0; 4]), message(Some(b'D'), &row), message(Some(b'Z'), b"I")].concat();
        assert_eq!(only_value(&answers).as_deref(), Some("/data"));
        assert_eq!(only_value(&message(Some(b'E'), b"SFATAL\0")), None);
        assert_eq!(only_value(&answers[..answers.len() / 2]), None);
    }
}
