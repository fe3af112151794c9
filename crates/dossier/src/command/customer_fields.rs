//! The fields of a customer as flags, and as JSON.

use std::io::{self, Read};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use contracts::customer::v1::custom_value::Value;
use contracts::customer::v1::important_date::Day;
use contracts::customer::v1::{
    ContactPoint, ContactPointKind, CustomValue, Customer, CustomerKind, ExternalId, ImportantDate, ImportantDateKind,
};
use contracts::options::v1::DataClass;
use contracts::resource::Resource;

use crate::custom_value;
use crate::day;
use crate::failure::Failure;
use crate::output::json;
use crate::session::Session;

/// Where JSON is read from standard input.
const STANDARD_INPUT: &str = "-";

/// The usual fields. A flag with an empty value clears its field.
#[derive(Args, Debug)]
#[command(next_help_heading = "Fields")]
pub(crate) struct CustomerFields {
    /// What the customer is
    #[arg(long, value_enum)]
    kind: Option<Kind>,
    /// The registered name
    #[arg(long)]
    name: Option<String>,
    /// The everyday name
    #[arg(long)]
    short_name: Option<String>,
    /// A telephone number; may be given several times
    #[arg(long = "phone", value_name = "NUMBER")]
    phones: Vec<String>,
    /// An e-mail address; may be given several times
    #[arg(long = "email", value_name = "ADDRESS")]
    emails: Vec<String>,
    /// A WeChat id; may be given several times
    #[arg(long = "wechat", value_name = "ID")]
    wechats: Vec<String>,
    /// The code of the level, by default A, B or C
    #[arg(long)]
    level: Option<String>,
    /// The code of the industry
    #[arg(long)]
    industry: Option<String>,
    /// The code of the channel through which the customer came
    #[arg(long)]
    source: Option<String>,
    /// The id of the staff member who is responsible
    #[arg(long)]
    owner: Option<String>,
    /// Free text
    #[arg(long)]
    remarks: Option<String>,
    /// The id in another system; may be given several times
    #[arg(long = "external-id", value_name = "SOURCE=ID", value_parser = external_id)]
    external_ids: Vec<ExternalId>,
    /// The birthday: 1990-05-20, 05-20, lunar:1990-05-20, lunar:leap:2023-02-10
    #[arg(long, value_name = "DAY", value_parser = birthday)]
    birthday: Option<Birthday>,
    /// What a field of the tenant's own says; may be given several times. An empty value clears it
    #[arg(long = "field", value_name = "ID=VALUE", value_parser = own_field)]
    own: Vec<(String, String)>,
    /// The customer as protobuf JSON in a file, or - for standard input; flags are laid over it
    #[arg(long, value_name = "FILE|-")]
    pub(super) json: Option<PathBuf>,
}

/// What a customer is.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(crate) enum Kind {
    Individual,
    Enterprise,
    Institution,
}

/// A birthday, or none to clear it.
#[derive(Clone, Debug)]
pub(super) struct Birthday(Option<Day>);

impl From<Kind> for CustomerKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Individual => Self::Individual,
            Kind::Enterprise => Self::Enterprise,
            Kind::Institution => Self::Institution,
        }
    }
}

impl CustomerFields {
    /// Lays the given fields over the customer, and answers their names. Contact points of a given kind, external ids of a
    /// given source and the birthday take the place of those there were; others stay.
    pub(super) fn apply(self, customer: &mut Customer) -> Result<Vec<String>, Failure> {
        let mut given = Vec::new();
        let mut set = |name: &str, field: &mut String, value: Option<String>| {
            if let Some(value) = value {
                *field = value;
                given.push(name.to_owned());
            }
        };
        set("registered_name", &mut customer.registered_name, self.name);
        set("short_name", &mut customer.short_name, self.short_name);
        set("level", &mut customer.level, self.level);
        set("industry", &mut customer.industry, self.industry);
        set("source", &mut customer.source, self.source);
        set("owner", &mut customer.owner, self.owner);
        set("remarks", &mut customer.remarks, self.remarks);
        if let Some(kind) = self.kind {
            customer.set_kind(kind.into());
            given.push("kind".to_owned());
        }
        let contacts = [
            (ContactPointKind::Phone, self.phones),
            (ContactPointKind::Email, self.emails),
            (ContactPointKind::Wechat, self.wechats),
        ];
        for (kind, values) in contacts.into_iter().filter(|(_, values)| !values.is_empty()) {
            readable(customer, DataClass::Contact)?;
            replace_contacts(&mut customer.contact_points, kind, values);
            given.push("contact_points".to_owned());
        }
        for id in self.external_ids {
            readable(customer, DataClass::Identity)?;
            customer.external_ids.retain(|other| other.source != id.source);
            customer.external_ids.extend((!id.id.is_empty()).then_some(id));
            given.push("external_ids".to_owned());
        }
        if let Some(birthday) = self.birthday {
            readable(customer, DataClass::Identity)?;
            replace_birthday(&mut customer.important_dates, birthday);
            given.push("important_dates".to_owned());
        }
        given.dedup();
        Ok(given)
    }
}

/// The customer that a JSON file describes, and which writable fields it has; an empty one without a file.
pub(super) fn from_json(file: Option<&Path>) -> Result<(Customer, Vec<String>), Failure> {
    let Some(file) = file else { return Ok((Customer::default(), Vec::new())) };
    let text = if file == Path::new(STANDARD_INPUT) {
        let mut text = String::new();
        io::stdin().read_to_string(&mut text).map(|_| text)
    } else {
        std::fs::read_to_string(file)
    };
    let (customer, mut fields) = json::read::<Customer>(&text.map_err(Failure::file(file))?)?;
    fields.retain(|field| Customer::WRITABLE.contains(&field.as_str()));
    Ok((customer, fields))
}

