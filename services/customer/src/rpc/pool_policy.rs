//! OwnershipService: the operations on the rules of the pool.

mod decode;
pub(crate) mod encode;
pub(super) mod get;
pub(super) mod update;
