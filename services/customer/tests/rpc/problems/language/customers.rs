//! Other fields of a customer that are refused.

use contracts::customer::v1 as wire;
use contracts::customer::v1::important_date::Day;
use testkit::on_both_engines;

use super::{Sent, assert_told, external_id};
use crate::harness::{House, company};

on_both_engines! {
    async fn the_rules_of_a_customer_are_told_in_chinese(engine) {
        let customer = || company("甲公司", "13912345678");
        let named = |name: &str| Sent::customer(wire::Customer { registered_name: name.into(), ..customer() });
        let ids = |ids: &[wire::ExternalId]| Sent::customer(wire::Customer { external_ids: ids.into(), ..customer() });
        let address = || wire::Address {
            kind: wire::AddressKind::Office.into(),
            text: "文一西路969号".into(),
            ..Default::default()
        };
        let solar = |year, month, day| Sent::day(Day::Solar(contracts::google::r#type::Date { year, month, day }));
        let lunar = wire::LunarDay { year: 1800, month: 8, leap: false, day: 15 };
        let unlabelled = Day::Lunar(wire::LunarDay { year: 1990, ..lunar });
        let other = wire::ImportantDate { kind: wire::ImportantDateKind::Other.into(), ..Default::default() };
        assert_told(&House::new(engine).await, [
            (
                Sent::customer(wire::Customer { kind: 0, ..customer() }),
                "customer.kind",
                "must be set: individual, enterprise or institution",
            ),
            (
                named(" "),
                "customer.registered_name",
                "must not be empty: give the registered name of a company or the full name of a person",
            ),
            // Composed, it has twice as many.
            (named(&"\u{958}".repeat(200)), "customer.registered_name", "must have at most 200 characters: shorten it"),
            (
                Sent::customer(wire::Customer { short_name: "甲\n司".into(), ..customer() }),
                "customer.short_name",
                "must not hold control characters such as line breaks: remove them",
            ),
            (
                Sent::customer(wire::Customer { customer_number: "KH 42".into(), ..customer() }),
                "customer.customer_number",
                "must be a customer number: 1 to 32 of the characters A-Z, a-z, 0-9, _ and -",
            ),
            (
                Sent::customer(wire::Customer { stage: "won".into(), ..customer() }),
                "customer.stage",
                "must be one of: potential, intent, customer, lost",
            ),
            (
                Sent::customer(wire::Customer { level: "Z".into(), ..customer() }),
                "customer.level",
                "must be one of: A, B, C",
            ),
            (
                Sent::customer(wire::Customer { industry: "mining".into(), ..customer() }),
                "customer.industry",
                "must be one of: manufacturing, it, retail, education, services, catering, medical_aesthetics, trade, \
                 finance, healthcare, real_estate, construction, logistics, agriculture, energy, media, government, \
                 other",
            ),
            (
                Sent::customer(wire::Customer { source: "fax".into(), ..customer() }),
                "customer.source",
                "must be one of: web_form, exhibition, referral, online_enquiry, social, campaign, import, other",
            ),
            (Sent::Owner("li".into()), "customer.owner", "must be the id of a member of staff, a UUID"),
            (
                ids(&[external_id("Shop", "4711")]),
                "customer.external_ids[0]",
                "the source must be 1 to 64 of the characters a-z, 0-9, `.`, `_`, `:` and `-`",
            ),
            (
                ids(&[external_id("shop", "47\n11")]),
                "customer.external_ids[0]",
                "the id must be 1 to 200 characters, none of them a control character",
            ),
            (
                ids(&[external_id("shop", "4711"), external_id("shop", "4711")]),
                "customer.external_ids[1]",
                "must not be there twice: remove one",
            ),
            (
                Sent::address(wire::Address { country: "XX".into(), ..address() }),
                "customer.addresses[0].country",
                "is not a country: give its ISO 3166 code such as CN or DE, or its English or Chinese name",
            ),
            (
                Sent::address(wire::Address { region_code: "3301".into(), ..address() }),
                "customer.addresses[0].region_code",
                "must be six digits as in GB/T 2260, such as 440305, 440300 or 440000",
            ),
            (
                Sent::address(wire::Address { region_code: "990000".into(), ..address() }),
                "customer.addresses[0].region_code",
                "must begin with the code of a province, such as 11 for Beijing or 44 for Guangdong",
            ),
            (
                Sent::address(wire::Address { text: String::new(), ..address() }),
                "customer.addresses[0].text",
                "must not be empty: write the address, or leave it out",
            ),
            (
                solar(2023, 2, 29),
                "customer.important_dates[0].solar",
                "must be a day that exists: check month and day, and the year for 29 February",
            ),
            (
                solar(1700, 2, 28),
                "customer.important_dates[0].solar",
                "must have a year from 1800 to 2200, or none",
            ),
            (
                Sent::day(Day::Lunar(lunar)),
                "customer.important_dates[0].lunar",
                "must have a lunar year from 1900 to 2100, or none",
            ),
            (
                Sent::date(wire::ImportantDate { day: Some(unlabelled), ..other.clone() }),
                "customer.important_dates[0]",
                "must have a label that says what it is, for its kind is other",
            ),
            (Sent::date(other), "customer.important_dates[0]", "must have a day: set solar or lunar"),
        ])
        .await;
    }
}
