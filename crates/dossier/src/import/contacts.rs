//! The contact points of a row.

use contracts::customer::v1::{ContactPoint, ContactPointKind};
use customer::domain::email::Email;
use customer::domain::name::MAX_LABEL_CHARS;
use customer::domain::phone::Phone;
use customer::domain::region::Country;
use rlibphonenumber::{PHONE_NUMBER_UTIL, Region};

use super::cells::Cells;
use super::field::Field;

/// What separates several phones or addresses in one cell.
const SEPARATORS: [char; 9] = [';', '；', ',', '，', '、', '/', '|', '\n', ' '];

const KINDS: [(Field, ContactPointKind); 10] = [
    (Field::Phone, ContactPointKind::Phone),
    (Field::Email, ContactPointKind::Email),
    (Field::Wechat, ContactPointKind::Wechat),
    (Field::Whatsapp, ContactPointKind::Whatsapp),
    (Field::Qq, ContactPointKind::Qq),
    (Field::Weibo, ContactPointKind::Weibo),
    (Field::Line, ContactPointKind::Line),
    (Field::Telegram, ContactPointKind::Telegram),
    (Field::Fax, ContactPointKind::Fax),
    (Field::Website, ContactPointKind::Website),
];

/// Where numbers without a country code are numbers of.
#[derive(Clone, Copy)]
pub(super) struct Countries {
    /// The row's, if it names one.
    pub(super) row: Option<Country>,
    /// The tenant's, where the server reads them.
    pub(super) tenant: Country,
}

/// Takes the contact points of a row; answers too whether a label names `person`, who can be reached there.
pub(super) fn take(cells: &mut Cells<'_>, person: &str, countries: Countries) -> (Vec<ContactPoint>, bool) {
    let mut points: Vec<ContactPoint> = Vec::new();
    let mut add = |kind: ContactPointKind, value: String, label: String| {
        if !points.iter().any(|point| point.kind() == kind && point.value == value) {
            points.push(ContactPoint { kind: kind.into(), value, label, ..ContactPoint::default() });
        }
    };
    let mut named = false;
    let reach = cells.take_all(Field::Reach);
    for (field, kind) in KINDS {
        let mut found = cells.take_all(field);
        found.extend(reach.iter().filter(|(_, value)| reached_by(value) == kind));
        let several = found.len() > 1;
        for (header, cell) in found {
            let person = if matches!(kind, ContactPointKind::Fax | ContactPointKind::Website) { "" } else { person };
            let parts = [person, if several { header } else { "" }];
            let label = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
            let fits = label.chars().count() <= MAX_LABEL_CHARS;
            named |= fits && !person.is_empty();
            for value in values(kind, cell, countries) {
                add(kind, value, if fits { label.clone() } else { String::new() });
            }
        }
    }
    (points, named)
}

/// The kind of a value that may be a phone or an e-mail address.
fn reached_by(value: &str) -> ContactPointKind {
    if value.contains(['@', '＠']) { ContactPointKind::Email } else { ContactPointKind::Phone }
}

/// The values of a cell: one as a rule, several if each part is one.
fn values(kind: ContactPointKind, cell: &str, countries: Countries) -> Vec<String> {
    let read: &dyn Fn(&str) -> Option<String> = match kind {
        ContactPointKind::Phone | ContactPointKind::Fax | ContactPointKind::Whatsapp => &|text| phone(text, countries),
        ContactPointKind::Email => &|text| Email::parse(text).ok().map(String::from),
        _ => return vec![cell.to_owned()],
    };
    if let Some(value) = read(cell) {
        return vec![value];
    }
    let parts = cell.split(SEPARATORS).map(str::trim).filter(|part| !part.is_empty());
    match parts.map(read).collect::<Option<Vec<_>>>() {
        Some(values) if !values.is_empty() => values,
        _ => vec![unread(kind, cell, countries)],
    }
}

fn phone(text: &str, countries: Countries) -> Option<String> {
    Phone::parse(text, countries.row.unwrap_or(countries.tenant)).ok().map(|phone| phone.as_str().to_owned())
}

/// What is no value of its kind stays as it is; but a number that is none of its country gets the country code, if the server
/// would else take it for one of the tenant's.
fn unread(kind: ContactPointKind, cell: &str, countries: Countries) -> String {
    let misread = kind != ContactPointKind::Email && Phone::parse(cell, countries.tenant).is_ok();
    match countries.row.filter(|_| misread).and_then(calling_code) {
        Some(code) => format!("+{code} {cell}"),
        None => cell.to_owned(),
    }
}

fn calling_code(country: Country) -> Option<i32> {
    PHONE_NUMBER_UTIL.get_country_code_for_region(Region::try_from(country.code()).ok()?)
}
