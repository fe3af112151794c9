//! The fields of a contact person as flags.

use clap::{Args, ValueEnum};
use contracts::customer::v1::important_date::Day;
use contracts::customer::v1::{CompanyLink, ContactPerson, ContactPointKind, DecisionRole};
use contracts::google::r#type::Date;

use super::customer_fields::{Birthday, birthday, replace_birthday, replace_contacts};
use super::set;
use crate::day;

/// The usual fields. A flag with an empty value clears its field.
#[derive(Args, Debug)]
#[command(next_help_heading = "Fields")]
pub(crate) struct ContactFields {
    /// The full name
    #[arg(long)]
    name: Option<String>,
    /// How one addresses the person, such as 王总
    #[arg(long)]
    salutation: Option<String>,
    /// The id or number of a company that the person belongs to; the flags below say what the person is there
    #[arg(long, value_name = "CUSTOMER")]
    pub(super) company: Option<String>,
    /// The title there
    #[arg(long, requires = "company")]
    title: Option<String>,
    /// The part played when the company decides to buy
    #[arg(long, value_enum, requires = "company")]
    role: Option<Role>,
    /// Whether this is the one to speak to first there
    #[arg(long, value_name = "true|false", requires = "company")]
    primary: Option<bool>,
    /// The first day there
    #[arg(long, value_name = "DAY", value_parser = date, requires = "company")]
    since: Option<Date>,
    /// The last day there
    #[arg(long, value_name = "DAY", value_parser = date, requires = "company")]
    until: Option<Date>,
    /// A telephone number; may be given several times
    #[arg(long = "phone", value_name = "NUMBER")]
    phones: Vec<String>,
    /// An e-mail address; may be given several times
    #[arg(long = "email", value_name = "ADDRESS")]
    emails: Vec<String>,
    /// A WeChat id; may be given several times
    #[arg(long = "wechat", value_name = "ID")]
    wechats: Vec<String>,
    /// The birthday: 1990-05-20, 05-20, lunar:1990-05-20, lunar:leap:2023-02-10
    #[arg(long, value_name = "DAY", value_parser = birthday)]
    birthday: Option<Birthday>,
    /// Free text
    #[arg(long)]
    remarks: Option<String>,
}

/// The part that a person plays when a company decides to buy.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Role {
    DecisionMaker,
    Influencer,
    Evaluator,
    User,
    Buyer,
    Gatekeeper,
    Champion,
    Opponent,
    Other,
}

impl From<Role> for DecisionRole {
    fn from(role: Role) -> Self {
        match role {
            Role::DecisionMaker => Self::DecisionMaker,
            Role::Influencer => Self::Influencer,
            Role::Evaluator => Self::Evaluator,
            Role::User => Self::User,
            Role::Buyer => Self::Buyer,
            Role::Gatekeeper => Self::Gatekeeper,
            Role::Champion => Self::Champion,
            Role::Opponent => Self::Opponent,
            Role::Other => Self::Other,
        }
    }
}

impl ContactFields {
    /// Lays the given fields over the contact person, and answers their names. Contact points of a given kind, the birthday and what
    /// is given of the link to a company take the place of what there was; the rest stays.
    pub(super) fn apply(self, person: &mut ContactPerson) -> Vec<String> {
        let mut given = Vec::new();
        set("name", &mut person.name, self.name, &mut given);
        set("salutation", &mut person.salutation, self.salutation, &mut given);
        set("remarks", &mut person.remarks, self.remarks, &mut given);
        if let Some(company) = self.company {
            given.push("companies".to_owned());
            let mut link = CompanyLink { customer: company, ..CompanyLink::default() };
            let known = person.companies.iter_mut().find(|other| other.customer == link.customer);
            let is_new = known.is_none();
            let said = known.unwrap_or(&mut link);
            said.title = self.title.unwrap_or(std::mem::take(&mut said.title));
            said.primary = self.primary.unwrap_or(said.primary);
            said.since = self.since.or(said.since.take());
            said.until = self.until.or(said.until.take());
            if let Some(role) = self.role {
                said.set_role(role.into());
            }
            person.companies.extend(is_new.then_some(link));
        }
        let contacts = [
            (ContactPointKind::Phone, self.phones),
            (ContactPointKind::Email, self.emails),
            (ContactPointKind::Wechat, self.wechats),
        ];
        for (kind, values) in contacts.into_iter().filter(|(_, values)| !values.is_empty()) {
            replace_contacts(&mut person.contact_points, kind, values);
            given.push("contact_points".to_owned());
        }
        if let Some(birthday) = self.birthday {
            replace_birthday(&mut person.important_dates, birthday);
            given.push("important_dates".to_owned());
        }
        given.dedup();
        given
    }
}

/// A day with its year.
pub(crate) fn date(text: &str) -> Result<Date, &'static str> {
    match day::parse(text) {
        Some(Day::Solar(date)) if date.year > 0 => Ok(date),
        _ => Err("write 2024-05-20"),
    }
}
