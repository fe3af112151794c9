//! GetCustomer.

use access::log::Act;
use access::{Action, DataClass};
use contracts::customer::v1::get_customer_request::Key as SentKey;
use contracts::customer::v1::{Customer as Sent, GetCustomerRequest};
use conventions::time;
use conventions::violations::{Violations, require_none};

use super::decode::refuse;
use super::encode;
use super::target::{Target, parse_key};
use crate::call::Call;
use crate::domain::external_id::ExternalId;
use crate::error::Error;
use crate::store::customer::Key;
use crate::store::record::KIND;

pub(super) async fn get(call: Call, request: GetCustomerRequest) -> Result<Sent, Error> {
    let mut violations = Violations::default();
    let as_of = request
        .as_of
        .as_ref()
        .and_then(|time| violations.field("as_of", |violations| time::to_instant(time, violations)));
    let key = key(request.key, &mut violations);
    require_none(violations)?;
    let key = key.ok_or(Error::NotFound)?;

    let Target { customer: now, classes, .. } = found(&call, &key).await?;
    let mut customer = now.clone();
    if let Some(time) = as_of {
        let entry =
            call.service.records.journal.as_of(call.tenant(), customer.id, time).await?.ok_or(Error::NotFound)?;
        customer = call.opener().entry(&entry, customer.personal.is_none()).await?;
    }
    call.log(Act::View, KIND, vec![customer.id], classes).await?;
    Ok(encode::past_customer(&customer, &now, classes))
}

/// The record that a key names. Who may not read its ids in other systems does not find it by them.
async fn found(call: &Call, key: &Key) -> Result<Target, Error> {
    let found = call.target(key, Action::View).await;
    let is_hidden = match &found {
        Ok(target) => !target.classes.contains(DataClass::Identity),
        Err(error) => matches!(error, Error::PermissionDenied),
    };
    if is_hidden && matches!(key, Key::External(_)) {
        call.allow_in_tenant(Action::View)?;
        return Err(Error::NotFound);
    }
    found
}

fn key(sent: Option<SentKey>, violations: &mut Violations) -> Option<Key> {
    match sent? {
        SentKey::Customer(text) => violations.field("customer", |violations| parse_key(&text, violations)),
        SentKey::ExternalId(sent) => violations.field("external_id", |violations| {
            let id = ExternalId::parse(&sent.source, &sent.id);
            id.map(Key::External).map_err(|error| refuse(violations, error)).ok()
        }),
    }
}
