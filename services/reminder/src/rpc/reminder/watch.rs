//! WatchReminders: what becomes due, as it does. It reads the journal in its order, as every feed does: so nothing is left out, and
//! whoever comes back goes on where it was.

use std::collections::BTreeMap;
use std::sync::Arc;

use access::log::Act;
use access::{Action, ClassSet, DataClass};
use contracts::feed::v1::{Entry, WatchResponse};
use contracts::reminder::v1::{Notice, TaskEvent, WatchRemindersRequest, WatchRemindersResponse};
use data_encoding::BASE64URL_NOPAD;
use feed::{Audience, Publisher, WatchError};
use futures::stream::{self, Stream, StreamExt};
use journal::{PARTITIONS, Place};
use prost::{Message, Name};
use uuid::Uuid;

use crate::call::Call;
use crate::error::{Error, Objection};
use crate::rpc::fields::reference;
use crate::standing::Concern;
use crate::store::task::KIND;
use crate::{NAME, event};

/// What the tenant's key encrypts here.
const PURPOSE: &str = "resume_token";

/// Where each partition goes on: the sequence and the hash.
type Places = BTreeMap<i64, (i64, Vec<u8>)>;
type Heard = Result<WatchResponse, WatchError>;

/// A watch of one caller.
struct Watch {
    call: Call,
    assignee: Option<Uuid>,
    places: Places,
}

pub(super) async fn watch(
    call: Call,
    request: WatchRemindersRequest,
) -> Result<impl Stream<Item = Result<WatchRemindersResponse, Error>>, Error> {
    if call.scope(Action::ViewTasks).grants().next().is_none() {
        return Err(Error::PermissionDenied);
    }
    let journal = &call.service.records.journal;
    let places = match request.resume_token.as_str() {
        "" => {
            journal.order().heads().await?.into_iter().map(|(at, place)| (at, (place.sequence, place.hash))).collect()
        }
        token => read_token(&call, token)?,
    };
    let publisher = Publisher::new(NAME, journal, event::event);
    let tenant = Audience::Tenant(Arc::clone(call.tenant()));
    let partitions = places.iter().map(|(partition, (sequence, hash))| {
        let (partition, place) = (*partition, Place { sequence: *sequence, hash: hash.clone() });
        publisher.watch(partition, place, tenant.clone()).map(move |heard| (partition, heard)).boxed()
    });
    let heard = stream::select_all(partitions.collect::<Vec<_>>());
    let heard = heard.take_until(call.service.watches.clone().cancelled_owned()).boxed();
    let watch = Watch { assignee: reference(&request.assignee), places, call };
    Ok(stream::unfold(Some((heard, watch)), |state| async {
        let (mut heard, mut watch) = state?;
        let (partition, message) = heard.next().await?;
        match watch.take(partition, message).await {
            Ok(answers) => Some((Ok(answers), Some((heard, watch)))),
            Err(error) => Some((Err(error), None)),
        }
    })
    .flat_map(|answers| match answers {
        Ok(answers) => stream::iter(answers.into_iter().map(Ok).collect::<Vec<_>>()),
        Err(error) => stream::iter(vec![Err(error)]),
    }))
}

fn read_token(call: &Call, token: &str) -> Result<Places, Error> {
    let invalid = || Error::Objection(Objection::InvalidResumeToken);
    let sealed = BASE64URL_NOPAD.decode(token.as_bytes()).map_err(|_| invalid())?;
    let actor = call.caller.actor();
    let opened = call.keys.decrypt(PURPOSE, actor.as_bytes(), &sealed).map_err(|_| invalid())?;
    let places: Places = serde_json::from_slice(&opened).map_err(|_| invalid())?;
    if places.keys().copied().eq(0..PARTITIONS) { Ok(places) } else { Err(invalid()) }
}

impl Watch {
    /// What a message of a partition has for the caller: its notices, or a heartbeat.
    async fn take(&mut self, partition: i64, heard: Heard) -> Result<Vec<WatchRemindersResponse>, Error> {
        let message = heard.map_err(|error| match error {
            WatchError::Rewound { .. } => Error::Objection(Objection::WatchRewound),
            WatchError::Database(error) => error.into(),
            WatchError::Event { .. } => Error::SchemaNewer,
        })?;
        let (mut answers, mut ids) = (Vec::new(), Vec::new());
        for entry in message.entries {
            self.places.insert(partition, (entry.sequence, entry.hash.clone()));
            if let Some(notice) = self.notice(&entry).await? {
                ids.extend(Uuid::try_parse(&notice.task_id));
                answers.push(self.answer(Some(notice))?);
            }
        }
        if !ids.is_empty() {
            self.call.log(Act::List, KIND, ids, ClassSet::only(DataClass::Fact)).await?;
        }
        self.places.insert(partition, (message.sequence, message.hash));
        if answers.is_empty() {
            answers.push(self.answer(None)?);
        }
        Ok(answers)
    }

    /// What an entry tells the caller of.
    async fn notice(&self, entry: &Entry) -> Result<Option<Notice>, Error> {
        let event = entry.event.as_ref().filter(|event| event.type_url == TaskEvent::type_url());
        let Some(event) = event else { return Ok(None) };
        let event = TaskEvent::decode(event.value.as_slice()).map_err(|_| Error::Internal("an event is malformed"))?;
        let Some(notice) = event.notice else { return Ok(None) };
        let assignee = reference(&notice.assignee);
        let watchers: Vec<_> = notice.watchers.iter().filter_map(|watcher| reference(watcher)).collect();
        if self.assignee.is_some_and(|wanted| assignee != Some(wanted) && !watchers.contains(&wanted)) {
            return Ok(None);
        }
        let concern = Concern { assignee, watchers: &watchers, customer: reference(&notice.customer) };
        let listed = self.call.listed(self.call.scope(Action::ViewTasks), concern).await?;
        Ok(listed.map(|_| notice))
    }

    fn answer(&self, notice: Option<Notice>) -> Result<WatchRemindersResponse, Error> {
        let places = serde_json::to_vec(&self.places)?;
        let actor = self.call.caller.actor();
        let sealed = self.call.keys.encrypt(PURPOSE, actor.as_bytes(), &places)?;
        Ok(WatchRemindersResponse { notice, resume_token: BASE64URL_NOPAD.encode(&sealed) })
    }
}
