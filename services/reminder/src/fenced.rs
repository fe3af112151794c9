//! What the clock writes, and whoever delivers: under a lease, and never over what somebody else wrote meanwhile.

use std::sync::Arc;

use clock::Instant;
use database::{Lease, WriteTransaction};
use journal::{Cause, Fence, RecordChange, Refusal, UniqueKey, Write, WriteError};

use crate::error::Error;
use crate::store::pending::{self, Pending};
use crate::{NAME, Service};

/// What became of a write under a lease.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Fenced {
    /// It was written.
    Written,
    /// Somebody else wrote a record meanwhile. Nothing was written.
    Elsewhere,
    /// Another record has a key that it claims. Nothing was written.
    Taken,
    /// Another has the lease by now. Nothing was written.
    Lost,
}

impl Service {
    /// Writes under a lease.
    ///
    /// # Errors
    /// Those of the journal.
    pub(crate) async fn write_fenced(
        &self,
        tenant: &str,
        cause: Cause,
        fence: Fence,
        claims: Vec<UniqueKey>,
        records: Vec<RecordChange>,
    ) -> Result<Fenced, Error> {
        let write = Write {
            tenant: Arc::from(tenant),
            actor: format!("service:{NAME}"),
            cause,
            trace: Vec::new(),
            fence: Some(fence),
            request: None,
            claims,
            releases: Vec::new(),
            limits: Vec::new(),
            records,
        };
        match self.records.journal.write(write).await {
            Ok(_) => Ok(Fenced::Written),
            Err(WriteError::Refused(Refusal::Fenced)) => Ok(Fenced::Lost),
            Err(WriteError::Refused(Refusal::Revision { .. })) => Ok(Fenced::Elsewhere),
            Err(WriteError::Refused(Refusal::KeyTaken { .. })) => Ok(Fenced::Taken),
            Err(error) => Err(error.into()),
        }
    }

    /// Begins a transaction until whose end the lease is held; none when another has it by now.
    ///
    /// # Errors
    /// Those of the database.
    pub(crate) async fn begin_fenced(&self, fence: &Fence) -> Result<Option<WriteTransaction>, Error> {
        let mut transaction = self.database().begin().await?;
        let is_held = Lease::is_held_in(&mut transaction, &fence.lease, fence.epoch).await?;
        Ok(is_held.then_some(transaction))
    }

    /// Lets go of what was seen to under a lease, and leaves what failed alone for a while. What another saw to meanwhile is not known here:
    /// nothing when it has the lease by now.
    ///
    /// # Errors
    /// Those of the database.
    pub(crate) async fn seen_to<E: Pending>(
        &self,
        fence: &Fence,
        seen: &[&E::Model],
        failed: &[&E::Model],
        now: Instant,
    ) -> Result<(), Error> {
        let Some(mut transaction) = self.begin_fenced(fence).await? else { return Ok(()) };
        pending::let_go::<E>(&mut transaction, seen).await?;
        pending::put_off::<E>(&mut transaction, failed, now).await?;
        Ok(transaction.commit().await?)
    }
}
