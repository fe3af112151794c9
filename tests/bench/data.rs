//! Made-up customers, the same ones in every run.

mod words;

use contracts::customer::v1::{
    Address, AddressKind, ContactPoint, ContactPointKind, Customer, CustomerKind, CustomerState, ExternalId,
    ImportantDate, ImportantDateKind, VerificationState, important_date::Day,
};
use contracts::google::r#type::Date;
use prost_types::Timestamp;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use self::words::*;
pub use self::words::{INDUSTRIES, STAGES};

/// An endless row of customers as a caller sends them: people and companies, most with Chinese names.
pub struct Customers {
    random: StdRng,
    /// The other system in which they have ids.
    system: &'static str,
    count: u64,
}

impl Customers {
    /// Those that are there before anything is measured.
    pub fn loaded() -> Self {
        Self { random: StdRng::seed_from_u64(1), system: "erp", count: 0 }
    }

    /// Those that are created while it is measured.
    pub fn created() -> Self {
        Self { random: StdRng::seed_from_u64(2), system: "shop", count: 0 }
    }

    /// The next customer.
    pub fn customer(&mut self) -> Customer {
        let customer = match self.random.random_range(0..100) {
            0..55 => self.person(),
            55..85 => self.company(),
            85..95 => self.latin_person(),
            _ => self.latin_company(),
        };
        self.count += 1;
        let first_contact = self.random.random_range(1_577_836_800..1_767_225_600);
        let stage = self.common(&STAGES);
        Customer {
            stage: stage.to_owned(),
            stage_reason: if stage == "lost" { "price".to_owned() } else { String::new() },
            level: if self.chance(0.7) { self.common(&LEVELS).to_owned() } else { String::new() },
            source: self.common(&SOURCES).to_owned(),
            external_ids: vec![ExternalId { source: self.system.to_owned(), id: format!("{:08}", self.count) }],
            remarks: if self.chance(0.8) { self.remark() } else { String::new() },
            first_contact_time: Some(Timestamp { seconds: first_contact, nanos: 0 }),
            ..customer
        }
    }

    /// The next customer as the server answers it.
    pub fn answered(&mut self) -> Customer {
        let mut customer = self.customer();
        for point in &mut customer.contact_points {
            point.contact_point_id = self.uuid();
            point.set_verification_state(VerificationState::Unverified);
        }
        for address in &mut customer.addresses {
            address.address_id = self.uuid();
        }
        for date in &mut customer.important_dates {
            date.important_date_id = self.uuid();
        }
        let time = Some(Timestamp { seconds: 1_767_225_600, nanos: 123_456_000 });
        Customer {
            customer_id: self.uuid(),
            customer_number: format!("C20260101{:03}", self.count),
            stage_time: time,
            create_time: time,
            update_time: time,
            state: CustomerState::Active.into(),
            revision: 1,
            etag: "AAAAAAAAAAE".to_owned(),
            ..customer
        }
    }

    /// A random UUID in text.
    pub fn uuid(&mut self) -> String {
        uuid::Builder::from_random_bytes(self.random.random()).into_uuid().to_string()
    }

    /// A level.
    pub fn level(&mut self) -> String {
        self.common(&LEVELS).to_owned()
    }

    /// What may be noted about a customer.
    pub fn remark(&mut self) -> String {
        format!("{} {}", self.common(&REMARKS), self.common(&REMARKS))
    }

    fn person(&mut self) -> Customer {
        let (surname, latin) = self.common(&SURNAMES);
        let given: String = (0..if self.chance(0.85) { 2 } else { 1 }).map(|_| self.common(&GIVEN)).collect();
        Customer { registered_name: format!("{surname}{given}"), ..self.individual(latin) }
    }

    fn latin_person(&mut self) -> Customer {
        let name = format!("{} {}", self.common(&LATIN_GIVEN), self.common(&LATIN_SURNAMES));
        Customer { registered_name: name, ..self.individual("guest") }
    }

    fn individual(&mut self, account: &str) -> Customer {
        let birthday = Date {
            year: self.random.random_range(1950..2006),
            month: self.random.random_range(1..=12),
            day: self.random.random_range(1..=28),
        };
        let birthday = ImportantDate {
            kind: ImportantDateKind::Birthday.into(),
            day: Some(Day::Solar(birthday)),
            ..ImportantDate::default()
        };
        Customer {
            kind: CustomerKind::Individual.into(),
            contact_points: self.contact_points(account),
            addresses: self.address(AddressKind::Home, 0.9),
            important_dates: self.chance(0.6).then_some(birthday).into_iter().collect(),
            ..Customer::default()
        }
    }

    fn company(&mut self) -> Customer {
        let (trade, industry) = self.common(&TRADES);
        let brand = format!("{}{}{trade}", self.common(&BRAND), self.common(&BRAND));
        let (city, ..) = self.common(&PLACES);
        Customer {
            registered_name: format!("{city}{brand}有限公司"), short_name: brand, ..self.enterprise(industry)
        }
    }

