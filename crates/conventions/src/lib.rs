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
mod tenant_header;
pub mod time;
pub mod violations;

pub use tenant_header::TENANT_HEADER;
