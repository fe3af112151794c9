//! Addresses as they were sent.

use contracts::customer::v1::{Address, AddressKind};
use conventions::violations::Violations;
use uuid::Uuid;

use super::Reading;
use crate::domain::address::{self, Directions, Place};
use crate::domain::region::{Country, RegionCode};
use conventions::fields::{element_id, ok};

pub(super) fn read(
    sent: &[Address],
    reading: &Reading<'_>,
    violations: &mut Violations,
) -> Option<(Vec<Place>, Vec<Directions>)> {
    let mut places: Vec<Place> = Vec::with_capacity(sent.len());
    let mut directions = Vec::with_capacity(sent.len());
    for (index, sent) in sent.iter().enumerate() {
        violations.item(index, |violations| {
            let Some((mut place, mut way)) = read_one(sent, reading, violations) else { return };
            if sent.address_id.is_empty()
                && let Some(id) = id_before(&way, &places, reading)
            {
                (place.id, way.id) = (id, id);
            }
            if places.iter().any(|other| other.id == place.id) {
                violations.add("must not have the id of another element", "元素编号重复");
                return;
            }
            places.push(place);
            directions.push(way);
        });
    }
    (places.len() == sent.len()).then_some((places, directions))
}

fn read_one(sent: &Address, reading: &Reading<'_>, violations: &mut Violations) -> Option<(Place, Directions)> {
    let id = element_id(&sent.address_id, "address_id", reading.clock, violations);
    let kind = violations.field("kind", |violations| kind(sent, violations));
    let country = violations.field("country", |violations| match sent.country.as_str() {
        "" => Some(reading.tenant.region),
        text => ok(Country::parse(text), violations),
    });
    let region = violations.field("region_code", |violations| match sent.region_code.as_str() {
        "" => Some(String::new()),
        text => ok(RegionCode::parse(text), violations).map(|code| code.as_str().to_owned()),
    });
    let text = violations.field("text", |violations| {
        let text = sent.text.trim();
        if text.is_empty() {
            violations.add("must not be empty: write the address, or leave it out", "不能为空，请填写地址或去掉此项");
        }
        text.to_owned()
    });
    let postal_code = sent.postal_code.trim().to_owned();
    let place = Place { id, kind: kind?, country: country?.code().to_owned(), region: region? };
    (!text.is_empty()).then_some((place, Directions { id, text, postal_code }))
}

/// The id that the same address had before, unless another element has it.
fn id_before(way: &Directions, taken: &[Place], reading: &Reading<'_>) -> Option<Uuid> {
    let same = |before: &&Directions| before.text == way.text && before.postal_code == way.postal_code;
    let id = reading.before?.1.directions.iter().find(same)?.id;
    taken.iter().all(|place| place.id != id).then_some(id)
}

fn kind(sent: &Address, violations: &mut Violations) -> Option<address::AddressKind> {
    Some(match sent.kind() {
        AddressKind::Registered => address::AddressKind::Registered,
        AddressKind::Office => address::AddressKind::Office,
        AddressKind::Delivery => address::AddressKind::Delivery,
        AddressKind::Home => address::AddressKind::Home,
        AddressKind::Other => address::AddressKind::Other,
        AddressKind::Unspecified => {
            violations.add("must be set, such as ADDRESS_KIND_OFFICE", "必填，例如 ADDRESS_KIND_OFFICE");
            return None;
        }
    })
}
