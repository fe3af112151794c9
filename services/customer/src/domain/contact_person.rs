//! The contact person: someone whom we deal with at companies, what a record says, and what may happen to it.

use std::collections::BTreeSet;

use clock::Instant;
use conventions::violations::Bilingual;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::contact_point::{ContactPoint, ContactPoints};
use super::external_id::ExternalId;
use super::important_date::ImportantDate;
use super::name::{Label, Name};
use conventions::record_state::StateError;

/// The number of the form in which [`Facts`] and [`Personal`] are stored. A new form gets a new number, and is read one release
/// before it is written.
pub const SCHEMA: i64 = 1;
/// The most companies that a person is linked to.
pub const MAX_COMPANIES: usize = 20;

/// A contact person at one revision.
#[derive(Clone, Debug)]
pub struct ContactPerson {
    /// The id; it sorts by time of creation.
    pub id: Uuid,
    /// From 1, without gaps.
    pub revision: i64,
    /// When this revision was recorded.
    pub update_time: Instant,
    /// What names no person.
    pub facts: Facts,
    /// The rest; none when it was erased.
    pub personal: Option<Personal>,
}

/// The part of a contact person that names nobody. Stored as JSON; what is empty is left out.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Facts {
    /// Whether the record is live.
    pub state: State,
    /// The companies, each once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub companies: Vec<CompanyLink>,
    /// When the record was created.
    pub create_time: Instant,
    /// When it was deleted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delete_time: Option<Instant>,
}

/// Whether a contact person is live. Stored as its name in lower case.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// In use.
    Active,
    /// Deleted; can be brought back.
    Deleted,
    /// Without its personal part, for good.
    Erased,
}

/// The part of a contact person that is personal. Stored as JSON, sealed; what is empty is left out.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Personal {
    /// The full name.
    pub name: Name,
    /// How one addresses the person.
    #[serde(default, skip_serializing_if = "Label::is_empty")]
    pub salutation: Label,
    /// The title at each of the companies, in their order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub titles: Vec<Title>,
    /// How the person is reached, if that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact_points: Option<ContactPoints>,
    /// The person's ids in other systems.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub external_ids: Vec<ExternalId>,
    /// Days that matter.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub important_dates: Vec<ImportantDate>,
    /// Free text.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub remarks: String,
}

/// What the person is at a company, as far as it names nobody. Stored as
/// `{"id":"…","role":"buyer","primary":true,"since":"2020-01-31","until":"2024-05-20"}`; what is absent is left out.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct CompanyLink {
    /// The company, and so the id of the element.
    #[serde(rename = "id")]
    pub customer: Uuid,
    /// The part played when the company decides to buy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<DecisionRole>,
    /// Whether this is the one to speak to first at the company.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub primary: bool,
    /// The first day and the last.
    #[serde(flatten)]
    pub period: Period,
}

/// From which day to which, as far as they are known.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct Period {
    /// The first day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Date>,
    /// The last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
}

/// What the person is called at a company. Stored as `{"id":"…","title":"…"}`; an empty title is left out.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Title {
    /// The company.
    #[serde(rename = "id")]
    pub customer: Uuid,
    /// The title.
    #[serde(default, skip_serializing_if = "Label::is_empty")]
    pub title: Label,
}

/// The part that a person plays when a company decides to buy. Stored as its name in snake case. The list is closed.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DecisionRole {
    /// Has the last word, 决策者.
    DecisionMaker,
    /// Is listened to by those who decide, 影响者.
    Influencer,
    /// Judges whether it is fit for the purpose, 评估者.
    Evaluator,
    /// Will work with what is bought, 使用者.
    User,
    /// Negotiates and orders, 采购者.
    Buyer,
    /// Lets others through to those who decide, or does not, 把关者.
    Gatekeeper,
    /// Wants us and speaks for us, 支持者.
    Champion,
    /// Speaks against us, 反对者.
    Opponent,
    /// Anything else.
    Other,
}

/// The companies at which one is something else by the links and titles `after` than by those `before`.
pub fn changed_companies(before: Links<'_>, after: Links<'_>) -> BTreeSet<Uuid> {
    let all = before.companies.iter().chain(after.companies).map(|link| link.customer);
    all.filter(|company| before.at(*company) != after.at(*company)).collect()
}

/// What a person is at companies.
#[derive(Clone, Copy, Debug, Default)]
pub struct Links<'a> {
    /// The links.
    pub companies: &'a [CompanyLink],
    /// The titles that go with them.
    pub titles: &'a [Title],
}

