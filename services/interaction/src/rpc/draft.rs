//! Records as callers write them: made whole, or corrected field by field.

use access::log::Act;
use access::{ClassSet, DataClass};
use clock::Instant;
use contracts::resource::Resource as Message;
use conventions::fields::{id, seen};
use conventions::mask::UpdateMask;
use conventions::violations::{Violations, require};
use customers::Customer;
use journal::{ChangeKind, RequestClaim};
use operation::etag;
use prost_types::FieldMask;

use super::target::{Change, Resource, Target};
use crate::call::Call;
use crate::domain::activity::{Activity, Facts, Kind};
use crate::error::Error;

/// What a caller says of a record: when it took place, what names no person, and what is personal.
pub(crate) type Draft<K> = (Instant, <K as Kind>::Facts, <K as Kind>::Personal);

/// What a correction starts from: what the record said, and which fields are to be read anew.
pub(super) type Before<'a, K> = Option<(&'a Draft<K>, &'a UpdateMask)>;

/// A kind of record that callers write field by field.
pub(super) trait Written: Resource<Sent: Message + Sync> {
    /// The field of requests that holds the message.
    const FIELD: &'static str;
    /// The field of the message that holds the id.
    const ID: &'static str;

    /// The class of a field of the message, as the contract has it.
    fn class(field: &str) -> DataClass;

    /// By what the message says which record it means.
    fn meant(sent: &Self::Sent) -> Meant<'_>;

    /// Reads the message into values that cannot be wrong; every violation is noted.
    fn read(
        sent: &Self::Sent,
        before: Before<'_, Self>,
        now: Instant,
        violations: &mut Violations,
    ) -> Option<Draft<Self>>;

    /// Confirms with the customer service what it alone knows of what is said newly.
    fn confirm(_: &Call, _: &Draft<Self>, _: Option<&Draft<Self>>) -> impl Future<Output = Result<(), Error>> + Send {
        std::future::ready(Ok(()))
    }
}

/// By what a message says which record it means.
pub(super) struct Meant<'a> {
    pub customer: &'a str,
    pub id: &'a str,
    pub etag: &'a str,
}

/// A record that is to be made: about whom, what comes with making it, and what it says.
pub(super) struct New<K: Kind> {
    pub customer: Customer,
    pub classes: ClassSet,
    pub draft: Draft<K>,
}

impl Call {
    /// Reads a record that is to be made about a live customer.
    pub(super) async fn read_new<K: Written>(&self, sent: &K::Sent) -> Result<New<K>, Error> {
        let customer = K::meant(sent).customer;
        let mut violations = Violations::default();
        let draft = violations.field(K::FIELD, |violations| {
            if customer.is_empty() {
                violations.field("customer", Violations::add_required);
            }
            K::read(sent, None, self.service.records.clock.now(), violations)
        });
        let draft = require(violations, draft)?;
        let (customer, classes) = self.live_customer(customer, K::EDIT).await?;
        may_write::<K>(sent.populated(), classes)?;
        K::confirm(self, &draft, None).await?;
        Ok(New { customer, classes, draft })
    }

    /// Changes the fields of a record that the mask names.
    pub(super) async fn correct<K: Written>(
        &self,
        sent: &K::Sent,
        mask: Option<&FieldMask>,
        (request, validate_only): (Option<RequestClaim>, bool),
    ) -> Result<K::Sent, Error> {
        let meant = K::meant(sent);
        let mut violations = Violations::default();
        let mask = violations.field("update_mask", |violations| UpdateMask::new(mask, sent, violations));
        let (seen, id) = violations.field(K::FIELD, |violations| {
            let seen = violations.field("etag", |violations| match meant.etag {
                "" => {
                    violations.add_required();
                    None
                }
                etag => seen(etag, violations),
            });
            (seen, violations.field(K::ID, |violations| id(meant.id, violations)))
        });
        let id = require(violations, id)?;
        let target = self.target::<K>(id, K::EDIT).await?;
        etag::compare_revision(seen, target.activity.revision)?;
        match self.corrected(&target, sent, &mask).await? {
            Some(after) => {
                self.change(&target, Change { after, kind: ChangeKind::Updated, request, validate_only }).await
            }
            None => self.unchanged(&target).await,
        }
    }

    /// The record with the fields of the mask as they were sent; none when it says what it said.
    async fn corrected<K: Written>(
        &self,
        target: &Target<K>,
        sent: &K::Sent,
        mask: &UpdateMask,
    ) -> Result<Option<Activity<K>>, Error> {
        let before = &target.activity;
        let said = before.changeable().map_err(|state| target.refused(state))?;
        may_write::<K>(mask.fields(), target.classes)?;
        let was = (before.facts.occur_time, before.facts.own.clone(), said.clone());
        let customer = K::meant(sent).customer;
        let mut violations = Violations::default();
        let draft = violations.field(K::FIELD, |violations| {
            if mask.contains("customer") && !customer.is_empty() && customer != before.facts.customer.to_string() {
                violations.field("customer", |violations| {
                    violations.add(
                        "never changes: record it for the right one, and delete this",
                        "不可更改，请在正确的客户下重新记录并删除本条",
                    );
                });
            }
            K::read(sent, Some((&was, mask)), self.service.records.clock.now(), violations)
        });
        let draft = require(violations, draft)?;
        if draft == was {
            return Ok(None);
        }
        K::confirm(self, &draft, Some(&was)).await?;
        let (occur_time, own, personal) = draft;
        let facts = Facts { occur_time, own, ..before.facts.clone() };
        Ok(Some(Activity { facts, personal: Some(personal), ..before.clone() }))
    }

    /// Answers a record that a change leaves as it is.
    pub(super) async fn unchanged<K: Resource>(&self, target: &Target<K>) -> Result<K::Sent, Error> {
        self.log(Act::View, K::NAME, vec![target.activity.id], target.classes).await?;
        Ok(K::encode(&target.activity, target.classes))
    }
}

/// Refuses a write of fields of classes that the caller may not read: nobody overwrites unseen.
fn may_write<K: Written>(fields: impl IntoIterator<Item = &'static str>, classes: ClassSet) -> Result<(), Error> {
    let is_readable = |field: &str| classes.contains(K::class(field));
    if fields.into_iter().all(is_readable) { Ok(()) } else { Err(Error::PermissionDenied) }
}
