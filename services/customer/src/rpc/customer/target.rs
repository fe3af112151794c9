//! The record that a call is about: found, opened, and what the caller may do with it.

use access::log::Act;
use access::{Action, ClassSet, RelationSet};
use contracts::customer::v1 as wire;
use conventions::violations::{Violations, require_none};
use journal::{ChangeKind, Limit, Outcome, RecordChange, RequestClaim, UniqueKey, Write};
use keyring::KeySlot;
use uuid::Uuid;

use super::encode;
use crate::Service;
use crate::call::Call;
use crate::domain::carried_tag;
use crate::domain::customer::{Customer, State};
use crate::domain::number::CustomerNumber;
use crate::domain::staff::StaffFacts;
use crate::error::{Error, Objection};
use crate::store::collaborator;
use crate::store::customer::{self, Filing, Key};
use crate::store::entity::customer::Model;
use crate::store::record::{self, KIND, Opener};
use crate::store::staff;
use operation::{Answer, etag};

/// A record as it is now, and the classes that come with the action on it.
pub(crate) struct Target {
    pub customer: Customer,
    pub row: Model,
    pub classes: ClassSet,
}

/// What a call makes of a record.
pub(crate) struct Change {
    pub after: Customer,
    pub kind: ChangeKind,
    pub request: Option<RequestClaim>,
    pub validate_only: bool,
}

/// The key in a text that is an id or a number.
pub(crate) fn parse_key(text: &str, violations: &mut Violations) -> Option<Key> {
    // A number may consist of 32 hexadecimal digits too.
    if text.contains('-')
        && let Ok(id) = Uuid::try_parse(text)
    {
        return Some(Key::Id(id));
    }
    let number = CustomerNumber::parse(text).ok();
    if number.is_none() {
        violations.add("must be the id or the number of a customer", "须为客户 ID 或客户编号");
    }
    number.map(Key::Number)
}

/// The key in the field `customer` of a request.
pub(crate) fn key_of(customer: &str) -> Result<Key, Error> {
    let mut violations = Violations::default();
    let key = violations.field("customer", |violations| parse_key(customer, violations));
    require_none(violations)?;
    key.ok_or(Error::NotFound)
}

impl Target {
    /// Refuses when the caller saw another revision; an empty etag is not compared.
    pub(crate) fn compare(&self, sent: &str) -> Result<(), Error> {
        etag::compare(sent, self.customer.revision)
    }

    /// Refuses when the caller saw another revision.
    pub(crate) fn compare_revision(&self, seen: Option<i64>) -> Result<(), Error> {
        etag::compare_revision(seen, self.customer.revision)
    }
}

impl Call {
    /// How the caller stands to a record.
    pub(crate) fn relations_to(&self, row: &Model) -> Result<RelationSet, Error> {
        Ok(self.caller.relations_to(row.owner, &collaborator::of_row(row)?, row.team))
    }

