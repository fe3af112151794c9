//! Slots made ahead of need.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures::FutureExt;
use futures::future::{BoxFuture, Shared};

use crate::pages::Pages;
use crate::{Error, KeySlot};

/// Pages made in one commit.
const PAGES_AT_ONCE: usize = 8;
/// When fewer slots than this are ready, more are made: what an import takes while a slow disk commits.
const LOW_WATER: usize = 512;

type Filling = Shared<BoxFuture<'static, Result<(), Error>>>;

/// The slots that this process made and has not given out. They are lost when it ends: at most 1,024, or 34 KiB of wrapped
/// pages, each time.
pub(crate) struct Supply {
    pages: Arc<Pages>,
    stock: Mutex<Stock>,
}

#[derive(Default)]
struct Stock {
    ready: VecDeque<KeySlot>,
    filling: Option<Filling>,
}

impl Supply {
    pub(crate) fn new(pages: Arc<Pages>) -> Arc<Self> {
        Arc::new(Self { pages, stock: Mutex::default() })
    }

    /// A slot that was never given out. Waits only when none is ready.
    pub(crate) async fn take(self: &Arc<Self>) -> Result<KeySlot, Error> {
        loop {
            let filling = {
                let mut stock = self.stock();
                let slot = stock.ready.pop_front();
                let filling = (stock.ready.len() < LOW_WATER).then(|| self.filling(&mut stock));
                match (slot, filling) {
                    (Some(slot), _) => return Ok(slot),
                    (None, filling) => filling,
                }
            };
            if let Some(filling) = filling {
                filling.await?;
            }
        }
    }

    /// Takes back a slot under whose key nothing was kept.
    pub(crate) fn give_back(&self, slot: KeySlot) {
        self.stock().ready.push_front(slot);
    }

    /// The filling under way, or else a new one. It goes on whether or not somebody waits for it.
    fn filling(self: &Arc<Self>, stock: &mut Stock) -> Filling {
        match &stock.filling {
            Some(filling) if filling.peek().is_none() => filling.clone(),
            _ => {
                let filling = Arc::clone(self).fill().boxed().shared();
                tokio::spawn(filling.clone());
                stock.filling.insert(filling).clone()
            }
        }
    }

    async fn fill(self: Arc<Self>) -> Result<(), Error> {
        let slots = self.pages.create(PAGES_AT_ONCE).await.inspect_err(|error| {
            tracing::warn!(%error, "no keys could be made ahead of need");
        })?;
        self.stock().ready.extend(slots);
        Ok(())
    }

    fn stock(&self) -> MutexGuard<'_, Stock> {
        self.stock.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
