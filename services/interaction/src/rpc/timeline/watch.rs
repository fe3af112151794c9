//! WatchTimeline: what happens with a customer, as it does. It reads the journal in its order, as every feed does: so nothing is left
//! out, and whoever comes back goes on where it was.

use std::sync::Arc;

use access::log::Act;
use contracts::feed::v1::{Entry, WatchResponse};
use contracts::interaction::v1::{TimelineEntry, WatchTimelineRequest, WatchTimelineResponse};
use conventions::page::Query;
use feed::{Audience, Publisher, WatchError};
use futures::stream::{self, Stream, StreamExt};
use journal::{Place, partition_of};
use uuid::Uuid;

use super::record::At;
use super::visible::{TIMELINE, visible};
use crate::call::Call;
use crate::domain::activity::State;
use crate::error::{Error, Objection};
use crate::store::activity;
use crate::{NAME, event};

type Heard = Result<WatchResponse, WatchError>;
type Answers = Vec<Result<WatchTimelineResponse, Error>>;

/// A watch of one caller. The request is without its resume token, so that it is the same from call to call.
struct Watch {
    call: Call,
    request: WatchTimelineRequest,
    customer: Uuid,
}

pub(super) async fn watch(
    call: Call,
    mut request: WatchTimelineRequest,
) -> Result<impl Stream<Item = Result<WatchTimelineResponse, Error>>, Error> {
    let token = std::mem::take(&mut request.resume_token);
    let (customer, _) = visible(&call, &request.customer, &request.kinds).await?;
    let watch = Watch { customer: customer.id, request, call };
    let journal = &watch.call.service.records.journal;
    let partition = partition_of(watch.call.tenant(), watch.customer);
    let after = match watch.place(&token)? {
        Some(place) => place,
        None => journal.order().heads().await?.remove(&partition).unwrap_or_default(),
    };
    let tenant = Audience::Tenant(Arc::clone(watch.call.tenant()));
    let heard = Publisher::new(NAME, journal, event::event).watch(partition, after, tenant);
    let heard = heard.take_until(watch.call.service.watches.clone().cancelled_owned()).boxed();
    Ok(stream::unfold(Some((heard, watch)), |state| async {
        let (mut heard, watch) = state?;
        let (answers, error) = watch.take(heard.next().await?).await;
        match error {
            None => Some((answers, Some((heard, watch)))),
            Some(error) => Some((answers.into_iter().chain([Err(error)]).collect(), None)),
        }
    })
    .flat_map(|answers: Answers| stream::iter(answers)))
}

impl Watch {
    /// What a message of the partition has for the caller, or a heartbeat; and why the watch ends, if it does.
    async fn take(&self, heard: Heard) -> (Answers, Option<Error>) {
        let message = match heard {
            Ok(message) => message,
            Err(WatchError::Rewound { .. }) => return (Vec::new(), Some(Objection::WatchRewound.into())),
            Err(WatchError::Database(error)) => return (Vec::new(), Some(error.into())),
            Err(WatchError::Event { .. }) => return (Vec::new(), Some(Error::SchemaNewer)),
        };
        let mut answers = Vec::new();
        for entry in message.entries.iter().filter(|entry| entry.customer_id == self.customer.to_string()) {
            match self.told(entry).await {
                Ok(told) => answers.extend(told.map(Ok)),
                Err(error) => return (answers, Some(error)),
            }
        }
        // Whoever comes back does not read again what was not for it.
        let place = Place { sequence: message.sequence, hash: message.hash };
        match self.token(&place) {
            Ok(resume_token) => answers.push(Ok(WatchTimelineResponse { resume_token, ..Default::default() })),
            Err(error) => return (answers, Some(error)),
        }
        (answers, None)
    }

    /// What an entry tells the caller of.
    async fn told(&self, entry: &Entry) -> Result<Option<WatchTimelineResponse>, Error> {
        let Self { call, request, customer } = self;
        let (_, visible) = visible(call, &customer.to_string(), &request.kinds).await?;
        let Some((_, classes)) = visible.iter().find(|(kind, _)| *kind == entry.entity_kind) else { return Ok(None) };
        let malformed = || Error::Internal("an entry of the feed is malformed");
        let id = Uuid::try_parse(&entry.entity_id).map_err(|_| malformed())?;
        let records = &call.service.records;
        let row = activity::find(call.service.database(), call.tenant(), id).await?.ok_or_else(malformed)?;
        let left = records.journal.revision(call.tenant(), id, entry.revision).await?.ok_or_else(malformed)?;
        let is_erased = row.state == State::Erased.code();
        let record = At::Entry(&left, is_erased).record(call, *classes).await?;
        call.log(Act::View, TIMELINE, vec![id], *classes).await?;
        let place = Place { sequence: entry.sequence, hash: entry.hash.clone() };
        Ok(Some(WatchTimelineResponse {
            entry: Some(TimelineEntry { record }),
            change: entry.change_kind,
            resume_token: self.token(&place)?,
        }))
    }

    fn token(&self, place: &Place) -> Result<String, Error> {
        let actor = self.call.caller.actor();
        let query = Query::new(&self.call.keys, &actor, &self.request);
        Ok(query.token(&(place.sequence, &place.hash))?)
    }

    /// The place that a token stands for; none without a token.
    fn place(&self, token: &str) -> Result<Option<Place>, Error> {
        let actor = self.call.caller.actor();
        let query = Query::new(&self.call.keys, &actor, &self.request);
        let place: Option<(i64, Vec<u8>)> = query.cursor(token).map_err(|_| Objection::InvalidResumeToken)?;
        Ok(place.map(|(sequence, hash)| Place { sequence, hash }))
    }
}
