//! UpdateContactPerson.

use access::Action;
use access::log::Act;
use contracts::customer::v1::{ContactPerson as Sent, UpdateContactPersonRequest};
use conventions::mask::UpdateMask;
use conventions::violations::{Violations, require, require_none};
use journal::{ChangeKind, RequestClaim};

use super::decode::Given;
use super::encode;
use super::field_class::class_to_write;
use super::target::{Change, Target};
use crate::call::Call;
use crate::domain::contact_person::{ContactPerson, Facts};
use crate::domain::contact_point::Strictness;
use crate::error::{CONTACT_PERSONS, Error};
use crate::rpc::fields::Elements;
use crate::store::contact_person::KIND;
use conventions::fields;
use conventions::fields::seen;

pub(super) async fn update(call: Call, mut request: UpdateContactPersonRequest) -> Result<Sent, Error> {
    let claim = call.request_claim(&std::mem::take(&mut request.request_id), &request)?;
    let sent = request.contact_person.unwrap_or_default();
    let mut violations = Violations::default();
    let mask =
        violations.field("update_mask", |violations| UpdateMask::new(request.update_mask.as_ref(), &sent, violations));
    let (seen, id) = violations.field("contact_person", |violations| {
        if sent.etag.is_empty() {
            violations.field("etag", Violations::add_required);
        }
        let seen = violations.field("etag", |violations| seen(&sent.etag, violations));
        (seen, violations.field("contact_person_id", |violations| fields::id(&sent.contact_person_id, violations)))
    });
    let id = require(violations, id)?;

    call.once(claim.as_ref(), async {
        let target = call.contact_person(id, Action::Update).await?;
        target.compare_revision(seen)?;
        apply(&call, &target, &sent, &mask, Strictness::Strict, claim.clone(), request.validate_only).await
    })
    .await
}

/// Changes the fields of a record that the mask names.
pub(in crate::rpc) async fn apply(
    call: &Call,
    target: &Target,
    sent: &Sent,
    mask: &UpdateMask,
    strictness: Strictness,
    request: Option<RequestClaim>,
    validate_only: bool,
) -> Result<Sent, Error> {
    let before = &target.person;
    let said = before.changeable().map_err(|state| Error::State(CONTACT_PERSONS, before.id, state))?;
    // Who may not read a field does not overwrite it unseen.
    if mask.fields().any(|field| !target.classes.contains(class_to_write(field))) {
        return Err(Error::PermissionDenied);
    }
    let service = &call.service;
    let tenant = service.tenants.get(call.tenant()).await?;
    let mut violations = Violations::default();
    let elements = Elements { region: tenant.region, strictness, clock: &service.records.clock };
    let given = violations.field("contact_person", |violations| {
        Given::read(sent, |field| mask.contains(field), Some(said), elements, violations)
    });
    let mut given = match strictness {
        Strictness::Strict => given,
        Strictness::Import => violations.field("contact_person", |violations| given.added_to(before, said, violations)),
    };
    let drafts = given.companies.take();
    let (mut facts, mut personal) = (before.facts.clone(), given.onto(said.clone()));
    if let Some(drafts) = drafts {
        let (companies, titles) = call.link(drafts, Some(before), Action::Update, &mut violations).await?;
        facts = Facts { companies, ..facts };
        personal.titles = titles;
    }
    require_none(violations)?;
    if facts == before.facts && personal == *said {
        call.log(Act::View, KIND, vec![before.id], target.classes).await?;
        return Ok(encode::person(before, target.classes));
    }
    let after = ContactPerson { facts, personal: Some(personal), ..before.clone() };
    call.change_person(target, Change { after, kind: ChangeKind::Updated, request, validate_only }).await
}
