//! Every name under which traces and metrics are known outside, all in one place.
//!
//! Those without a prefix of our own are OpenTelemetry's semantic conventions: RPC 1.44, resources 1.44.

/// The instrumentation scope of all spans and metrics.
pub const SCOPE: &str = "dossier";

/// The resource attribute that tells one process of a service from another.
pub const SERVICE_INSTANCE_ID: &str = "service.instance.id";
/// The resource attribute that groups the services of the platform; its value is [`SCOPE`].
pub const SERVICE_NAMESPACE: &str = "service.namespace";
/// The resource attribute for the release.
pub const SERVICE_VERSION: &str = "service.version";

/// The histogram of how long calls took, in seconds; a stream's is all of its life.
pub const CALL_DURATION: &str = "rpc.server.call.duration";
/// The calls under way.
pub const CALLS_UNDER_WAY: &str = "dossier.server.calls_under_way";
/// The counter of calls refused because as many were under way as the server takes.
pub const CALLS_SHED: &str = "dossier.server.calls_shed";
/// The open connections.
pub const CONNECTIONS: &str = "dossier.server.connections";

/// The gauge of whether a consumer of a feed hears from it: 0 or 1.
pub const FEED_FOLLOWING: &str = "dossier.feed.following";
/// The gauge of whether a consumer of a feed stopped because entries are missing: 0 or 1.
pub const FEED_STOPPED: &str = "dossier.feed.stopped";
/// The gauge of when a consumer took in what it heard last, in seconds since 1970.
pub const FEED_LAST_HEARD: &str = "dossier.feed.last_heard_timestamp";
/// The histogram of how long after they were recorded entries were taken in, in seconds.
pub const FEED_LAG: &str = "dossier.feed.lag";

/// The histogram of how many writes a journal writes together.
pub const JOURNAL_BATCH_SIZE: &str = "dossier.journal.batch_size";
/// The gauge of the entries of a journal that wait for their place in the order.
pub const JOURNAL_BACKLOG: &str = "dossier.journal.backlog";

/// The histogram of how long after its time what was due fired, in seconds.
pub const REMINDER_LATENESS: &str = "dossier.reminder.lateness";
/// The counter of attempts to deliver, by [`OUTCOME`].
pub const REMINDER_DELIVERIES: &str = "dossier.reminder.deliveries";

/// The service that consumes a feed or has a journal: several may share a process.
pub const SERVICE: &str = "dossier.service";
/// The service whose feed is consumed.
pub const FEED: &str = "dossier.feed";
/// What came of an attempt to deliver: `delivered`, `failed`, `dead`.
pub const OUTCOME: &str = "dossier.outcome";

/// The kind of RPC; its value is [`GRPC`].
pub const RPC_SYSTEM: &str = "rpc.system.name";
/// The value of [`RPC_SYSTEM`].
pub const GRPC: &str = "grpc";
/// The full name of the method, such as `dossier.customer.v1.CustomerService/GetCustomer`.
pub const RPC_METHOD: &str = "rpc.method";
/// The value of [`RPC_METHOD`] for a call to no method of the contract: its path is the caller's text.
pub const OTHER_METHOD: &str = "_OTHER";
/// The name of the gRPC status code, such as `NOT_FOUND`.
pub const RPC_STATUS: &str = "rpc.response.status_code";
/// The same again, where the code says that the server failed rather than its caller.
pub const ERROR_TYPE: &str = "error.type";

/// The span of a consumer that takes in what a call did begins with this; the name of the publisher follows.
pub const CONSUME: &str = "consume";

/// `ErrorInfo.reason`, as in the contract's `error_reason.proto`.
pub const REASON: &str = "dossier.reason";
/// The kind of caller: `staff`, `service`, `local`.
pub const PRINCIPAL: &str = "dossier.principal";
/// The caller's tenant.
pub const TENANT: &str = "dossier.tenant";
