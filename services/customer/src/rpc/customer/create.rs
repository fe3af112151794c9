//! CreateCustomer.

use access::{Action, ClassSet};
use contracts::customer::v1::{CreateCustomerRequest, Customer as Sent};
use contracts::resource::Resource;
use conventions::violations::{Violations, require_none};
use journal::{ChangeKind, Outcome, Refusal, RequestClaim, WriteError};
use uuid::Uuid;

use super::change_stage::refuse_reason;
use super::decode::custom_field;
use super::decode::{Given, Reading, refuse};
use super::field_class::field_class;
use super::{encode, target};
use crate::call::Call;
use crate::domain::contact_point::Strictness;
use crate::domain::custom_field::Standing;
use crate::domain::customer::Customer;
use crate::domain::number::CustomerNumber;
use crate::domain::stage::{self, Step};
use crate::domain::vocabulary::{Term, Vocabularies, Vocabulary};
use crate::error::Error;
use crate::store::customer::Filing;
use crate::store::{customer, record};
use conventions::fields::ok;
use operation::Answer;

/// How often a create goes on with another number, because the one that it was given had been brought from elsewhere.
const MOST_NUMBERS_TRIED: usize = 5;

pub(super) async fn create(call: Call, mut request: CreateCustomerRequest) -> Result<Sent, Error> {
    let claim = call.request_claim(&std::mem::take(&mut request.request_id), &request)?;
    let sent = request.customer.unwrap_or_default();
    match create_one(&call, &sent, Strictness::Strict, claim.clone(), request.validate_only).await {
        Ok(Created::Now(customer, classes)) => Ok(encode::customer(&customer, classes)),
        Ok(Created::Before { id, revision }) => Sent::again(&call, id, revision).await,
        // What stands in the way now may not have stood there when this request was answered.
        Err(error) => call.answered_before(claim.as_ref()).await?.ok_or(error),
    }
}

/// What came of a create.
pub(crate) enum Created {
    /// The customer that was created, and the classes that the caller may read of it.
    Now(Box<Customer>, ClassSet),
    /// The request was answered before, with this revision of this customer.
    Before {
        /// The customer.
        id: Uuid,
        /// The revision.
        revision: i64,
    },
}

