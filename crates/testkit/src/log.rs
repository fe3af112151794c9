//! What the code under test logs.

use std::io::{self, Write};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tracing::subscriber::DefaultGuard;
use tracing::{Level, Metadata};
use tracing_subscriber::fmt::MakeWriter;

use crate::run::Scope;

/// What any run may log: a machine that is slow or stands still for a while does this to code without a fault.
const OF_A_SLOW_MACHINE: [&str; 3] =
    ["canceling statement due to statement timeout", "pool timed out", "time to acquire exceeded slow threshold"];

/// Lets this run log warnings and errors that contain the text.
pub fn allow_log(text: &str) {
    Scope::current().log.state().allowed.push(text.to_owned());
}

/// What this run logged so far from level INFO up, a line an event.
pub fn logged() -> Vec<String> {
    Scope::current().log.state().events.iter().map(|event| event.line.clone()).collect()
}

/// The events of one run, gathered from all its threads.
#[derive(Clone, Default)]
pub(crate) struct Log(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    events: Vec<Event>,
    allowed: Vec<String>,
}

struct Event {
    level: Level,
    line: String,
}

impl Log {
    /// Gathers what this thread logs until the guard is dropped.
    pub(crate) fn listen(&self) -> DefaultGuard {
        let subscriber = tracing_subscriber::fmt()
            .with_max_level(Level::INFO)
            .with_ansi(false)
            .without_time()
            .with_writer(self.clone())
            .finish();
        tracing::subscriber::set_default(subscriber)
    }

    /// The warnings and errors until now that are not allowed, a line each.
    pub(crate) fn unlisted(&self) -> String {
        let state = self.state();
        let is_allowed = |event: &&Event| {
            let mut allowed = state.allowed.iter().map(String::as_str).chain(OF_A_SLOW_MACHINE);
            allowed.any(|text| event.line.contains(text))
        };
        let of_note = state.events.iter().filter(|event| event.level <= Level::WARN);
        of_note.filter(|event| !is_allowed(event)).map(|event| event.line.as_str()).collect()
    }

    /// Shows the log beside the failure of the test.
    pub(crate) fn print(&self) {
        for event in &self.state().events {
            print!("{}", event.line);
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = EventWriter;

    fn make_writer(&'a self) -> EventWriter {
        EventWriter { log: self.clone(), level: Level::INFO }
    }

    fn make_writer_for(&'a self, metadata: &Metadata<'_>) -> EventWriter {
        EventWriter { log: self.clone(), level: *metadata.level() }
    }
}

/// Takes the line of one event, which comes in one piece.
pub(crate) struct EventWriter {
    log: Log,
    level: Level,
}

impl Write for EventWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let line = String::from_utf8_lossy(bytes).into_owned();
        self.log.state().events.push(Event { level: self.level, line });
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
