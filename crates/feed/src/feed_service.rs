//! FeedService, over the feeds of all services of the process.

use std::sync::Arc;
use std::time::Duration;

use access::log::{AccessLog, Act, Entry};
use access::{Action, DataClass, Decision, Principal, Relation};
use contracts::feed::v1::feed_service_server::FeedService;
use contracts::feed::v1::{ErrorReason, WatchRequest, WatchResponse};
use conventions::language::Language;
use conventions::problem::Problem;
use conventions::violations::{Validate, Violations, Wording, require};
use futures::stream::{BoxStream, StreamExt, TryStreamExt};
use journal::Place;
use telemetry::TraceContext;
use tokio_util::sync::CancellationToken;
use tonic::{Request, Response, Status};

use crate::publisher::{Audience, EventError, Publisher, WatchError};

/// How long a watch goes on. Then the caller asks again, with a token that is still good.
const LONGEST_WATCH: Duration = Duration::from_secs(3_600);
/// When a caller should try again after the database failed.
const RETRY: Duration = Duration::from_secs(1);
/// What the access log calls the entries of a feed.
const ENTITY_KIND: &str = "feed";

/// FeedService.
pub struct Feeds {
    publishers: Arc<[Publisher]>,
    access_log: AccessLog,
    end: CancellationToken,
}

#[tonic::async_trait]
impl FeedService for Feeds {
    type WatchStream = BoxStream<'static, Result<WatchResponse, Status>>;

    async fn watch(&self, request: Request<WatchRequest>) -> Result<Response<Self::WatchStream>, Status> {
        let language = Language::of(request.metadata());
        let (_, extensions, request) = request.into_parts();
        let opening = self.open(extensions.get(), extensions.get().copied(), request).await;
        let messages = opening.map_err(|problem| problem.into_status(language))?;
        let end = self.end.clone();
        let over = async move {
            tokio::select! {
                () = end.cancelled() => {}
                () = tokio::time::sleep(LONGEST_WATCH) => {}
            }
        };
        Ok(Response::new(messages.map_err(move |problem| problem.into_status(language)).take_until(over).boxed()))
    }
}

impl Feeds {
    /// The feeds of `publishers`. Watches end with `end`, which is to come before the server waits for calls under way.
    pub fn new(publishers: impl Into<Arc<[Publisher]>>, access_log: AccessLog, end: CancellationToken) -> Self {
        Self { publishers: publishers.into(), access_log, end }
    }

    async fn open(
        &self,
        caller: Option<&Principal>,
        trace: Option<TraceContext>,
        request: WatchRequest,
    ) -> Result<BoxStream<'static, Result<WatchResponse, Problem>>, Problem> {
        let (caller, audience) = caller.and_then(|caller| Some((caller, audience(caller)?))).ok_or_else(denied)?;
        let mut violations = Violations::default();
        request.validate(&mut violations);
        let publisher = self.publishers.iter().find(|publisher| publisher.service == request.service);
        if publisher.is_none() {
            let known: Vec<_> = self.publishers.iter().map(|publisher| publisher.service).collect();
            let known = known.join(", ");
            violations.field("service", |violations| {
                violations.add(format!("must be one of: {known}"), format!("须为其中之一：{known}"));
            });
        }
        let publisher = require(violations, publisher)?;
        let watch = Entry {
            tenant: Arc::clone(&caller.tenant),
            actor: caller.actor(),
            act: Act::Export,
            entity_kind: ENTITY_KIND,
            records: Vec::new(),
            classes: DataClass::Fact.into(),
            trace,
        };
        self.access_log.record(watch).await.map_err(|_| unavailable())?;
        let subject = format!("feeds/{}/partitions/{}", request.service, request.partition);
        let after = Place { sequence: request.after_sequence, hash: request.after_hash };
        let messages = publisher.watch(request.partition.into(), after, audience);
        Ok(messages.map_err(move |error| problem(error, &subject)).boxed())
    }
}

/// Whose entries a caller may watch, if any.
fn audience(caller: &Principal) -> Option<Audience> {
    let may = |action| access::decide(caller.roles, action, Relation::Other.into()) != Decision::Denied;
    match (may(Action::WatchFeed), may(Action::ActForTenant)) {
        (false, _) => None,
        (true, true) => Some(Audience::AllTenants),
        (true, false) => Some(Audience::Tenant(Arc::clone(&caller.tenant))),
    }
}

fn problem(error: WatchError, subject: &str) -> Problem {
    match &error {
        WatchError::Rewound { sequence } => {
            let wording = Wording::new(
                format!(
                    "there is no such hash at sequence {sequence}: forget what was built from the feed, and watch from 0"
                ),
                format!("序号 {sequence} 处没有该哈希值：请丢弃由该订阅生成的数据，并从 0 重新订阅"),
            );
            Problem::failed_precondition(ErrorReason::FeedRewound.as_str_name(), subject, wording)
                .with("sequence", sequence)
        }
        WatchError::Event { error: EventError::SchemaNewer, .. } => {
            let wording = Wording::new(
                "the next entry was written by a newer release; watch a server of that release",
                "下一条记录由更新版本写入；请连接该版本的服务器",
            );
            Problem::unavailable(ErrorReason::SchemaNewer.as_str_name(), wording, RETRY)
        }
        WatchError::Event { .. } => {
            tracing::error!(%error, feed = subject, "a feed stands still");
            let wording = Wording::new("the next entry cannot be read", "无法读取下一条记录");
            Problem::internal(ErrorReason::Internal.as_str_name(), wording)
        }
        WatchError::Database(error) => {
            tracing::warn!(%error, feed = subject, "a feed could not be read");
            unavailable()
        }
    }
}

fn denied() -> Problem {
    let wording =
        Wording::new("feeds are for services and for administrators of a tenant", "只有系统服务和租户管理员可以订阅");
    Problem::permission_denied(ErrorReason::PermissionDenied.as_str_name(), wording)
}

fn unavailable() -> Problem {
    let wording = Wording::new("the database cannot be reached", "数据库不可用");
    Problem::unavailable(ErrorReason::StorageUnavailable.as_str_name(), wording, RETRY)
}
