//! Messages as gRPC frames them: a flag, the length, the message.

use bytes::{Buf, BufMut, Bytes, BytesMut};
use prost::Message;

/// Bytes before a message.
const PREFIX: usize = 5;

/// The body of a call with this message.
pub fn framed(message: &impl Message) -> Bytes {
    let length = message.encoded_len();
    let mut body = BytesMut::with_capacity(PREFIX + length);
    body.put_u8(0);
    body.put_u32(length as u32);
    message.encode_raw(&mut body);
    body.freeze()
}

/// The message of an answer that has one.
pub fn unframed(mut body: Bytes) -> Result<Bytes, String> {
    if body.len() < PREFIX || body.get_u8() != 0 || body.get_u32() as usize != body.len() {
        return Err("the answer is not one uncompressed message".to_owned());
    }
    Ok(body)
}

#[cfg(test)]
mod tests {
    use contracts::customer::v1::SearchCustomersResponse;

    use super::*;

    #[test]
    fn a_framed_message_comes_back() {
        let message =
            SearchCustomersResponse { next_page_token: "next".to_owned(), ..SearchCustomersResponse::default() };
        assert_eq!(unframed(framed(&message)).unwrap(), message.encode_to_vec());
    }

    #[test]
    fn an_answer_that_is_cut_off_is_refused() {
        let message =
            SearchCustomersResponse { next_page_token: "next".to_owned(), ..SearchCustomersResponse::default() };
        let body = framed(&message);
        for length in 0..body.len() {
            assert!(unframed(body.slice(..length)).is_err());
        }
    }
}
