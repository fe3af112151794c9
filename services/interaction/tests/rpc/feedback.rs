//! FeedbackService.

mod create;
mod delete;
mod get;
mod list;
mod list_revisions;
mod undelete;
mod update;
