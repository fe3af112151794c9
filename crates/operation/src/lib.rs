//! The frame of every operation of every service: who calls, what is answered, what goes wrong, and how records about persons are
//! sealed, handed over and erased.
//!
//! A service implements [`Serve`]; its tonic methods hand the request and the operation to [`Serve::answer`]. An operation gets its
//! [`Call`] and answers a value or an [`Error`].

mod answer;
mod call;
pub mod erasure;
mod error;
pub mod etag;
pub mod hand_over;
pub mod list_order;
mod once;
mod sealed;

pub use answer::Serve;
pub use call::Call;
pub use error::Error;
pub use once::Answer;
pub use sealed::{Kept, LARGEST_RECORD, Place, read_facts};
