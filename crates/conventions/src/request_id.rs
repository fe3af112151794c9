//! A request id makes a change repeatable (AIP-155): the same id with the same body answers the same record.

use contracts::validation::Wording;
use keyring::TenantKey;
use prost::Name;
use uuid::Uuid;

use crate::problem::{INVALID_FIELDS, Problem, REQUEST_ID_REUSED};
use crate::request_bytes;

/// What the key of the tenant is used for here.
const PURPOSE: &str = "request_id";

/// The request id of a request; none when it was left out.
///
/// # Errors
/// INVALID_ARGUMENT when it is no UUID, which the annotation of the field refuses before, or the one of zeros, which stands for none.
pub fn parse(request_id: &str) -> Result<Option<Uuid>, Problem> {
    if request_id.is_empty() {
        return Ok(None);
    }
    let wrong = match Uuid::try_parse(request_id) {
        Ok(id) if !id.is_nil() => return Ok(Some(id)),
        Ok(_) => Wording::new(
            "the UUID of zeros is none; use a random one, or leave it out",
            "全零 UUID 无效，请使用随机 UUID 或留空",
        ),
        Err(_) => Wording::new("not a UUID", "不是 UUID"),
    };
    Err(Problem::invalid_argument(INVALID_FIELDS, "request_id", wrong))
}

/// What tells the body of a request from any other, without revealing it. Take the request id out before, with
/// [`std::mem::take`].
pub fn fingerprint<R: Name>(key: &TenantKey, request: &R) -> [u8; 32] {
    key.digest(PURPOSE, &request_bytes::of(request))
}

/// INVALID_ARGUMENT: the request id came with another body before.
pub fn reused() -> Problem {
    let description = Wording::new(
        "was used in the last 7 days with another body; use a new one for a new request",
        "过去 7 天内已用于另一内容不同的请求，新请求请使用新的 request_id",
    );
    Problem::invalid_argument(REQUEST_ID_REUSED, "request_id", description)
}
