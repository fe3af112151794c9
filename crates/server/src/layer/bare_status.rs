//! Refusals that tonic makes by itself, before a handler is reached or after it has answered. They come without details, and
//! some under codes that blame the server for what the caller sent.

use conventions::problem::Problem;
use http::{HeaderMap, Response};
use tonic::body::Body;
use tonic::{Code, Status};

use crate::{ServerSettings, refusal};

/// How tonic and prost begin what they say.
const TOO_LARGE: &str = "Error, decoded message length too large";
const TOO_LARGE_DECOMPRESSED: &str = "Error decompressing: size limit";
const UNDECODABLE: &str = "failed to decode Protobuf message: ";
const ANSWER_TOO_LARGE: &str = "Error, encoded message length too large";

/// The response, or the problem that tonic found with the request.
pub(crate) fn explain(response: Response<Body>, settings: &ServerSettings) -> Result<Response<Body>, Problem> {
    explained(response.headers(), settings).map_or(Ok(response), Err)
}

/// The problem that the headers or trailers of a response tell of without details.
pub(crate) fn explained(headers: &HeaderMap, settings: &ServerSettings) -> Option<Problem> {
    if !headers.contains_key(Status::GRPC_STATUS) || headers.contains_key(Status::GRPC_STATUS_DETAILS) {
        return None;
    }
    let status = Status::from_header_map(headers)?;
    let message = status.message();
    if message.starts_with(TOO_LARGE) || message.starts_with(TOO_LARGE_DECOMPRESSED) {
        Some(refusal::request_too_large(settings.request_bytes))
    } else if message.starts_with(ANSWER_TOO_LARGE) {
        Some(refusal::response_too_large(settings.response_bytes))
    } else if status.code() == Code::Unimplemented {
        Some(refusal::unknown_method())
    } else {
        message.strip_prefix(UNDECODABLE).map(refusal::undecodable)
    }
}
