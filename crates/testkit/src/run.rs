//! A test's surroundings: a runtime, what was logged on its threads, and what is removed when all of it has ended.

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::{Arc, Mutex, PoisonError};

use tempfile::TempDir;
use tokio::runtime::Builder;
use tracing::subscriber::DefaultGuard;

use crate::log::Log;
use crate::postgres::Created;

/// Threads of a run: more than one, so that what can run at once does.
const THREADS: usize = 2;

/// Runs the test on a runtime of its own. It fails if something logs a warning or an error that was not listed by
/// [`allow_log`](crate::allow_log). Databases and folders that it took stay until its last task has ended.
pub fn run<T>(test: impl Future<Output = T>) -> T {
    let scope = Scope::default();
    let entered = scope.clone();
    let runtime = Builder::new_multi_thread()
        .worker_threads(THREADS)
        .enable_all()
        .on_thread_start(move || entered.enter())
        .on_thread_stop(Scope::leave)
        .build()
        .expect("a runtime can be started");

    scope.enter();
    let outcome = catch_unwind(AssertUnwindSafe(|| runtime.block_on(test)));
    // What the test left open is dropped in the midst of its work, in any order: what it says of that is no fault.
    let unlisted = scope.log.unlisted();
    // Its tasks end before their databases go.
    drop(runtime);
    Scope::leave();
    scope.remove_remains();

    match outcome {
        Ok(value) => {
            assert!(unlisted.is_empty(), "the test logged what it did not list with `allow_log`:\n{unlisted}");
            value
        }
        Err(panic) => {
            scope.log.print();
            resume_unwind(panic)
        }
    }
}

/// What belongs to one run. Clones are the same.
#[derive(Clone, Default)]
pub(crate) struct Scope {
    pub(crate) log: Log,
    remains: Arc<Mutex<Vec<Remains>>>,
}

/// What is removed when it is dropped.
pub(crate) enum Remains {
    Folder { _folder: TempDir },
    Database { _created: Created },
}

thread_local! {
    static CURRENT: RefCell<Option<(Scope, DefaultGuard)>> = const { RefCell::new(None) };
}

impl Scope {
    /// The scope of the run to which this thread belongs.
    #[track_caller]
    pub(crate) fn current() -> Self {
        let current = CURRENT.with_borrow(|current| current.as_ref().map(|(scope, _)| scope.clone()));
        current.expect("this needs a run: write the test with `on_both_engines!` or within `testkit::run`")
    }

    /// Keeps what a test took until the run is over.
    pub(crate) fn keep(&self, remains: Remains) {
        self.remains.lock().unwrap_or_else(PoisonError::into_inner).push(remains);
    }

    /// Said outright, since whatever the test left open keeps a handle of the runtime, and with it this scope.
    fn remove_remains(&self) {
        self.remains.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    fn enter(&self) {
        let guard = self.log.listen();
        CURRENT.set(Some((self.clone(), guard)));
    }

    fn leave() {
        CURRENT.set(None);
    }
}
