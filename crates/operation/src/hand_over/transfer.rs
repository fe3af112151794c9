//! Handing over, portion by portion, under one cause.

use access::log::Act;
use access::{ClassSet, DataClass};
use futures::future::join_all;
use futures::stream::{self, Stream, StreamExt};
use journal::{ChangeKind, Outcome, RecordKey, RequestClaim};
use uuid::Uuid;

use super::{AT_ONCE, CallOf, ErrorOf, HandOver, Held, MOST_CONFLICTS};
use crate::{Error, Serve};

/// What is asked for. The call that it is asked with has the cause.
pub struct Transfer<H> {
    /// What is handed over.
    pub what: H,
    /// By whom.
    pub from: Uuid,
    /// To whom.
    pub to: Uuid,
    /// Goes with the first record: who asks again with the same request id finds the cause there.
    pub request: Option<RequestClaim>,
    /// Whether it is only told what would be handed over.
    pub validate_only: bool,
}

/// What is told of it as it goes on.
pub struct TransferProgress<O> {
    /// The id of the cause: at first, and again when another call with the same request id came first.
    pub cause: Option<Uuid>,
    /// How many records there are to hand over: at first.
    pub count: u64,
    /// What became of records. One that somebody else took up meanwhile, or settled, is not among them.
    pub transferred: Vec<Transferred<O>>,
}

/// What became of a record.
pub struct Transferred<O> {
    /// Which one.
    pub key: RecordKey,
    /// Why it was not handed over, if it was not.
    pub outcome: Result<(), Error<O>>,
}

/// Where it goes on.
#[derive(Clone, Copy)]
struct Place {
    kind: usize,
    after: Uuid,
}

/// A transfer while it runs.
struct Running<H: HandOver> {
    call: CallOf<H>,
    asked: Transfer<H>,
}

/// What one attempt at a record came to.
enum Done {
    Given,
    /// It is no longer there to be handed over.
    Elsewhere,
    /// Another call with the same request id came first, under this cause.
    Before(Uuid),
}

type Progress<H> = TransferProgress<<<H as HandOver>::Service as Serve>::Objection>;

/// Hands over all that a member of staff has yet to see to.
///
/// # Errors
/// Those of the database; a request id that was used for something else.
pub async fn transfer<H: HandOver>(
    call: CallOf<H>,
    mut asked: Transfer<H>,
) -> Result<impl Stream<Item = Result<Progress<H>, ErrorOf<H>>> + Send + 'static, ErrorOf<H>> {
    asked.request = asked.request.filter(|_| !asked.validate_only);
    let before = match &asked.request {
        Some(claim) => call.service.records().journal.answered(call.tenant(), claim).await?,
        None => None,
    };
    let mut running = Running { call, asked };
    if let Some(Outcome::Replayed { id, revision, .. }) = before {
        let cause = running.cause_of(id, revision).await?;
        running.go_on(cause);
    }
    let first =
        TransferProgress { cause: Some(running.call.cause.id), count: running.count().await?, transferred: Vec::new() };
    let rest =
        stream::try_unfold((running, Place { kind: 0, after: Uuid::nil() }), |(mut running, place)| async move {
            let Some((portion, next)) = running.portion(place).await? else { return Ok(None) };
            let progress = running.give_all(portion).await?;
            Ok(Some((progress, (running, next))))
        });
    Ok(stream::once(async { Ok(first) }).chain(rest))
}

impl<H: HandOver> Running<H> {
    async fn count(&self) -> Result<u64, ErrorOf<H>> {
        let mut count = 0;
        for kind in H::KINDS {
            count += self.asked.what.count(&self.call, kind, self.asked.from).await?;
        }
        Ok(count)
    }

