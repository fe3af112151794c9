//! Giving back what was handed over under a cause, portion by portion.

use access::log::Act;
use access::{ClassSet, DataClass};
use futures::future::join_all;
use futures::stream::{self, Stream, StreamExt};
use journal::{Caused, RecordKey};
use uuid::Uuid;

use super::given_back::{Given, Handing, given_back};
use super::{AT_ONCE, CallOf, ErrorOf, HandOver, MOST_CONFLICTS, REVERT, TRANSFER};
use crate::{Error, Serve};

/// What is asked for. The call that it is asked with has the cause under which records are given back.
pub struct Revert<H> {
    /// What is given back.
    pub what: H,
    /// The cause that is taken back: a transfer, or what took one back.
    pub cause: Uuid,
    /// Whether it is only told what would be given back.
    pub validate_only: bool,
}

/// What is told of it as it goes on.
pub struct RevertProgress<O> {
    /// The id of the cause of the changes that give back: at first.
    pub cause: Option<Uuid>,
    /// How many records the cause changed: at first.
    pub count: u64,
    /// What became of records.
    pub reverted: Vec<Reverted<O>>,
}

/// What became of a record.
pub struct Reverted<O> {
    /// Which one.
    pub key: RecordKey,
    /// What was done, or why nothing was.
    pub outcome: Result<Fate, Error<O>>,
}

/// What was done with a record.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Fate {
    /// It was given back.
    GivenBack,
    /// There was nothing to give back.
    Unchanged,
    /// It stays: somebody gave it to another since.
    Kept,
}

/// A revert while it runs.
struct Running<H: HandOver> {
    call: CallOf<H>,
    asked: Revert<H>,
}

type Progress<H> = RevertProgress<<<H as HandOver>::Service as Serve>::Objection>;

/// Gives back all that was handed over under a cause and is still whose the cause made it.
///
/// # Errors
/// [`Error::NotFound`] when nothing was handed over under it; those of the database.
pub async fn revert<H: HandOver>(
    call: CallOf<H>,
    asked: Revert<H>,
) -> Result<impl Stream<Item = Result<Progress<H>, ErrorOf<H>>> + Send + 'static, ErrorOf<H>> {
    let journal = &call.service.records().journal;
    match journal.cause_kind(call.tenant(), asked.cause).await?.as_deref() {
        Some(TRANSFER | REVERT) => {}
        Some(_) | None => return Err(Error::NotFound),
    }
    let count = journal.caused_count(call.tenant(), asked.cause, H::KINDS).await?;
    let first = RevertProgress { cause: Some(call.cause.id), count, reverted: Vec::new() };
    let running = Running { call, asked };
    let rest = stream::try_unfold((running, 0, Uuid::nil()), |(running, mut kind, mut after)| async move {
        while let Some(name) = H::KINDS.get(kind) {
            let caused = running.portion(name, after).await?;
            if let Some(last) = caused.last().map(|caused| caused.id) {
                let progress = running.give_back_all(name, &caused).await?;
                return Ok(Some((progress, (running, kind, last))));
            }
            (kind, after) = (kind + 1, Uuid::nil());
        }
        Ok(None)
    });
    Ok(stream::once(async { Ok(first) }).chain(rest))
}

impl<H: HandOver> Running<H> {
    async fn portion(&self, kind: &str, after: Uuid) -> Result<Vec<Caused>, ErrorOf<H>> {
        let journal = &self.call.service.records().journal;
        Ok(journal.caused(self.call.tenant(), self.asked.cause, kind, after, AT_ONCE).await?)
    }

    async fn give_back_all(&self, kind: &'static str, portion: &[Caused]) -> Result<Progress<H>, ErrorOf<H>> {
        let reverted = portion.iter().map(async |caused| {
            let key = RecordKey { kind, id: caused.id };
            Reverted { key, outcome: self.give_back(key, caused).await }
        });
        let reverted = join_all(reverted).await;
        if self.asked.validate_only {
            // Nothing is written that would tell of it.
            let ids = portion.iter().map(|caused| caused.id).collect();
            self.call.log(Act::List, kind, ids, ClassSet::only(DataClass::Fact)).await?;
        }
        Ok(RevertProgress { cause: None, count: 0, reverted })
    }

    async fn give_back(&self, key: RecordKey, caused: &Caused) -> Result<Fate, ErrorOf<H>> {
        let handings = self.handings(key.kind, caused).await?;
        for _ in 0..MOST_CONFLICTS {
            match self.give_back_once(key, &handings).await {
                Err(Error::EtagMismatch { .. }) => {}
                done => return done,
            }
        }
        self.give_back_once(key, &handings).await
    }

    async fn give_back_once(&self, key: RecordKey, handings: &[Handing]) -> Result<Fate, ErrorOf<H>> {
        let Self { call, asked } = self;
        let held = asked.what.held(call, key).await?.ok_or(Error::NotFound)?;
        match given_back(handings, held.assignee) {
            Given::Unchanged => Ok(Fate::Unchanged),
            Given::Kept => Ok(Fate::Kept),
            Given::Back(assignee) => {
                let record = asked.what.assigned(call, &held.record, assignee).await?;
                call.commit(call.write(None, Vec::new(), Vec::new(), record), asked.validate_only).await?;
                Ok(Fate::GivenBack)
            }
        }
    }

    /// Who had to see to a record before each change of the cause, and since, oldest first.
    async fn handings(&self, kind: &'static str, caused: &Caused) -> Result<Vec<Handing>, ErrorOf<H>> {
        let mut handings = Vec::with_capacity(caused.revisions.len());
        for revision in &caused.revisions {
            let before = self.assignee_at(kind, caused.id, revision - 1).await?;
            handings.push(Handing { before, after: self.assignee_at(kind, caused.id, *revision).await? });
        }
        Ok(handings)
    }

    async fn assignee_at(&self, kind: &'static str, id: Uuid, revision: i64) -> Result<Option<Uuid>, ErrorOf<H>> {
        let entry = self.call.service.records().journal.revision(self.call.tenant(), id, revision).await?;
        let entry = entry.ok_or(Error::Internal("a revision that a cause made is not there"))?;
        let facts = entry.facts.ok_or(Error::Internal("an entry without facts"))?;
        Ok(H::assignee(kind, &facts)?)
    }
}
