//! Giving out customer numbers: each once for ever, without a lock that makes creates wait for each other.
//!
//! A process takes serials of a date in blocks. The next serial is a high-water mark in the ledger, which no restore of the records
//! turns back; every block is noted among the records, so that a serial that no customer holds can be explained.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError};

use clock::Clock;
use database::Database;
use jiff::civil::Date;
use keyring::ledger::Ledger;
use tokio::sync::Mutex;

use crate::domain::number::CustomerNumber;
use crate::error::Error;
use crate::store::entity::number_block::Model;
use crate::store::{customer_number, number_block};

/// The first block of a process has one serial, each further one twice as many as the one before, up to this.
const LARGEST_BLOCK: i64 = 4_096;

/// The highest serial that is passed over: nobody takes on so many customers in a day, so a higher one was not brought from
/// days like ours. Where it is met nevertheless, it alone is left out.
const HIGHEST_PASSED_OVER: i64 = 1_000_000;

/// The numbers that this process gives out.
pub struct Numbers {
    database: Database,
    ledger: Ledger,
    clock: Clock,
    blocks: std::sync::Mutex<Blocks>,
}

/// The block of each tenant and date.
type Blocks = HashMap<(Arc<str>, Date), Arc<Mutex<Block>>>;

/// What is left of the block of a date.
#[derive(Default)]
struct Block {
    next: i64,
    last: i64,
    size: i64,
    /// Serials that came back because their create failed.
    returned: Vec<i64>,
}

impl Numbers {
    pub(crate) fn new(database: Database, ledger: Ledger, clock: Clock) -> Self {
        Self { database, ledger, clock, blocks: std::sync::Mutex::default() }
    }

    /// A number of `date` that was never given out.
    pub(crate) async fn next(&self, tenant: &Arc<str>, date: Date) -> Result<CustomerNumber, Error> {
        let block = self.block(tenant, date);
        let mut block = block.lock().await;
        if block.returned.is_empty() && block.next >= block.last {
            self.refill(&mut block, tenant, date, 0).await?;
        }
        let serial = match block.returned.pop() {
            Some(serial) => serial,
            None => {
                block.next += 1;
                block.next
            }
        };
        number(date, serial)
    }

    /// The number that [`Numbers::next`] would give, as far as is known without reserving any.
    pub(crate) async fn preview(&self, tenant: &Arc<str>, date: Date) -> Result<CustomerNumber, Error> {
        let block = self.block(tenant, date);
        let block = block.lock().await;
        let serial = match block.returned.last() {
            Some(serial) => *serial,
            None if block.next < block.last => block.next + 1,
            None => number_block::highest_reserved(&self.database, tenant, &date_text(date)).await? + 1,
        };
        number(date, serial)
    }

    /// Takes back a number whose create failed.
    pub(crate) async fn give_back(&self, tenant: &Arc<str>, number: &CustomerNumber) {
        let Some(issued) = number.issued() else { return };
        self.block(tenant, issued.date).lock().await.returned.push(issued.serial.into());
    }

    /// Goes on above the numbers of a date that were brought from elsewhere, after one of them was met.
    pub(crate) async fn pass_over(&self, tenant: &Arc<str>, date: Date) -> Result<(), Error> {
        let held = customer_number::serials(&self.database, tenant, &date_text(date)).await?;
        let highest = held.into_iter().filter(|serial| *serial <= HIGHEST_PASSED_OVER).max().unwrap_or_default();
        let block = self.block(tenant, date);
        let mut block = block.lock().await;
        block.returned.retain(|serial| *serial > highest);
        if block.next < highest {
            self.refill(&mut block, tenant, date, highest).await?;
        }
        Ok(())
    }

    /// The block of a date, which its tenant's creates of that date share.
    fn block(&self, tenant: &Arc<str>, date: Date) -> Arc<Mutex<Block>> {
        let mut blocks = self.blocks.lock().unwrap_or_else(PoisonError::into_inner);
        // What is left of other dates stays unused; VerifyNumbers says so.
        blocks.retain(|(_, other), _| date.since(*other).is_ok_and(|span| span.get_days().abs() <= 1));
        Arc::clone(blocks.entry((Arc::clone(tenant), date)).or_default())
    }

    async fn refill(&self, block: &mut Block, tenant: &Arc<str>, date: Date, above: i64) -> Result<(), Error> {
        let size = (block.size * 2).clamp(1, LARGEST_BLOCK);
        let text = date_text(date);
        let reserved = number_block::highest_reserved(&self.database, tenant, &text).await?;
        let (first, last) = self.ledger.raise(tenant, &mark_name(&text), size, above.max(reserved)).await?;
        let noted = Model {
            tenant_id: tenant.to_string(),
            date: text,
            first_serial: first,
            last_serial: last,
            passed_over: above,
            take_time: self.clock.now().as_micros(),
        };
        number_block::add(&self.database, &noted).await?;
        *block = Block { next: first - 1, last, size, returned: std::mem::take(&mut block.returned) };
        Ok(())
    }
}

/// The name of the mark above which the serials of a date begin.
pub(crate) fn mark_name(date: &str) -> String {
    format!("customer_number/{date}")
}

/// A date as it stands in a number.
pub(crate) fn date_text(date: Date) -> String {
    format!("{:04}{:02}{:02}", date.year(), date.month(), date.day())
}

fn number(date: Date, serial: i64) -> Result<CustomerNumber, Error> {
    let serial = u32::try_from(serial).map_err(|_| Error::Internal("more numbers in a day than a serial can count"))?;
    CustomerNumber::new(date, serial).map_err(|_| Error::Internal("a date without a number"))
}
