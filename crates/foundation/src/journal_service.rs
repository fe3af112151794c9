//! JournalService, over the journals of all services of the process.

use std::sync::Arc;

use access::{Action, Decision, Principal, PrincipalKind, Relation};
use contracts::customer::v1::ErrorReason;
use contracts::journal::v1::journal_service_server::JournalService;
use contracts::journal::v1::{ChainHead, VerifyJournalRequest, VerifyJournalResponse};
use conventions::language::Language;
use conventions::problem::Problem;
use conventions::violations::{Validate, Violations, Wording, require_none};
use futures::stream::BoxStream;
use journal::{Journal, StateTable, Verification};
use tokio::sync::mpsc;
use tokio_stream::StreamExt;
use tokio_stream::wrappers::ReceiverStream;
use tonic::{Request, Response, Status};

/// Messages that may wait for the caller.
const WAITING_MESSAGES: usize = 4;

/// The journal of a service, and the tables of its records.
pub struct Verifiable {
    /// The name of the service.
    pub service: &'static str,
    /// Its journal.
    pub journal: Journal,
    /// The tables of its records.
    pub tables: Vec<&'static StateTable>,
}

/// JournalService.
pub struct Journals(pub Arc<[Verifiable]>);

#[tonic::async_trait]
impl JournalService for Journals {
    type VerifyJournalStream = BoxStream<'static, Result<VerifyJournalResponse, Status>>;

    async fn verify_journal(
        &self,
        request: Request<VerifyJournalRequest>,
    ) -> Result<Response<Self::VerifyJournalStream>, Status> {
        let language = Language::of(request.metadata());
        let verifying = self.verify(request.extensions().get(), request.get_ref());
        let messages = verifying.map_err(|problem| problem.into_status(language))?;
        let messages = messages.map(move |message| message.map_err(|problem| problem.into_status(language)));
        Ok(Response::new(Box::pin(messages)))
    }
}

type Message = Result<VerifyJournalResponse, Problem>;

impl Journals {
    fn verify(
        &self,
        caller: Option<&Principal>,
        request: &VerifyJournalRequest,
    ) -> Result<ReceiverStream<Message>, Problem> {
        // A journal holds the entries of all tenants, so the administrator of one may not read what is found in it.
        let allowed = caller.is_some_and(|principal| {
            let decision = access::decide(principal.roles, Action::VerifyJournal, Relation::Other.into());
            decision != Decision::Denied && principal.kind != PrincipalKind::Staff
        });
        if !allowed {
            let wording = Wording::new("your roles do not allow this", "您的角色无权执行此操作");
            return Err(Problem::permission_denied(ErrorReason::PermissionDenied.as_str_name(), wording));
        }
        let mut violations = Violations::default();
        request.validate(&mut violations);
        let index = self.0.iter().position(|verifiable| verifiable.service == request.service);
        if index.is_none() {
            let known: Vec<_> = self.0.iter().map(|verifiable| verifiable.service).collect();
            let known = known.join(", ");
            violations.field("service", |violations| {
                violations.add(format!("must be one of: {known}"), format!("须为其中之一：{known}"));
            });
        }
        require_none(violations)?;
        let (messages, received) = mpsc::channel(WAITING_MESSAGES);
        let journals = Arc::clone(&self.0);
        tokio::spawn(async move {
            if let Some(verifiable) = index.and_then(|index| journals.get(index)) {
                run(verifiable, &messages).await;
            }
        });
        Ok(ReceiverStream::new(received))
    }
}

/// Verifies until it is done or the caller goes away.
async fn run(verifiable: &Verifiable, messages: &mpsc::Sender<Message>) {
    let verifying = verifiable.journal.verify(&verifiable.tables, |verification| {
        // A caller who is slow misses some of the progress.
        let _ = messages.try_send(Ok(progress(verification)));
    });
    let result = tokio::select! {
        result = verifying => result,
        () = messages.closed() => return,
    };
    let last = match result {
        Ok(verification) => Ok(VerifyJournalResponse {
            done: true,
            heads: verification.heads.iter().map(head).collect(),
            faults: verification.faults.clone(),
            ..progress(&verification)
        }),
        Err(error) => {
            tracing::warn!(%error, "a journal could not be verified");
            let wording = Wording::new("the database cannot be reached", "数据库不可用");
            Err(Problem::unavailable(
                ErrorReason::StorageUnavailable.as_str_name(),
                wording,
                std::time::Duration::from_secs(1),
            ))
        }
    };
    let _ = messages.send(last).await;
}

fn progress(verification: &Verification) -> VerifyJournalResponse {
    VerifyJournalResponse {
        verified_count: verification.verified,
        entry_count: verification.entries,
        ..VerifyJournalResponse::default()
    }
}

fn head(head: &journal::Head) -> ChainHead {
    ChainHead {
        partition: i32::try_from(head.partition).unwrap_or_default(),
        sequence: head.sequence,
        hash: head.hash.iter().map(|byte| format!("{byte:02x}")).collect(),
    }
}
