//! The first bytes of a connection.

use std::io;
use std::time::Duration;

use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

/// What every client of HTTP/2 sends first (RFC 9113, 3.4).
const PREFACE: &[u8; 24] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

/// How long to wait for the rest of a preface that came in parts.
const PART_PAUSE: Duration = Duration::from_millis(10);

/// How much of a request in another protocol is read before it is answered: a socket that is closed with bytes unread
/// takes its answer back.
const UNREAD: usize = 16 * 1024;

/// For browsers and curl.
const NOT_HTTP_2: &[u8] = b"HTTP/1.1 505 HTTP Version Not Supported\r\n\
    content-type: text/plain\r\n\
    connection: close\r\n\r\n\
    This port speaks gRPC over HTTP/2 without TLS. Try: grpcurl -plaintext <this address> list\n";

/// Waits until the client has said that it speaks HTTP/2, and leaves what it said to be read; one that speaks something
/// else answers `false`.
pub(crate) async fn arrives(stream: &TcpStream) -> io::Result<bool> {
    loop {
        let mut seen = [0; PREFACE.len()];
        let count = stream.peek(&mut seen).await?;
        let seen = seen.get(..count).unwrap_or_default();
        if seen == PREFACE {
            return Ok(true);
        }
        if count == 0 || !PREFACE.starts_with(seen) {
            return Ok(false);
        }
        tokio::time::sleep(PART_PAUSE).await;
    }
}

/// Tells a client that speaks something else what is spoken here.
pub(crate) async fn refuse(stream: &mut TcpStream) -> io::Result<()> {
    stream.try_read(&mut vec![0; UNREAD])?;
    stream.write_all(NOT_HTTP_2).await
}
