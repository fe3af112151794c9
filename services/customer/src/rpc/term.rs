//! The operations on terms, as VocabularyService names them.

pub(super) mod create;
pub(super) mod decode;
pub(crate) mod encode;
pub(super) mod get;
pub(super) mod list;
pub(super) mod list_revisions;
pub(super) mod update;
mod write;
