//! What comes of all partitions of a publisher. One that is silent, or slow to answer, does not hold up the others.

use std::sync::Arc;
use std::time::Duration;

use contracts::feed::v1::WatchResponse;
use futures::stream::{self, BoxStream, StreamExt};
use journal::Place;
use tokio::time::timeout;

use crate::checkpoint::Places;
use crate::source::{Interruption, Messages, Source};

/// The longest silence of a partition: publishers send heartbeats more often.
const LONGEST_SILENCE: Duration = Duration::from_secs(30);
/// The most that is heard together.
const EVENTS_AT_ONCE: usize = 16;

/// A message and the partition that it is of.
pub(crate) type Message = (i64, WatchResponse);

/// What happens on the way of a partition.
enum Event {
    /// The publisher answers.
    Open,
    /// It tells something.
    Told(Message),
}

type Events = BoxStream<'static, Result<Event, Interruption>>;

/// All partitions of a publisher, from the places on to which they were taken in.
pub(crate) struct Hearing {
    events: BoxStream<'static, Vec<Result<Event, Interruption>>>,
    unopened: usize,
}

/// What was heard by the time it was asked for.
#[derive(Default)]
pub(crate) struct Heard {
    /// What was told, of each partition in order.
    pub(crate) messages: Vec<Message>,
    /// Whether the last partition was opened just now.
    pub(crate) opened: bool,
    /// Of those of which nothing comes any more a reason that weighs most.
    pub(crate) interruption: Option<Interruption>,
}

impl Hearing {
    pub(crate) fn new(source: &Arc<Source>, places: &Places) -> Self {
        let partitions = places.iter().map(|(partition, place)| events(Arc::clone(source), *partition, place.clone()));
        Self { events: stream::select_all(partitions).ready_chunks(EVENTS_AT_ONCE).boxed(), unopened: places.len() }
    }

    /// What comes next; none when nothing comes any more.
    pub(crate) async fn next(&mut self) -> Option<Heard> {
        let mut heard = Heard::default();
        for event in self.events.next().await? {
            match event {
                Ok(Event::Told(message)) => heard.messages.push(message),
                Ok(Event::Open) => {
                    self.unopened -= 1;
                    heard.opened = self.unopened == 0;
                }
                Err(Interruption::Rewound) => heard.interruption = Some(Interruption::Rewound),
                Err(error) => heard.interruption = heard.interruption.or(Some(error)),
            }
        }
        Some(heard)
    }
}

/// What happens on the way of a partition, and why no more does: an end without an error, or silence, is one too.
fn events(source: Arc<Source>, partition: i64, place: Place) -> Events {
    let opening = async move {
        match timeout(LONGEST_SILENCE, source.watch(partition, place)).await.unwrap_or(Err(Interruption::Silent)) {
            Ok(messages) => stream::once(async { Ok(Event::Open) }).chain(told(partition, messages)).boxed(),
            Err(interruption) => stream::once(async { Err(interruption) }).boxed(),
        }
    };
    stream::once(opening).flatten().boxed()
}

fn told(partition: i64, messages: Messages) -> Events {
    let messages = stream::unfold(Some(messages), move |messages| async move {
        let mut messages = messages?;
        let message = match timeout(LONGEST_SILENCE, messages.next()).await {
            Ok(Some(message)) => message,
            Ok(None) => Err(Interruption::Ended),
            Err(_) => Err(Interruption::Silent),
        };
        let rest = message.is_ok().then_some(messages);
        Some((message.map(|message| Event::Told((partition, message))), rest))
    });
    messages.boxed()
}
