//! TransactionService.

mod create;
mod get;
mod import;
mod list;
mod list_revisions;
mod refund;
