//! A contact person as it was sent, read field by field into values that cannot be wrong; every violation is noted.

use contracts::customer::v1::{CompanyLink, ContactPerson, DecisionRole as SentRole};
use conventions::time;
use conventions::violations::Violations;

use crate::domain::contact_person::{
    CompanyLink as Link, ContactPerson as Record, DecisionRole, MAX_COMPANIES, Period, Personal,
};
use crate::domain::contact_point::ContactPoints;
use crate::domain::external_id::ExternalId;
use crate::domain::important_date::ImportantDate;
use crate::domain::name::{Label, Name};
use crate::rpc::customer::target::parse_key;
use crate::rpc::fields::{
    Elements, external_ids, refuse_more, remarks, with_more_contact_points, with_more_dates, with_more_external_ids,
};
use crate::rpc::{contact_point, important_date};
use crate::store::customer::Key;
use conventions::fields::ok;

/// The fields that were given; a field is none when it was not to be read.
#[derive(Clone, Debug, Default)]
pub(super) struct Given {
    pub name: Option<Name>,
    pub salutation: Option<Label>,
    pub companies: Option<Vec<Draft>>,
    pub contact_points: Option<Option<ContactPoints>>,
    pub external_ids: Option<Vec<ExternalId>>,
    pub important_dates: Option<Vec<ImportantDate>>,
    pub remarks: Option<String>,
}

/// A link to a company as it was sent.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub company: Key,
    pub title: Label,
    pub role: Option<DecisionRole>,
    pub primary: bool,
    pub period: Period,
}

impl Given {
    /// Reads the fields that `takes` names.
    pub(super) fn read(
        sent: &ContactPerson,
        takes: impl Fn(&str) -> bool,
        before: Option<&Personal>,
        elements: Elements<'_>,
        violations: &mut Violations,
    ) -> Self {
        let mut given = Self::default();
        let points = before.map(Personal::contact_points).unwrap_or_default();
        let dates = before.map(|before| before.important_dates.as_slice()).unwrap_or_default();
        let mut field = |name: &'static str, read: &mut dyn FnMut(&mut Violations)| {
            if takes(name) {
                violations.field(name, read);
            }
        };
        field("name", &mut |v| given.name = ok(Name::parse(&sent.name), v));
        field("salutation", &mut |v| given.salutation = ok(Label::parse(&sent.salutation), v));
        field("companies", &mut |v| given.companies = companies(&sent.companies, v));
        field("contact_points", &mut |v| {
            given.contact_points = match sent.contact_points.as_slice() {
                [] => Some(None),
                sent => contact_point::read(sent, points, elements, v).map(Some),
            };
        });
        field("external_ids", &mut |v| given.external_ids = external_ids(&sent.external_ids, v));
        field("important_dates", &mut |v| {
            given.important_dates = important_date::read(&sent.important_dates, dates, elements, v);
        });
        field("remarks", &mut |v| given.remarks = remarks(&sent.remarks, v));
        given
    }

    /// The given fields, whose lists are added to those that the record has: what an import does not mention stays. What is said of a company
    /// that is linked already takes the place of what was said of it.
    pub(super) fn added_to(mut self, before: &Record, personal: &Personal, violations: &mut Violations) -> Self {
        self.contact_points = self.contact_points.map(|more| match (&personal.contact_points, more) {
            (Some(points), Some(more)) => Some(with_more_contact_points(points, more, violations)),
            (points, more) => more.or_else(|| points.clone()),
        });
        self.external_ids =
            self.external_ids.map(|more| with_more_external_ids(&personal.external_ids, more, violations));
        self.important_dates =
            self.important_dates.map(|more| with_more_dates(&personal.important_dates, more, violations));
        self.companies = self.companies.map(|more| {
            let mut all: Vec<_> = before.facts.companies.iter().map(|link| Draft::of(link, personal)).collect();
            for draft in more {
                match all.iter_mut().find(|known| known.company == draft.company) {
                    Some(known) => known.overlay(draft),
                    None => all.push(draft),
                }
            }
            refuse_more("companies", all.len(), MAX_COMPANIES, violations);
            all
        });
        self
    }

    /// The personal part, with the given fields in the place of what it said; titles come with the companies.
    pub(super) fn onto(self, mut personal: Personal) -> Personal {
        fn set<T>(field: &mut T, given: Option<T>) {
            if let Some(given) = given {
                *field = given;
            }
        }
        set(&mut personal.name, self.name);
        set(&mut personal.salutation, self.salutation);
        set(&mut personal.contact_points, self.contact_points);
        set(&mut personal.external_ids, self.external_ids);
        set(&mut personal.important_dates, self.important_dates);
        set(&mut personal.remarks, self.remarks);
        personal
    }
}

impl Draft {
    /// What a record says of a company.
    fn of(link: &Link, personal: &Personal) -> Self {
        let title = personal.titles.iter().find(|title| title.customer == link.customer);
        Self {
            company: Key::Id(link.customer),
            title: title.map(|title| title.title.clone()).unwrap_or_default(),
            role: link.role,
            primary: link.primary,
            period: link.period,
        }
    }

    /// Puts what is said elsewhere of the same company in the place of what is said here.
    fn overlay(&mut self, other: Self) {
        if !other.title.is_empty() {
            self.title = other.title;
        }
        self.role = other.role.or(self.role);
        self.primary |= other.primary;
        self.period = if other.period == Period::default() { self.period } else { other.period };
    }
}

fn companies(sent: &[CompanyLink], violations: &mut Violations) -> Option<Vec<Draft>> {
    let mut drafts = Vec::with_capacity(sent.len());
    for (index, sent) in sent.iter().enumerate() {
        drafts.extend(violations.item(index, |violations| company(sent, violations)));
    }
    (drafts.len() == sent.len()).then_some(drafts)
}

fn company(sent: &CompanyLink, violations: &mut Violations) -> Option<Draft> {
    let company = violations.field("customer", |violations| parse_key(&sent.customer, violations));
    let title = violations.field("title", |violations| ok(Label::parse(&sent.title), violations));
    let day = |sent: Option<&_>, violations: &mut Violations| match sent {
        None => Some(None),
        Some(sent) => time::to_day(sent, violations).map(Some),
    };
    let since = violations.field("since", |violations| day(sent.since.as_ref(), violations));
    let until = violations.field("until", |violations| day(sent.until.as_ref(), violations));
    let period = violations.field("until", |violations| ok(Period::new(since?, until?), violations));
    Some(Draft { company: company?, title: title?, role: role(sent.role()), primary: sent.primary, period: period? })
}

fn role(sent: SentRole) -> Option<DecisionRole> {
    Some(match sent {
        SentRole::Unspecified => return None,
        SentRole::DecisionMaker => DecisionRole::DecisionMaker,
        SentRole::Influencer => DecisionRole::Influencer,
        SentRole::Evaluator => DecisionRole::Evaluator,
        SentRole::User => DecisionRole::User,
        SentRole::Buyer => DecisionRole::Buyer,
        SentRole::Gatekeeper => DecisionRole::Gatekeeper,
        SentRole::Champion => DecisionRole::Champion,
        SentRole::Opponent => DecisionRole::Opponent,
        SentRole::Other => DecisionRole::Other,
    })
}
