//! TransactionService.

mod create;
mod delete;
mod get;
mod import;
mod list;
mod list_revisions;
mod refund;
mod undelete;
mod update;
