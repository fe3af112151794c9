//! The house rules of the contract as code: paging, masks, etags, problems, request ids.

pub mod etag;
pub mod fields;
pub mod language;
pub mod mask;
pub mod page;
pub mod problem;
pub mod record_state;
mod request_bytes;
pub mod request_id;
pub mod time;
pub mod violations;
