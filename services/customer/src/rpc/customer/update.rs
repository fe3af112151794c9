//! UpdateCustomer.

use access::Action;
use access::log::Act;
use contracts::customer::v1::{Customer as Sent, UpdateCustomerRequest};
use conventions::mask::UpdateMask;
use conventions::violations::{Violations, require_none};
use journal::{ChangeKind, RequestClaim};

use super::create::refuse_unset;
use super::decode::custom_field;
use super::decode::{Given, Reading, refuse};
use super::encode;
use super::field_class::field_class;
use super::target::{Change, Target, parse_key};
use crate::call::Call;
use crate::domain::contact_point::Strictness;
use crate::domain::custom_field::{CustomFields, FieldFacts, UnknownField, values};
use crate::domain::customer::{Customer, Personal};
use crate::domain::required_field::RequiredField;
use crate::domain::stage;
use crate::domain::vocabulary::Vocabulary;
use crate::error::{CUSTOMERS, Error};
use crate::store::record::KIND;
use conventions::fields::seen;

pub(super) async fn update(call: Call, mut request: UpdateCustomerRequest) -> Result<Sent, Error> {
    let claim = call.request_claim(&std::mem::take(&mut request.request_id), &request)?;
    let sent = request.customer.unwrap_or_default();
    let mut violations = Violations::default();
    let mask =
        violations.field("update_mask", |violations| UpdateMask::new(request.update_mask.as_ref(), &sent, violations));
    let (seen, key) = violations.field("customer", |violations| {
        if sent.etag.is_empty() {
            violations.field("etag", Violations::add_required);
        }
        let seen = violations.field("etag", |violations| seen(&sent.etag, violations));
        (seen, violations.field("customer_id", |violations| parse_key(&sent.customer_id, violations)))
    });
    require_none(violations)?;
    let key = key.ok_or(Error::NotFound)?;

    call.once(claim.as_ref(), async {
        let target = call.target(&key, Action::Update).await?;
        target.compare_revision(seen)?;
        apply(&call, &target, &sent, &mask, Strictness::Strict, claim.clone(), request.validate_only).await
    })
    .await
}

/// Changes the fields of a record that the mask names.
pub(crate) async fn apply(
    call: &Call,
    target: &Target,
    sent: &Sent,
    mask: &UpdateMask,
    strictness: Strictness,
    request: Option<RequestClaim>,
    validate_only: bool,
) -> Result<Sent, Error> {
    let before = &target.customer;
    let said = before.changeable().map_err(|state| Error::State(CUSTOMERS, before.id, state))?;
    // Who may not read a field does not overwrite it unseen.
    if mask.fields().any(|field| !target.classes.contains(field_class(field, before.facts.kind))) {
        return Err(Error::PermissionDenied);
    }
    let service = &call.service;
    let tenant = service.tenants.get(call.tenant()).await?;
    let vocabularies = service.vocabularies.get(call.tenant()).await?;
    let mut violations = Violations::default();
    let fields = service.custom_fields.get(call.tenant()).await?;
    refuse_unreadable(target, said, sent, mask, &fields)?;
    violations.field("update_mask", |violations| {
        for id in mask.entries("custom_fields").filter(|id| fields.get(id).is_none()) {
            violations.entry(id, |violations| refuse(violations, UnknownField::among(&fields)));
        }
    });
    let reading = Reading {
        tenant: &tenant,
        vocabularies: &vocabularies,
        custom_fields: &fields,
        strictness,
        addition: &call.addition(),
        clock: &service.records.clock,
        before: Some((&before.facts, said)),
    };
    let given = violations.field("customer", |violations| {
        keep_fixed(before, sent, mask, violations);
        Given::read(sent, |field| mask.contains(field), &reading, violations)
    });
    call.check_references(&given.custom_fields, &mut violations).await?;
    let given = match strictness {
        Strictness::Strict => given,
        Strictness::Import => {
            violations.field("customer", |violations| given.added_to(&before.facts, said, violations))
        }
    };
    let (mut facts, personal) = given.onto(before.facts.clone(), said.clone());
    if facts.owner != before.facts.owner {
        call.allow(Action::Assign, call.relations_to(&target.row)?)?;
        if facts.owner.is_none() {
            call.allow_release(before).await?;
        }
        let team = call.team_of(facts.owner, &mut violations).await?;
        let owner = std::mem::replace(&mut facts.owner, before.facts.owner);
        facts.assign(owner, team, service.records.clock.now());
    }
    violations.field("customer", |violations| {
        let stage = vocabularies.get(Vocabulary::Stage, &facts.stage);
        let required = stage.map(stage::required_fields).unwrap_or_default();
        // One that was never there is asked for when the stage is entered.
        let cleared = |field: &&RequiredField| field.is_set(&before.facts, said) && !field.is_set(&facts, &personal);
        for field in required.iter().filter(cleared) {
            violations.field(field.name(), |violations| refuse_unset(stage, violations));
        }
        custom_field::refuse_lost((&before.facts, said), (&facts, &personal), &reading, violations);
    });
    require_none(violations)?;
    // The note is of the change that it was given with, and no field.
    if facts == before.facts && personal == (Personal { note: String::new(), ..said.clone() }) {
        call.log(Act::View, KIND, vec![before.id], target.classes).await?;
        return Ok(encode::customer(before, target.classes));
    }
    let after = before.with(facts, personal);
    call.change(target, Change { after, kind: ChangeKind::Updated, request, validate_only }).await
}

/// Who may not read a custom field does not overwrite it unseen, and does not learn whether it says what is sent.
fn refuse_unreadable(
    target: &Target,
    said: &Personal,
    sent: &Sent,
    mask: &UpdateMask,
    fields: &CustomFields,
) -> Result<(), Error> {
    let held = values(&target.customer.facts, Some(said));
    let is_touched = |facts: &FieldFacts| {
        let id = &facts.field_id;
        mask.contains(&format!("custom_fields.{id}"))
            && (held.contains_key(id) || sent.custom_fields.contains_key(id.as_str()))
    };
    let mut touched = fields.all().iter().map(|field| &field.facts).filter(|facts| is_touched(facts));
    if touched.all(|facts| target.classes.contains(facts.data_class)) { Ok(()) } else { Err(Error::PermissionDenied) }
}

/// What an update cannot change may be sent, as long as it says what is so.
fn keep_fixed(before: &Customer, sent: &Sent, mask: &UpdateMask, violations: &mut Violations) {
    if mask.contains("customer_number") && sent.customer_number != before.facts.number.to_string() {
        violations.field("customer_number", |violations| {
            violations.add("cannot be changed; leave it out of the mask", "不可修改，请从掩码中去掉");
        });
    }
    let reason = before.facts.stage_reason.as_deref().unwrap_or_default();
    for (field, is_kept) in [("stage", sent.stage == before.facts.stage), ("stage_reason", sent.stage_reason == reason)]
    {
        if mask.contains(field) && !is_kept {
            violations.field(field, |violations| {
                violations.add(
                    "is changed by ChangeStage; leave it out of the mask",
                    "请使用 ChangeStage 修改，并从掩码中去掉",
                );
            });
        }
    }
}
