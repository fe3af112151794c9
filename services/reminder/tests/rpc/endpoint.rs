//! EndpointService.

mod create;
mod delete;
mod get;
mod list;
mod rotate_secret;
mod update;
