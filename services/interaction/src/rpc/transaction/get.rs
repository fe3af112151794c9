//! GetTransaction.

use access::log::Act;
use contracts::interaction::v1::{GetTransactionRequest, Transaction as Sent};
use conventions::time::to_instant;
use conventions::violations::{Violations, require};

use crate::call::Call;
use crate::domain::activity::Kind;
use crate::domain::transaction::Transaction;
use crate::error::Error;
use crate::rpc::target::{Resource, id_of};
use crate::store::activity;

pub(super) async fn get(call: Call, request: GetTransactionRequest) -> Result<Sent, Error> {
    let id = id_of("transaction_id", &request.transaction_id)?;
    let mut target = call.target::<Transaction>(id, Transaction::VIEW).await?;
    if let Some(as_of) = &request.as_of {
        let mut violations = Violations::default();
        let time = violations.field("as_of", |violations| to_instant(as_of, violations));
        let time = require(violations, time)?;
        let records = &call.service.records;
        let entry = records.journal.as_of(call.tenant(), id, time).await?.ok_or(Error::NotFound)?;
        let erased = target.activity.personal.is_none();
        target.activity = activity::open_entry(&records.keyring, &entry, erased).await?;
    }
    call.log(Act::View, Transaction::NAME, vec![id], target.classes).await?;
    Ok(Transaction::encode(&target.activity, target.classes))
}
