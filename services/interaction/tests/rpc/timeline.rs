//! TimelineService.

mod list;
