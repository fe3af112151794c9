//! What the clock writes, and whoever delivers: under a lease, and never over what somebody else wrote meanwhile.

use std::sync::Arc;

use journal::{Cause, Fence, RecordChange, Refusal, UniqueKey, Write, WriteError};

use crate::error::Error;
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
}
