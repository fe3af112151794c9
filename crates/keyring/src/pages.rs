//! The pages of a keyring: read through a cache, added, changed by compare-and-swap.

use std::sync::Arc;
use std::time::Duration;

use clock::Clock;
use database::Database;
use moka::future::Cache;
use moka::ops::compute::Op;
use uuid::Uuid;

use crate::master::MasterKeys;
use crate::page::{Keys, Page};
use crate::store::key_page;
use crate::{Error, KeySlot};

/// Memory of the page cache, in bytes: about 1.8 million keys.
const CACHE_BYTES: u64 = 64 << 20;
/// What a page takes in the cache, in bytes: its keys, and what is kept of it beside them.
const PAGE_BYTES: u32 = (size_of::<[[u8; 32]; 64]>() + size_of::<Page>() + 160) as u32;
/// How long what was read counts: after it, a shred in another process is known here.
const FRESH: Duration = Duration::from_secs(60);
/// How often a change is tried when others change the same page.
const ATTEMPTS: usize = 100;

/// The pages of a keyring.
pub(crate) struct Pages {
    database: Database,
    masters: Arc<MasterKeys>,
    clock: Clock,
    cache: Cache<Uuid, Arc<Page>>,
}

impl Pages {
    pub(crate) fn new(database: Database, masters: Arc<MasterKeys>, clock: Clock) -> Self {
        let cache = Cache::builder()
            .weigher(|_, _| PAGE_BYTES)
            .max_capacity(CACHE_BYTES)
            // What counts is decided below, by the keyring's clock. This one wipes what nobody asks for any more.
            .time_to_live(FRESH)
            .build();
        Self { database, masters, clock, cache }
    }

    /// A page as it was at most [`FRESH`] ago. Those who miss the same page wait for one reading.
    pub(crate) async fn get(&self, id: Uuid) -> Result<Arc<Page>, Error> {
        if let Some(page) = self.cache.get(&id).await
            && self.is_fresh(&page)
        {
            return Ok(page);
        }
        let read = self.cache.entry(id).and_try_compute_with(async |cached| match cached {
            Some(entry) if self.is_fresh(entry.value()) => Ok(Op::Nop),
            _ => Ok::<_, Error>(Op::Put(self.read(id).await?)),
        });
        read.await?.into_entry().map(|entry| entry.into_value()).ok_or(Error::Missing { page: id })
    }

    async fn read(&self, id: Uuid) -> Result<Arc<Page>, Error> {
        let read_time = self.clock.now();
        Ok(Arc::new(key_page::find(&self.database, id).await?.open(&self.masters, read_time)?))
    }

    fn is_fresh(&self, page: &Page) -> bool {
        let age = self.clock.now().as_micros().saturating_sub(page.read_time.as_micros());
        // Of a page read in the future nothing is known: the clock was set back.
        u128::try_from(age).is_ok_and(|age| age < FRESH.as_micros())
    }

    /// Makes pages in one commit, and answers their slots.
    pub(crate) async fn create(&self, count: usize) -> Result<Vec<KeySlot>, Error> {
        let read_time = self.clock.now();
        let master = self.masters.wrapping(read_time)?;
        let mut stored = Vec::with_capacity(count);
        let mut pages = Vec::with_capacity(count);
        for _ in 0..count {
            let (id, keys) = (self.clock.id(), Keys::random()?);
            stored.push(key_page::Model::wrap(id, 1, 0, &keys, master)?);
            pages.push((id, Arc::new(Page::new(keys, 0, read_time))));
        }
        key_page::insert(&self.database, &stored).await?;
        for (id, page) in &pages {
            self.cache.insert(*id, Arc::clone(page)).await;
        }
        Ok(pages.into_iter().flat_map(|(id, _)| KeySlot::of_page(id)).collect())
    }

    /// Overwrites a key for ever. Readings of the page in this process wait meanwhile, so that none brings the key back.
    pub(crate) async fn shred(&self, slot: KeySlot) -> Result<(), Error> {
        let shredded = self.cache.entry(slot.page()).and_try_compute_with(async |cached| {
            self.shred_stored(slot).await?;
            if let Some(cached) = cached {
                cached.value().mark_shredded(slot);
            }
            Ok::<_, Error>(Op::Remove)
        });
        shredded.await.map(|_| ())
    }

    async fn shred_stored(&self, slot: KeySlot) -> Result<(), Error> {
        for _ in 0..ATTEMPTS {
            let page = key_page::find(&self.database, slot.page()).await?;
            if page.shredded() & slot.bit() != 0 {
                return Ok(());
            }
            let mut keys = page.unwrap(&self.masters)?;
            keys.wipe(slot);
            let shredded = page.shredded() | slot.bit();
            let master = self.masters.wrapping(self.clock.now())?;
            let changed = key_page::Model::wrap(page.id, page.version + 1, shredded, &keys, master)?;
            let mut transaction = self.database.begin().await?;
            if key_page::replace(&mut transaction, changed).await? {
                return Ok(transaction.commit().await?);
            }
        }
        Err(Error::Contended { page: slot.page(), attempts: ATTEMPTS })
    }
}

#[cfg(test)]
mod tests {
    use database::{Address, Connections};
    use futures::future::join_all;
    use tempfile::TempDir;

    use super::*;
    use crate::store::Migrator;

    async fn pages(folder: &TempDir) -> Pages {
        let address = Address::Sqlite(folder.path().join("keyring.db"));
        let database = Database::connect(&address, Connections::default()).await.unwrap();
        database::migrate::<Migrator>(&database).await.unwrap();
        let masters = MasterKeys::from_text("1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=").unwrap();
        Pages::new(database, Arc::new(masters), Clock::system())
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
    async fn those_who_miss_the_same_page_share_one_reading() {
        let folder = TempDir::new().unwrap();
        let pages = Arc::new(pages(&folder).await);
        let id = pages.create(1).await.unwrap()[0].page();
        pages.cache.invalidate(&id).await;
        let readers = (0..64).map(|_| {
            let pages = Arc::clone(&pages);
            tokio::spawn(async move { pages.get(id).await.unwrap() })
        });
        let read: Vec<_> = join_all(readers).await.into_iter().map(Result::unwrap).collect();
        assert!(read.iter().all(|page| Arc::ptr_eq(page, &read[0])));
    }

    #[tokio::test]
    async fn a_shredded_key_is_zero_in_the_row_and_the_others_stay() {
        let folder = TempDir::new().unwrap();
        let pages = pages(&folder).await;
        let slot = pages.create(1).await.unwrap()[5];
        let before = key_page::find(&pages.database, slot.page()).await.unwrap().unwrap(&pages.masters).unwrap();
        pages.shred(slot).await.unwrap();
        let after = key_page::find(&pages.database, slot.page()).await.unwrap().unwrap(&pages.masters).unwrap();
        assert!(!pages.cache.contains_key(&slot.page()), "the key does not stay in memory either");
        let keys = before.as_bytes().chunks(32).zip(after.as_bytes().chunks(32));
        for (index, (before, after)) in keys.enumerate() {
            assert_ne!(before, [0; 32]);
            assert_eq!(after, if index == 5 { &[0; 32] } else { before });
        }
    }
}
