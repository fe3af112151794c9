//! GetContactPerson.

use access::Action;
use access::log::Act;
use contracts::customer::v1::{ContactPerson as Sent, GetContactPersonRequest};
use conventions::time;
use conventions::violations::{Violations, require_none};

use super::encode;
use super::target::{Target, id_of};
use crate::call::Call;
use crate::error::Error;
use crate::store::contact_person::{self, KIND};

pub(super) async fn get(call: Call, request: GetContactPersonRequest) -> Result<Sent, Error> {
    let mut violations = Violations::default();
    let as_of = request
        .as_of
        .as_ref()
        .and_then(|time| violations.field("as_of", |violations| time::to_instant(time, violations)));
    require_none(violations)?;
    let Target { mut person, classes, .. } =
        call.contact_person(id_of(&request.contact_person_id)?, Action::View).await?;
    if let Some(time) = as_of {
        let entry = call.service.records.journal.as_of(call.tenant(), person.id, time).await?.ok_or(Error::NotFound)?;
        let erased = person.personal.is_none();
        person = contact_person::open_entry(&call.service.records.keyring, call.tenant(), &entry, erased).await?;
    }
    call.log(Act::View, KIND, vec![person.id], classes).await?;
    Ok(encode::person(&person, classes))
}
