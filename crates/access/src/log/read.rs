//! Who read this, and what did they read?

use database::{Cursor, Error, TokenQuery};
use sea_orm::EntityTrait;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::block::INDEX;
use super::{AccessLog, LoggedEntry, Subject, access_block};

/// How many blocks are looked up at a time.
const BLOCKS: u64 = 16;

/// Some entries, newest first.
#[derive(Clone, Debug)]
pub struct Page {
    /// The entries.
    pub entries: Vec<LoggedEntry>,
    /// Where the next page begins; nothing on the last.
    pub next: Option<Place>,
}

/// A place in the entries of a subject.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
pub struct Place {
    /// In the first block before this one.
    block_before: Option<Cursor>,
    /// Before this entry of it.
    entry_before: Uuid,
}

impl AccessLog {
    /// The entries of a subject, newest first, at most `limit` of them, from the place that the page before answered.
    ///
    /// Those of several processes stand in the order in which they were written, which is that of their times but for a
    /// second. What is still queued is not among them.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn entries(
        &self,
        tenant: &str,
        subject: Subject<'_>,
        from: Option<Place>,
        limit: usize,
    ) -> Result<Page, Error> {
        let query = TokenQuery(vec![vec![subject.token()]]);
        let mut place = from.unwrap_or(Place { block_before: None, entry_before: Uuid::max() });
        let mut entries = Vec::new();
        loop {
            let blocks = INDEX.candidates(&self.database, tenant, &query, place.block_before, BLOCKS).await?;
            if blocks.is_empty() {
                return Ok(Page { entries, next: None });
            }
            for block in blocks {
                for entry in self.block(tenant, block.id).await? {
                    if entry.entry_id >= place.entry_before || !subject.is_of(&entry) {
                        continue;
                    }
                    if entries.len() >= limit.max(1) {
                        return Ok(Page { entries, next: Some(place) });
                    }
                    place.entry_before = entry.entry_id;
                    entries.push(entry);
                }
                place = Place { block_before: Some(block.cursor), entry_before: Uuid::max() };
            }
        }
    }

    /// The entries of a block, newest first.
    async fn block(&self, tenant: &str, block_id: Uuid) -> Result<Vec<LoggedEntry>, Error> {
        let key = (tenant.to_owned(), block_id);
        let Some(block) = access_block::Entity::find_by_id(key).one(self.database.reader()).await? else {
            return Ok(Vec::new());
        };
        let mut entries: Vec<LoggedEntry> = serde_json::from_str(&block.entries)
            .map_err(|_| Error::Statement(format!("block {block_id} of the access log is damaged")))?;
        entries.sort_unstable_by_key(|entry| std::cmp::Reverse(entry.entry_id));
        Ok(entries)
    }
}