/// Creates a customer.
pub(crate) async fn create_one(
    call: &Call,
    sent: &Sent,
    strictness: Strictness,
    claim: Option<RequestClaim>,
    validate_only: bool,
) -> Result<Created, Error> {
    let service = &call.service;
    let tenant = service.tenants.get(call.tenant()).await?;
    let mut violations = Violations::default();
    let vocabularies = service.vocabularies.get(call.tenant()).await?;
    let fields = service.custom_fields.get(call.tenant()).await?;
    let reading = Reading {
        tenant: &tenant,
        vocabularies: &vocabularies,
        custom_fields: &fields,
        strictness,
        addition: &call.addition(),
        clock: &service.records.clock,
        before: None,
    };
    let (mut given, number, stage, reason) = violations.field("customer", |violations| {
        let given = Given::read(sent, |_| true, &reading, violations);
        let number = violations.field("customer_number", |violations| number(sent, violations));
        let stage = violations.field("stage", |violations| stage(sent, &vocabularies, violations));
        let reason = stage::read_reason(&vocabularies, stage, &sent.stage_reason);
        let reason = violations.field("stage_reason", |violations| {
            reason.map_err(|error| refuse_reason(error, violations)).unwrap_or_default()
        });
        (given, number, stage, reason)
    });
    let owner = given.owner.flatten().or(call.caller.staff.as_ref().map(|staff| staff.id));
    given.owner = Some(owner);
    violations.field("customer", |violations| {
        refuse_missing(&given, stage, violations);
        let standing = Standing { kind: given.kind, stage: stage.map_or("", |stage| stage.facts.code.as_str()) };
        custom_field::refuse_missing(&given.custom_fields, standing, &reading, violations);
    });
    call.check_references(&given.custom_fields, &mut violations).await?;
    let team = call.team_of(owner, &mut violations).await?;
    require_none(violations)?;
    let classes = call.allow(Action::Create, call.caller.relations_to(owner, &[], team))?;
    let may_write = |field| given.kind.is_some_and(|kind| classes.contains(field_class(field, kind)));
    let may_write_custom = given.custom_fields.iter().all(|change| classes.contains(change.class));
    if !sent.populated().into_iter().all(may_write) || !may_write_custom {
        return Err(Error::PermissionDenied);
    }

    let now = service.records.clock.now();
    let day = tenant.day(now);
    let brought = number.is_some();
    let mut number = match number {
        Some(number) => number,
        None if validate_only => service.numbers.preview(call.tenant(), day).await?,
        None => service.numbers.next(call.tenant(), day).await?,
    };
    let (slot, id) = (service.records.keyring.assign().await?, service.records.clock.id_of(now));
    let key = service.records.keyring.key(slot).await?;
    let stage = stage.ok_or(Error::Internal("a stage is neither there nor a violation"))?.facts.code.clone();
    let (facts, personal) =
        given.into_new(number.clone(), Step { stage: stage.to_string(), reason }, (owner, team), now)?;
    let mut new = Customer { id, revision: 1, update_time: now, facts, personal: Some(personal) };
    let filing = Filing { tenant: call.tenant(), keys: &call.keys, fields: &fields };
    for _ in 0..MOST_NUMBERS_TRIED {
        new.facts.number = number.clone();
        let kept = match record::keep(call.tenant(), &new, Some(&key)) {
            Ok(kept) => kept,
            Err(error) => {
                if !brought && !validate_only {
                    service.numbers.give_back(call.tenant(), &number).await;
                }
                service.records.keyring.give_back(slot);
                return Err(error);
            }
        };
        let change = customer::change(filing, None, &new, kept, ChangeKind::Created, service.records.clock.salt())?;
        let mut claims = customer::claims(&call.keys, &new);
        // A number that is only a preview may be taken by then, and is no reason to refuse.
        claims.retain(|claim| brought || !validate_only || claim.kind != customer::NUMBER_KEY);
        let write = call.write(claim.clone(), claims.clone(), Vec::new(), change);
        let outcome = call.commit(write, validate_only).await;
        let number_is_taken = matches!(&outcome, Err(WriteError::Refused(Refusal::KeyTaken { claim, .. }))
            if claims.get(*claim).is_some_and(|claim| claim.kind == customer::NUMBER_KEY));
        let is_kept = matches!(&outcome, Ok(Outcome::Committed(_)));
        if !brought && !validate_only && !is_kept && !number_is_taken {
            service.numbers.give_back(call.tenant(), &number).await;
        }
        if !brought && number_is_taken {
            service.numbers.pass_over(call.tenant(), day).await?;
            number = service.numbers.next(call.tenant(), day).await?;
            continue;
        }
        // Where the database failed, it may have been kept.
        let is_of_another = matches!(&outcome, Ok(Outcome::Replayed { id, .. }) if *id != new.id);
        if validate_only || is_of_another || matches!(&outcome, Err(WriteError::Refused(_))) {
            service.records.keyring.give_back(slot);
        }
        return match outcome {
            Ok(Outcome::Committed(recorded)) => {
                new.update_time = recorded.first().map_or(now, |recorded| recorded.time);
                Ok(Created::Now(Box::new(new), classes))
            }
            Ok(Outcome::Replayed { id, revision, .. }) => Ok(Created::Before { id, revision }),
            Err(error) => Err(target::taken(error, &claims)),
        };
    }
    Err(Error::StorageUnavailable("the numbers of the day are being brought from elsewhere".into()))
}

fn number(sent: &Sent, violations: &mut Violations) -> Option<CustomerNumber> {
    if sent.customer_number.is_empty() {
        return None;
    }
    CustomerNumber::parse(&sent.customer_number).map_err(|error| refuse(violations, error)).ok()
}

/// The stage that was sent, or that in which a customer begins.
fn stage<'a>(sent: &Sent, vocabularies: &'a Vocabularies, violations: &mut Violations) -> Option<&'a Term> {
    if sent.stage.is_empty()
        && let Some(first) = stage::first(vocabularies)
    {
        return Some(first);
    }
    ok(vocabularies.find(Vocabulary::Stage, &sent.stage), violations)
}

/// Notes the fields that the stage requires and that were not given.
fn refuse_missing(given: &Given, stage: Option<&Term>, violations: &mut Violations) {
    let required = stage.map(stage::required_fields).unwrap_or_default();
    for field in required.iter().filter(|field| !given.has(**field)) {
        violations.field(field.name(), |violations| refuse_unset(stage, violations));
    }
}

/// Notes that a customer in a stage must have the field at hand.
pub(super) fn refuse_unset(stage: Option<&Term>, violations: &mut Violations) {
    let (code, name) = stage.map_or(("", ""), |stage| (stage.facts.code.as_str(), stage.facts.names.chinese()));
    violations.add(format!("must be set for a customer in the stage {code}"), format!("处于“{name}”阶段的客户必填"));
}
