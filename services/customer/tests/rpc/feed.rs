//! FeedService, over the feed of this service.

mod watch;