/// Values that are there already keep their element with its label and its history.
pub(super) fn replace_contacts(points: &mut Vec<ContactPoint>, kind: ContactPointKind, values: Vec<String>) {
    let values: Vec<String> = values.into_iter().filter(|value| !value.is_empty()).collect();
    points.retain(|point| point.kind() != kind || values.contains(&point.value));
    for value in values {
        if !points.iter().any(|point| point.kind() == kind && point.value == value) {
            points.push(ContactPoint { kind: kind.into(), value, ..ContactPoint::default() });
        }
    }
}

/// Puts a birthday in the place of the one there was.
pub(super) fn replace_birthday(dates: &mut Vec<ImportantDate>, Birthday(day): Birthday) {
    dates.retain(|date| date.kind() != ImportantDateKind::Birthday);
    dates.extend(day.map(|day| ImportantDate {
        kind: ImportantDateKind::Birthday.into(),
        day: Some(day),
        ..ImportantDate::default()
    }));
}

/// Refuses to change part of a list that the caller may not read: what is withheld would be lost.
fn readable(customer: &Customer, class: DataClass) -> Result<(), Failure> {
    if customer.masked_classes().any(|masked| masked == class) {
        return Err(Failure::usage(
            "you may not read this list, and so cannot change part of it; send the whole list with --json",
            "您无权查看该列表，因此不能只修改其中一部分；请用 --json 提交完整列表",
        ));
    }
    Ok(())
}

/// Lays what the tenant's own fields are to say over the customer, and answers their paths.
pub(super) async fn apply_own(
    fields: &CustomerFields,
    customer: &mut Customer,
    session: &Session,
) -> Result<Vec<String>, Failure> {
    if fields.own.is_empty() {
        return Ok(Vec::new());
    }
    let known = custom_value::fields(session).await?;
    let own =
        fields.own.iter().map(|(name, text)| match known.iter().find(|field| custom_value::is_called(field, name)) {
            Some(field) => (field.field_id.clone(), custom_value::parse(field, text)),
            // The server tells which there are.
            None => (name.clone(), CustomValue { value: Some(Value::Text(text.clone())) }),
        });
    let own: Vec<_> = own.collect();
    let paths = own.iter().map(|(id, _)| format!("custom_fields.{id}")).collect();
    customer.custom_fields.extend(own);
    Ok(paths)
}

fn own_field(text: &str) -> Result<(String, String), &'static str> {
    let (id, value) = text.split_once('=').ok_or("write ID=VALUE, such as skin_type=dry")?;
    Ok((id.trim().to_owned(), value.to_owned()))
}

pub(crate) fn external_id(text: &str) -> Result<ExternalId, &'static str> {
    let (source, id) = text.split_once('=').ok_or("write SOURCE=ID, such as shop=4711")?;
    Ok(ExternalId { source: source.to_owned(), id: id.to_owned() })
}

pub(super) fn birthday(text: &str) -> Result<Birthday, &'static str> {
    if text.is_empty() {
        return Ok(Birthday(None));
    }
    let day = day::parse(text).ok_or("write 1990-05-20, 05-20, lunar:1990-05-20 or lunar:leap:2023-02-10")?;
    Ok(Birthday(Some(day)))
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        fields: CustomerFields,
    }

    fn apply(customer: &mut Customer, flags: &[&str]) -> Result<Vec<String>, Failure> {
        Line::parse_from([&["line"], flags].concat()).fields.apply(customer)
    }

    fn point(kind: ContactPointKind, value: &str, label: &str) -> ContactPoint {
        let (value, label) = (value.to_owned(), label.to_owned());
        ContactPoint { kind: kind.into(), value, label, ..ContactPoint::default() }
    }

    #[test]
    fn the_mask_names_what_was_given_also_what_was_cleared() {
        let mut customer = Customer { level: "A".to_owned(), ..Customer::default() };
        let mask = apply(&mut customer, &["--level", "", "--name", "曹明", "--kind", "individual"]).unwrap();
        assert_eq!(mask, ["registered_name", "level", "kind"]);
        assert_eq!((customer.level.as_str(), customer.kind()), ("", CustomerKind::Individual));
    }

    #[test]
    fn contact_points_of_other_kinds_and_equal_ones_stay_as_they_are() {
        let phone = point(ContactPointKind::Phone, "+8613812345678", "办公室");
        let email = point(ContactPointKind::Email, "cao@example.com", "");
        let mut customer = Customer { contact_points: vec![phone.clone(), email.clone()], ..Customer::default() };
        let mask = apply(&mut customer, &["--phone", "+8613812345678", "--phone", "13900000000"]).unwrap();
        assert_eq!(mask, ["contact_points"]);
        assert_eq!(customer.contact_points, [phone, email, point(ContactPointKind::Phone, "13900000000", "")]);
    }

    #[test]
    fn a_list_that_is_withheld_is_not_overwritten_with_what_is_seen_of_it() {
        let mut customer = Customer::default();
        customer.masked_classes.push(DataClass::Contact.into());
        assert!(matches!(apply(&mut customer, &["--phone", "13900000000"]), Err(Failure::Usage(_))));
        assert_eq!(apply(&mut customer, &["--external-id", "shop=4711"]).unwrap(), ["external_ids"]);
    }

    #[test]
    fn a_birthday_may_be_lunar_and_may_be_cleared() {
        let mut customer = Customer::default();
        apply(&mut customer, &["--birthday", "lunar:leap:2023-02-10"]).unwrap();
        assert!(matches!(&customer.important_dates[0].day, Some(Day::Lunar(day)) if day.leap && day.month == 2));
        apply(&mut customer, &["--birthday", ""]).unwrap();
        assert!(customer.important_dates.is_empty());
    }
}
