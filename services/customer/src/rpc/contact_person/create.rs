//! CreateContactPerson.

use access::Action;
use contracts::customer::v1::{ContactPerson as Sent, CreateContactPersonRequest};
use contracts::resource::Resource;
use conventions::violations::{Violations, require_none};
use journal::{ChangeKind, Outcome, RequestClaim, WriteError};

use super::decode::Given;
use super::encode;
use super::field_class::class_to_write;
use super::target::taken;
use crate::call::Call;
use crate::domain::contact_person::{ContactPerson, Facts, Personal, State};
use crate::domain::contact_point::Strictness;
use crate::error::Error;
use crate::rpc::fields::Elements;
use crate::store::contact_person;
use operation::Answer;

pub(super) async fn create(call: Call, mut request: CreateContactPersonRequest) -> Result<Sent, Error> {
    let claim = call.request_claim(&std::mem::take(&mut request.request_id), &request)?;
    let sent = request.contact_person.unwrap_or_default();
    let strictness = Strictness::Strict;
    call.once(claim.as_ref(), create_one(&call, &sent, strictness, claim.clone(), request.validate_only)).await
}

/// Creates a contact person.
pub(in crate::rpc) async fn create_one(
    call: &Call,
    sent: &Sent,
    strictness: Strictness,
    claim: Option<RequestClaim>,
    validate_only: bool,
) -> Result<Sent, Error> {
    let service = &call.service;
    let tenant = service.tenants.get(call.tenant()).await?;
    let mut violations = Violations::default();
    let elements = Elements { region: tenant.region, strictness, clock: &service.records.clock };
    let mut given =
        violations.field("contact_person", |violations| Given::read(sent, |_| true, None, elements, violations));
    let drafts = given.companies.take().unwrap_or_default();
    let (companies, titles) = call.link(drafts, None, Action::Create, &mut violations).await?;
    require_none(violations)?;
    let now = service.records.clock.now();
    let facts = Facts { state: State::Active, companies, create_time: now, delete_time: None };
    let classes = call.allow_to_contact_person(Action::Create, &facts).await?;
    if !sent.populated().into_iter().all(|field| classes.contains(class_to_write(field))) {
        return Err(Error::PermissionDenied);
    }

    let name = given.name.clone().ok_or(Error::Internal("a required field is neither there nor a violation"))?;
    let nothing = Personal {
        name,
        salutation: Default::default(),
        titles,
        contact_points: None,
        external_ids: Vec::new(),
        important_dates: Vec::new(),
        remarks: String::new(),
    };
    let personal = Some(given.onto(nothing));
    let (slot, id) = (service.records.keyring.assign().await?, service.records.clock.id_of(now));
    let key = service.records.keyring.key(slot).await?;
    let mut new = ContactPerson { id, revision: 1, update_time: now, facts, personal };
    let kept = contact_person::keep(call.tenant(), &new, Some(&key))
        .inspect_err(|_| service.records.keyring.give_back(slot))?;
    let salt = service.records.clock.salt();
    let change = contact_person::change(call.tenant(), &call.keys, None, &new, kept, ChangeKind::Created, salt)?;
    let claims = contact_person::claims(&call.keys, &new);
    let outcome = call.commit(call.write(claim, claims.clone(), Vec::new(), change), validate_only).await;
    // Where the database failed, it may have been kept.
    let is_of_another = matches!(&outcome, Ok(Outcome::Replayed { id, .. }) if *id != new.id);
    if validate_only || is_of_another || matches!(&outcome, Err(WriteError::Refused(_))) {
        service.records.keyring.give_back(slot);
    }
    match outcome {
        Ok(Outcome::Committed(recorded)) => {
            new.update_time = recorded.first().map_or(now, |recorded| recorded.time);
            Ok(encode::person(&new, classes))
        }
        Ok(Outcome::Replayed { id, revision, .. }) => Sent::again(call, id, revision).await,
        Err(error) => Err(taken(error, &claims)),
    }
}
