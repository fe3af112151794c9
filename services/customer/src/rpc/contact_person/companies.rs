//! The companies of a contact person: who they are, and what the caller may do there.

use std::collections::{BTreeSet, HashMap};

use access::{Action, ClassSet, Relation, RelationSet};
use conventions::violations::Violations;
use uuid::Uuid;

use super::decode::Draft;
use crate::call::Call;
use crate::domain::contact_person::{CompanyLink, ContactPerson, Facts, LinkError, Links, Title, changed_companies};
use crate::domain::customer::State;
use crate::error::Error;
use crate::store::customer;
use crate::store::entity::customer::Model;
use conventions::fields::refuse;

/// The customers of some contact persons, by id.
pub(super) struct Companies(HashMap<Uuid, Model>);

impl Call {
    /// The customers of some contact persons.
    pub(super) async fn companies_of(&self, persons: impl IntoIterator<Item = &Facts>) -> Result<Companies, Error> {
        let ids: BTreeSet<_> =
            persons.into_iter().flat_map(|facts| &facts.companies).map(|link| link.customer).collect();
        let ids: Vec<_> = ids.into_iter().collect();
        let mut rows = customer::find_many(self.service.database(), self.tenant(), &ids).await?;
        // Of a customer that is purged nobody is the owner, and it lies in no pool either.
        rows.retain(|row| row.state != State::Purged.code());
        Ok(Companies(rows.into_iter().map(|row| (row.customer_id, row)).collect()))
    }

    /// How the caller stands to a contact person: as to each of its companies, and to one without any as to a customer without
    /// an owner.
    pub(super) fn relations_through(&self, companies: &Companies, facts: &Facts) -> Result<RelationSet, Error> {
        if facts.companies.is_empty() {
            return Ok(self.caller.relations_to(None, &[], None));
        }
        let mut held = RelationSet::only(Relation::Other);
        for row in facts.companies.iter().filter_map(|link| companies.0.get(&link.customer)) {
            held |= self.relations_to(row)?;
        }
        Ok(held)
    }

    /// The links that were sent, and the titles with them, in the place of those of the record before. Whoever adds a link, changes
    /// it or takes it away must be allowed `action` on that company.
    pub(super) async fn link(
        &self,
        drafts: Vec<Draft>,
        before: Option<&ContactPerson>,
        action: Action,
        violations: &mut Violations,
    ) -> Result<(Vec<CompanyLink>, Vec<Title>), Error> {
        let (mut links, mut titles) = (Vec::with_capacity(drafts.len()), Vec::with_capacity(drafts.len()));
        for (index, draft) in drafts.into_iter().enumerate() {
            let Draft { company, title, role, primary, period } = draft;
            let found = customer::find(self.service.database(), self.tenant(), &self.keys, &company).await?;
            let Some(row) = found else {
                self.allow_in_tenant(action)?;
                refuse_company(violations, index, LinkError::NoSuchCompany);
                continue;
            };
            let link = CompanyLink { customer: row.customer_id, role, primary, period };
            let is_new = before.is_none_or(|before| before.facts.link(link.customer).is_none());
            if is_new && row.state != State::Active.code() {
                refuse_company(violations, index, LinkError::NoSuchCompany);
            }
            if links.iter().any(|other: &CompanyLink| other.customer == link.customer) {
                refuse_company(violations, index, LinkError::Twice);
            }
            titles.push(Title { customer: link.customer, title });
            links.push(link);
        }
        let before = before.map(ContactPerson::links).unwrap_or_default();
        self.allow_linking(action, before, Links { companies: &links, titles: &titles }).await?;
        Ok((links, titles))
    }

    /// Refuses unless the caller may do this to a contact person that says `facts`.
    pub(in crate::rpc) async fn allow_to_contact_person(
        &self,
        action: Action,
        facts: &Facts,
    ) -> Result<ClassSet, Error> {
        let companies = self.companies_of([facts]).await?;
        self.allow(action, self.relations_through(&companies, facts)?)
    }

    /// Refuses unless the caller may do this to every company at which the person becomes something else.
    pub(in crate::rpc) async fn allow_linking(
        &self,
        action: Action,
        before: Links<'_>,
        after: Links<'_>,
    ) -> Result<(), Error> {
        let changed: Vec<_> = changed_companies(before, after).into_iter().collect();
        for row in customer::find_many(self.service.database(), self.tenant(), &changed).await? {
            self.allow(action, self.relations_to(&row)?)?;
        }
        Ok(())
    }
}

fn refuse_company(violations: &mut Violations, index: usize, error: LinkError) {
    violations.field("contact_person", |violations| {
        violations.field("companies", |violations| {
            violations.item(index, |violations| {
                violations.field("customer", |violations| refuse(violations, error));
            });
        });
    });
}
