//! TaskService.

mod cancel;
mod complete;
mod create;
mod delegate;
mod get;
mod list;
mod snooze;
mod update;