    fn latin_company(&mut self) -> Customer {
        let brand =
            format!("{} {}", self.common(&LATIN_BRAND), self.common(&["Trading", "Logistics", "Foods", "Systems"]));
        Customer { registered_name: format!("{brand} Ltd."), short_name: brand, ..self.enterprise("trade") }
    }

    fn enterprise(&mut self, industry: &str) -> Customer {
        let (_, account) = self.common(&SURNAMES);
        Customer {
            kind: CustomerKind::Enterprise.into(),
            industry: industry.to_owned(),
            contact_points: self.contact_points(account),
            addresses: self.address(AddressKind::Office, 0.9),
            ..Customer::default()
        }
    }

    /// A mobile number, most with an e-mail address, many with a WeChat id.
    fn contact_points(&mut self, account: &str) -> Vec<ContactPoint> {
        let account = format!("{account}{:05}", self.random.random_range(0..100_000));
        let mut points = vec![(ContactPointKind::Phone, self.mobile())];
        if self.chance(0.8) {
            points.push((ContactPointKind::Email, format!("{account}@{}", self.common(&MAIL_DOMAINS))));
        }
        if self.chance(0.5) {
            points.push((ContactPointKind::Wechat, format!("wx_{account}")));
        }
        let point = |(kind, value): (ContactPointKind, String)| ContactPoint {
            kind: kind.into(),
            value,
            label: self.common(&LABELS).to_owned(),
            primary: true,
            ..ContactPoint::default()
        };
        points.into_iter().map(point).collect()
    }

    fn mobile(&mut self) -> String {
        let digits = self.random.random_range(0..100_000_000);
        format!("+86{}{digits:08}", self.common(&MOBILE_PREFIXES))
    }

    fn address(&mut self, kind: AddressKind, share: f64) -> Vec<Address> {
        let (_, region, postal_code, street) = self.common(&PLACES);
        let address = Address {
            kind: kind.into(),
            country: "CN".to_owned(),
            region_code: region.to_owned(),
            text: format!("{street} {} 号", self.random.random_range(1..400)),
            postal_code: postal_code.to_owned(),
            ..Address::default()
        };
        self.chance(share).then_some(address).into_iter().collect()
    }

    fn chance(&mut self, share: f64) -> bool {
        self.random.random_bool(share)
    }

    /// One of the list, those at its beginning more often.
    fn common<T: Copy + Default>(&mut self, list: &[T]) -> T {
        let place = self.random.random::<f64>().powf(1.5) * list.len() as f64;
        list.get(place as usize).copied().unwrap_or_default()
    }
}

/// What somebody types who looks for the customer by a part of its name: the given name of a person, the brand of a company.
pub fn part_of_name(customer: &Customer) -> String {
    let name = &customer.registered_name;
    if name.is_ascii() || name.contains(' ') {
        return name.split(' ').next().unwrap_or(name).to_owned();
    }
    let beyond_two = name.chars().count().saturating_sub(2);
    match customer.kind() {
        CustomerKind::Individual => name.chars().skip(beyond_two).collect(),
        _ => customer.short_name.chars().take(2).collect(),
    }
}

/// The phone number of the customer, in E.164.
pub fn phone(customer: &Customer) -> Option<&str> {
    let is_phone = |point: &&ContactPoint| point.kind() == ContactPointKind::Phone;
    customer.contact_points.iter().find(is_phone).map(|point| point.value.as_str())
}

#[cfg(test)]
mod tests {
    use contracts::validation::{Validate, Violations};
    use prost::Message;

    use super::*;

    /// How many customers are looked at.
    const LOOKED_AT: usize = 2_000;

    #[test]
    fn every_customer_follows_the_contract() {
        let mut customers = Customers::loaded();
        for _ in 0..LOOKED_AT {
            let mut violations = Violations::default();
            customers.customer().validate(&mut violations);
            assert!(violations.is_empty(), "{violations:?}");
        }
    }

    #[test]
    fn every_run_has_the_same_customers() {
        let row = || {
            let mut customers = Customers::loaded();
            (0..LOOKED_AT).map(move |_| customers.customer())
        };
        assert!(row().eq(row()));
    }

    #[test]
    fn a_customer_as_it_is_answered_has_the_typical_size() {
        let mut customers = Customers::loaded();
        let bytes: usize = (0..LOOKED_AT).map(|_| customers.answered().encoded_len()).sum();
        let mean = bytes / LOOKED_AT;
        assert!((520..=610).contains(&mean), "{mean} bytes");
    }

    #[test]
    fn a_part_of_a_name_is_a_part_of_it() {
        let mut customers = Customers::loaded();
        for _ in 0..LOOKED_AT {
            let customer = customers.customer();
            let part = part_of_name(&customer);
            assert!(part.chars().count() >= 2 && customer.registered_name.contains(&part), "{part}");
        }
    }
}
