//! EraseContactPerson.

use access::Action;
use contracts::customer::v1::{ContactPerson as Sent, EraseContactPersonRequest};
use journal::ChangeKind;
use keyring::KeySlot;
use keyring::ledger::Erasure;

use super::encode;
use super::target::{Change, Target, id_of};
use crate::NAME;
use crate::call::Call;
use crate::error::{CONTACT_PERSONS, Error};

pub(super) async fn erase(call: Call, request: EraseContactPersonRequest) -> Result<Sent, Error> {
    // A caller who goes away must not leave it half done.
    let erasing = tokio::spawn(carry_out(call, request));
    erasing.await.map_err(|_| Error::Internal("erasing ended before it was done"))?
}

async fn carry_out(call: Call, mut request: EraseContactPersonRequest) -> Result<Sent, Error> {
    let claim = call.request_claim(&std::mem::take(&mut request.request_id), &request)?;
    let id = id_of(&request.contact_person_id)?;
    call.once(claim.as_ref(), async {
        let mut target = call.contact_person(id, Action::Erase).await?;
        target.compare(&request.etag)?;
        let validate_only = request.validate_only;
        let change = |target: &Target| {
            let after = target.person.erased().map_err(|state| Error::State(CONTACT_PERSONS, id, state))?;
            Ok::<_, Error>(Change { after, kind: ChangeKind::Erased, request: claim.clone(), validate_only })
        };
        let mut asked = change(&target)?;
        if validate_only {
            return call.change_person(&target, asked).await;
        }
        // First where no restore of the records can turn it back; then the record; the key last.
        let slot = KeySlot::of_sealed(&target.row.sealed)?;
        let erasure = Erasure {
            tenant: call.tenant().to_string(),
            service: NAME.to_owned(),
            subject: id,
            slots: vec![slot],
            time: call.service.records.clock.now(),
        };
        call.service.records.ledger.record_erasure(&erasure).await?;
        let erased = loop {
            match call.change_person(&target, asked).await {
                // What stands in the ledger is carried out, whatever others have changed since it was read.
                Err(Error::EtagMismatch { .. }) => {
                    target = call.contact_person(id, Action::Erase).await?;
                    if target.person.personal.is_none() {
                        // The ledger was being carried out at the same time.
                        break encode::person(&target.person, target.classes);
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