    /// The next records, and where it goes on behind them.
    async fn portion(&self, mut place: Place) -> Result<Option<(Vec<Held<H::Record>>, Place)>, ErrorOf<H>> {
        while let Some(kind) = H::KINDS.get(place.kind) {
            let portion = self.asked.what.portion(&self.call, kind, self.asked.from, place.after, AT_ONCE).await?;
            if let Some(last) = portion.last().map(|held| held.key.id) {
                return Ok(Some((portion, Place { after: last, ..place })));
            }
            place = Place { kind: place.kind + 1, after: Uuid::nil() };
        }
        Ok(None)
    }

    /// Goes on under the cause of an earlier call with the same request id.
    fn go_on(&mut self, cause: Uuid) {
        self.call.cause.id = cause;
        self.asked.request = None;
    }

    /// The cause of the change that made a revision.
    async fn cause_of(&self, id: Uuid, revision: i64) -> Result<Uuid, ErrorOf<H>> {
        let entry = self.call.service.records().journal.revision(self.call.tenant(), id, revision).await?;
        Ok(entry.ok_or(Error::Internal("an answered request has no entry"))?.cause.1)
    }

    async fn give_all(&mut self, portion: Vec<Held<H::Record>>) -> Result<Progress<H>, ErrorOf<H>> {
        let mut progress = TransferProgress { cause: None, count: 0, transferred: Vec::new() };
        let mut portion = portion.into_iter();
        // One by one, until one has carried the request id.
        while self.asked.request.is_some() {
            let Some(held) = portion.next() else { break };
            let mut done = self.give(&held).await;
            if let Ok(Done::Before(cause)) = done {
                self.go_on(cause);
                // The other call tells its caller of a new cause, and both go on under it.
                progress.cause = Some(cause);
                done = self.give(&held).await;
            } else if matches!(done, Ok(Done::Given)) {
                self.asked.request = None;
            }
            note(&mut progress, held.key, done);
        }
        let rest: Vec<_> = portion.collect();
        let outcomes = join_all(rest.iter().map(|held| self.give(held))).await;
        for (held, done) in rest.iter().zip(outcomes) {
            note(&mut progress, held.key, done);
        }
        if let Some(kind) = rest.first().map(|held| held.key.kind).filter(|_| self.asked.validate_only) {
            // Nothing is written that would tell of it.
            let ids = rest.iter().map(|held| held.key.id).collect();
            self.call.log(Act::List, kind, ids, ClassSet::only(DataClass::Fact)).await?;
        }
        Ok(progress)
    }

    async fn give(&self, held: &Held<H::Record>) -> Result<Done, ErrorOf<H>> {
        let mut done = self.give_once(held).await;
        for _ in 0..MOST_CONFLICTS {
            if !matches!(done, Err(Error::EtagMismatch { .. })) {
                break;
            }
            let found = self.asked.what.held(&self.call, held.key).await?;
            match found.filter(|held| held.is_open && held.assignee == Some(self.asked.from)) {
                Some(held) => done = self.give_once(&held).await,
                None => return Ok(Done::Elsewhere),
            }
        }
        done
    }

    async fn give_once(&self, held: &Held<H::Record>) -> Result<Done, ErrorOf<H>> {
        let Self { call, asked } = self;
        asked.what.let_in(call, &held.record, asked.to, asked.validate_only).await?;
        let mut record = asked.what.assigned(call, &held.record, Some(asked.to)).await?;
        record.change = ChangeKind::Transferred;
        let write = call.write(asked.request.clone(), Vec::new(), Vec::new(), record);
        match call.commit(write, asked.validate_only).await? {
            Outcome::Committed(_) => Ok(Done::Given),
            Outcome::Replayed { id, revision, .. } => Ok(Done::Before(self.cause_of(id, revision).await?)),
        }
    }
}

fn note<O>(progress: &mut TransferProgress<O>, key: RecordKey, done: Result<Done, Error<O>>) {
    let outcome = match done {
        Ok(Done::Given) => Ok(()),
        Ok(Done::Elsewhere | Done::Before(_)) => return,
        Err(error) => Err(error),
    };
    progress.transferred.push(Transferred { key, outcome });
}
