//! The address of a row.

use contracts::customer::v1::{Address, AddressKind, CustomerKind};
use customer::domain::region::{self, Country};

use super::cells::Cells;
use super::field::Field;
use super::naming::is_han;

/// Takes the address of a row: from the street to the region as in English, from the region to the street as in Chinese. `home` is where an
/// address without a country is.
pub(super) fn take(cells: &mut Cells<'_>, kind: CustomerKind, home: Country) -> Option<Address> {
    let country = country(cells);
    cells.take_if(Field::Country, |_| country);
    let street: Vec<&str> = cells.take_all(Field::Address).into_iter().map(|(_, value)| value).collect();
    let (city, region) = (cells.take(Field::City), cells.take(Field::Region));
    let unknown_country = cells.take(Field::Country);
    let is_in_china = unknown_country.is_none() && country.unwrap_or(home) == Country::CHINA;
    let inwards = region.into_iter().chain(city).chain(street.iter().copied());
    let region_code = region::locate(inwards.filter(|_| is_in_china));
    let region_code = region_code.map(|code| code.as_str().to_owned()).unwrap_or_default();
    let mut text = match street.first().or(city.as_ref()).or(region.as_ref()) {
        Some(first) if is_han(first) => in_chinese(&street.concat(), city, region),
        _ => street.into_iter().chain(city).chain(region).collect::<Vec<_>>().join(", "),
    };
    if let Some(name) = unknown_country {
        text = [text.as_str(), name].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
    }
    let postal_code = cells.take(Field::PostalCode).unwrap_or_default().to_owned();
    if text.is_empty() {
        text = country.map(|country| country.english().to_owned()).unwrap_or_else(|| postal_code.clone());
    }
    if text.is_empty() {
        return None;
    }
    let kind = if kind == CustomerKind::Individual { AddressKind::Home } else { AddressKind::Office };
    let country = country.map(|country| country.code().to_owned()).unwrap_or_default();
    Some(Address { kind: kind.into(), country, region_code, text, postal_code, ..Address::default() })
}

/// The country that a row names, if it is one.
pub(super) fn country(cells: &Cells<'_>) -> Option<Country> {
    Country::parse(cells.peek(Field::Country)?).ok()
}

/// 省, 市 and 地址 in one, without saying twice with what the address begins.
fn in_chinese(street: &str, city: Option<&str>, region: Option<&str>) -> String {
    [city, region]
        .into_iter()
        .flatten()
        .fold(street.to_owned(), |text, part| if text.contains(part) { text } else { format!("{part}{text}") })
}
