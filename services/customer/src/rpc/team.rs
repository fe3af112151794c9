//! The operations on teams, as StaffService names them.

pub(super) mod create;
pub(super) mod decode;
mod encode;
pub(super) mod get;
pub(super) mod list;
pub(super) mod update;
mod write;
