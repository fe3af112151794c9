//! EraseCustomer.

use access::Action;
use contracts::customer::v1::{Customer as Sent, EraseCustomerRequest};
use journal::ChangeKind;
use keyring::KeySlot;
use keyring::ledger::Erasure;

use super::encode;
use super::target::{Change, Target, key_of};
use crate::NAME;
use crate::call::Call;
use crate::error::{CUSTOMERS, Error};

pub(super) async fn erase(call: Call, request: EraseCustomerRequest) -> Result<Sent, Error> {
    // A caller who goes away must not leave it half done.
    let erasing = tokio::spawn(carry_out(call, request));
    erasing.await.map_err(|_| Error::Internal("erasing ended before it was done"))?
}

async fn carry_out(call: Call, mut request: EraseCustomerRequest) -> Result<Sent, Error> {
    let claim = call.request_claim(&std::mem::take(&mut request.request_id), &request)?;
    let key = key_of(&request.customer)?;
    call.once(claim.as_ref(), async {
        let mut target = call.target(&key, Action::Erase).await?;
        target.compare(&request.etag)?;
        let change = |target: &Target| {
            let before = &target.customer;
            Ok::<_, Error>(Change {
                after: before.erased().map_err(|state| Error::State(CUSTOMERS, before.id, state))?,
                kind: ChangeKind::Erased,
                request: claim.clone(),
                validate_only: request.validate_only,
            })
        };
        let mut asked = change(&target)?;
        if request.validate_only {
            return call.change(&target, asked).await;
        }
        // First where no restore of the records can turn it back; then the record; the key last.
        let slot = KeySlot::of_sealed(&target.row.sealed)?;
        let erasure = Erasure {
            tenant: call.tenant().to_string(),
            service: NAME.to_owned(),
            subject: target.customer.id,
            slots: vec![slot],
            time: call.service.records.clock.now(),
        };
        call.service.records.ledger.record_erasure(&erasure).await?;
        let erased = loop {
            match call.change(&target, asked).await {
                // What stands in the ledger is carried out, whatever others have changed since it was read.
                Err(Error::EtagMismatch { .. }) => {
                    target = call.target(&key, Action::Erase).await?;
                    if target.customer.personal.is_none() {
                        // The ledger was being carried out at the same time.
                        break encode::customer(&target.customer, target.classes);
                    }
                    asked = change(&target)?;
                }
                outcome => break outcome?,
            }
        };
        call.service.records.keyring.shred(slot).await?;
        Ok(erased)
    })
    .await
}
