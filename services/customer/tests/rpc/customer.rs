//! CustomerService.

mod batch_create;
mod batch_get;
mod change_stage;
mod create;
mod delete;
mod erase;
mod get;
mod list;
mod list_revisions;
mod search;
mod undelete;
mod update;
mod verify_numbers;
