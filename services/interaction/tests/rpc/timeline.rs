//! TimelineService.

mod get_summary;
mod list;
mod watch;