    /// Opens records of the caller's tenant.
    pub(crate) fn opener(&self) -> Opener<'_> {
        Opener {
            keyring: &self.service.records.keyring,
            tenant: self.tenant(),
            vocabularies: &self.service.vocabularies,
        }
    }

    /// The record that a key names, if the caller may do this with it. Rights come before existence.
    pub(crate) async fn target(&self, key: &Key, action: Action) -> Result<Target, Error> {
        let found = customer::find(self.service.database(), self.tenant(), &self.keys, key).await?;
        let Some(row) = found.filter(|row| row.state != State::Purged.code()) else {
            self.allow_in_tenant(action)?;
            return Err(Error::NotFound);
        };
        let classes = self.allow(action, self.relations_to(&row)?)?;
        let customer = self.opener().row(&row).await?;
        Ok(Target { customer, row, classes })
    }

    /// Writes the next revision of a record, and answers it as the caller may see it.
    pub(crate) async fn change(&self, target: &Target, change: Change) -> Result<wire::Customer, Error> {
        self.change_within(target, change, Vec::new()).await
    }

    /// As [`Call::change`], unless it goes past one of the limits.
    pub(crate) async fn change_within(
        &self,
        target: &Target,
        change: Change,
        limits: Vec<Limit>,
    ) -> Result<wire::Customer, Error> {
        let before = &target.customer;
        let mut after = change.after;
        let record = self.next_revision(before, &target.row, &mut after, change.kind).await?;
        let (claims, releases) = customer::key_changes(&self.keys, before, &after);
        let write = self.write(change.request, claims.clone(), releases, record);
        let write = Write { limits, ..write };
        match self.commit(write, change.validate_only).await {
            Ok(Outcome::Committed(recorded)) => {
                if change.validate_only {
                    // Nothing is written that would tell of it.
                    self.log(Act::View, KIND, vec![after.id], target.classes).await?;
                }
                after.update_time = recorded.first().map_or(after.update_time, |recorded| recorded.time);
                Ok(encode::customer(&after, target.classes))
            }
            Ok(Outcome::Replayed { id, revision, .. }) => wire::Customer::again(self, id, revision).await,
            Err(error) => Err(taken(error, &claims)),
        }
    }

    /// The change that makes `after` the next revision of a record, sealed under the key of what is in its row.
    pub(crate) async fn next_revision(
        &self,
        before: &Customer,
        row: &Model,
        after: &mut Customer,
        kind: ChangeKind,
    ) -> Result<RecordChange, Error> {
        after.revision = before.revision + 1;
        after.update_time = self.service.records.clock.now();
        if !after.facts.tags.is_empty() {
            carried_tag::resolve(&mut after.facts.tags, &*self.service.vocabularies.get(self.tenant()).await?);
        }
        let key = match &after.personal {
            Some(_) => Some(self.service.records.keyring.key(KeySlot::of_sealed(&row.sealed)?).await?),
            None => None,
        };
        let kept = record::keep(self.tenant(), after, key.as_ref())?;
        let fields = self.service.custom_fields.get(self.tenant()).await?;
        let salt = self.service.records.clock.salt();
        let filing = Filing { tenant: self.tenant(), keys: &self.keys, fields: &fields };
        customer::change(filing, Some(before), after, kept, kind, salt)
    }

    /// The team of an owner; an owner whom the tenant does not employ is a violation.
    pub(crate) async fn team_of(
        &self,
        owner: Option<Uuid>,
        violations: &mut Violations,
    ) -> Result<Option<Uuid>, Error> {
        let Some(owner) = owner else { return Ok(None) };
        let found = self.employed(owner).await?;
        if found.is_none() {
            violations.field("customer", |violations| violations.field("owner", add_unemployed));
        }
        Ok(found.and_then(|facts| facts.team))
    }

    /// A member of staff who has not left; none where there is no such person.
    pub(crate) async fn employed(&self, id: Uuid) -> Result<Option<StaffFacts>, Error> {
        let found = staff::find(self.service.database(), self.tenant(), id).await?;
        let facts = found.as_ref().map(staff::facts).transpose()?;
        Ok(facts.filter(|facts| !facts.inactive))
    }
}

impl Answer<Service> for wire::Customer {
    async fn again(call: &Call, id: Uuid, revision: i64) -> Result<Self, Error> {
        let now = call.target(&Key::Id(id), Action::View).await?;
        let entry = call.service.records.journal.revision(call.tenant(), id, revision).await?.ok_or(Error::NotFound)?;
        let then = call.opener().entry(&entry, now.customer.personal.is_none()).await?;
        call.log(Act::View, KIND, vec![id], now.classes).await?;
        Ok(encode::past_customer(&then, &now.customer, now.classes))
    }
}

/// Notes that a field names nobody whom the tenant employs.
pub(crate) fn add_unemployed(violations: &mut Violations) {
    violations.add("must be a member of staff who has not left", "须为在职员工的 ID");
}

/// What it means that one of the claimed keys is taken.
pub(crate) fn taken(error: journal::WriteError, claims: &[UniqueKey]) -> Error {
    match error {
        journal::WriteError::Refused(journal::Refusal::KeyTaken { claim, .. }) => match claims.get(claim) {
            Some(key) if key.kind == customer::NUMBER_KEY => Error::Objection(Objection::NumberTaken),
            _ => Error::Objection(Objection::ExternalIdTaken),
        },
        other => other.into(),
    }
}
