//! ReminderService.

mod create;
mod delete;
mod get;
mod list;
mod simulate;
mod update;
mod watch;
