//! DormancyService.

mod create;
mod delete;
mod get;
mod list;
mod preview;
mod update;
