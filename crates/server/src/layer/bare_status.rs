//! Refusals that tonic makes by itself, before a handler is reached. They come without details and under codes that blame
//! the server for what the caller sent.

use conventions::problem::Problem;
use http::Response;
use tonic::Status;
use tonic::body::Body;

use crate::{ServerSettings, refusal};

/// How tonic and prost begin what they say.
const TOO_LARGE: &str = "Error, decoded message length too large";
const TOO_LARGE_DECOMPRESSED: &str = "Error decompressing: size limit";
const UNDECODABLE: &str = "failed to decode Protobuf message: ";

/// The response, or the problem that tonic found with the request.
pub(crate) fn explain(response: Response<Body>, settings: &ServerSettings) -> Result<Response<Body>, Problem> {
    let headers = response.headers();
    if !headers.contains_key(Status::GRPC_STATUS) || headers.contains_key(Status::GRPC_STATUS_DETAILS) {
        return Ok(response);
    }
    let status = Status::from_header_map(headers);
    let message = status.as_ref().map(Status::message).unwrap_or_default();
    if message.starts_with(TOO_LARGE) || message.starts_with(TOO_LARGE_DECOMPRESSED) {
        Err(refusal::request_too_large(settings.request_bytes))
    } else if let Some(fault) = message.strip_prefix(UNDECODABLE) {
        Err(refusal::undecodable(fault))
    } else {
        Ok(response)
    }
}