/// Why a link to a company is refused.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum LinkError {
    /// The last day is before the first.
    #[error("must not be before since: the last day comes after the first, or is the same")]
    EndsBeforeItBegins,
    /// The company is linked twice.
    #[error("is linked twice: say it once, with the role of today")]
    Twice,
    /// There is no such customer, or it is not live.
    #[error("must be the id or the number of a customer that is live")]
    NoSuchCompany,
}

impl Bilingual for LinkError {
    fn chinese(&self) -> String {
        match self {
            Self::EndsBeforeItBegins => "不能早于 since，离任日期须在任职日期当天或之后",
            Self::Twice => "重复关联同一企业，请只保留一项",
            Self::NoSuchCompany => "须为有效客户的 ID 或客户编号",
        }
        .to_owned()
    }
}

impl DecisionRole {
    /// Every role.
    pub const ALL: [Self; 9] = [
        Self::DecisionMaker,
        Self::Influencer,
        Self::Evaluator,
        Self::User,
        Self::Buyer,
        Self::Gatekeeper,
        Self::Champion,
        Self::Opponent,
        Self::Other,
    ];

    /// The word that is stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::DecisionMaker => "decision_maker",
            Self::Influencer => "influencer",
            Self::Evaluator => "evaluator",
            Self::User => "user",
            Self::Buyer => "buyer",
            Self::Gatekeeper => "gatekeeper",
            Self::Champion => "champion",
            Self::Opponent => "opponent",
            Self::Other => "other",
        }
    }
}

impl State {
    /// The word that is stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Deleted => "deleted",
            Self::Erased => "erased",
        }
    }
}

impl Period {
    /// A period that does not end before it begins.
    pub fn new(since: Option<Date>, until: Option<Date>) -> Result<Self, LinkError> {
        match (since, until) {
            (Some(since), Some(until)) if until < since => Err(LinkError::EndsBeforeItBegins),
            _ => Ok(Self { since, until }),
        }
    }
}

impl<'a> Links<'a> {
    /// What the person is at a company, and the title there; empty without one.
    fn at(&self, company: Uuid) -> (Option<&'a CompanyLink>, &'a str) {
        let title = self.titles.iter().find(|title| title.customer == company);
        let link = self.companies.iter().find(|link| link.customer == company);
        (link, title.map(|title| title.title.as_str()).unwrap_or_default())
    }
}

impl Facts {
    /// The link to a company.
    pub fn link(&self, customer: Uuid) -> Option<&CompanyLink> {
        self.companies.iter().find(|link| link.customer == customer)
    }
}

impl Personal {
    /// The title at a company; empty without one.
    pub fn title(&self, customer: Uuid) -> &str {
        let title = self.titles.iter().find(|title| title.customer == customer);
        title.map(|title| title.title.as_str()).unwrap_or_default()
    }

    /// How the person is reached.
    pub fn contact_points(&self) -> &[ContactPoint] {
        self.contact_points.as_ref().map(ContactPoints::as_slice).unwrap_or_default()
    }
}

impl ContactPerson {
    /// What the person is at companies.
    pub fn links(&self) -> Links<'_> {
        let titles = self.personal.as_ref().map(|personal| personal.titles.as_slice()).unwrap_or_default();
        Links { companies: &self.facts.companies, titles }
    }

    /// The personal part of a record that may be changed: neither deleted nor erased.
    pub fn changeable(&self) -> Result<&Personal, StateError> {
        match (self.facts.state, &self.personal) {
            (State::Erased, _) | (_, None) => Err(StateError::Erased),
            (State::Deleted, _) => Err(StateError::Deleted),
            (State::Active, Some(personal)) => Ok(personal),
        }
    }

    /// The record after it is deleted.
    pub fn deleted(&self, now: Instant) -> Result<Self, StateError> {
        self.changeable()?;
        let facts = Facts { state: State::Deleted, delete_time: Some(now), ..self.facts.clone() };
        Ok(Self { facts, ..self.clone() })
    }

    /// The record after it is brought back.
    pub fn undeleted(&self) -> Result<Self, StateError> {
        match (self.facts.state, &self.personal) {
            (State::Erased, _) | (_, None) => Err(StateError::Erased),
            (State::Active, _) => Err(StateError::NotDeleted),
            (State::Deleted, Some(_)) => {
                let facts = Facts { state: State::Active, delete_time: None, ..self.facts.clone() };
                Ok(Self { facts, ..self.clone() })
            }
        }
    }

    /// The record after its personal part is gone. Which companies the person belonged to stays.
    pub fn erased(&self) -> Result<Self, StateError> {
        if self.facts.state == State::Erased {
            return Err(StateError::Erased);
        }
        let facts = Facts { state: State::Erased, ..self.facts.clone() };
        Ok(Self { facts, personal: None, ..self.clone() })
    }
}
