//! Staff, teams, tenants and imports that are refused.

use contracts::customer::v1 as wire;
use contracts::customer::v1::import_customers_request::Part;
use testkit::on_both_engines;

use super::{Sent, assert_told};
use crate::harness::{House, company};
use crate::rpc::customer::request_id;

on_both_engines! {
    async fn the_rules_of_staff_tenants_and_imports_are_told_in_chinese(engine) {
        let house = House::new(engine).await;
        let member = || wire::Staff {
            display_name: "李娜".into(),
            issuer: access::LOCAL_ISSUER.into(),
            subject: "li.na".into(),
            ..Default::default()
        };
        let zone = |zone: &str| wire::ZonePeriod { zone: zone.into(), valid_from: None };
        let header = wire::ImportHeader { file_digest: "g".repeat(64), validate_only: false };
        let rows = vec![wire::ImportRow {
            row_number: 1,
            record: Some(wire::import_row::Record::Customer(company("甲公司", "13912345678"))),
            company_external_id: None,
        }];
        let unknown_team = "must be the id of a team; ListTeams answers them";
        assert_told(
            &house,
            [
                (
                    Sent::Staff(wire::Staff { display_name: "李\n娜".into(), ..member() }),
                    "staff.display_name",
                    "must not hold control characters such as line breaks: remove them",
                ),
                (Sent::Staff(wire::Staff { issuer: " ".into(), ..member() }), "staff.issuer", "must not be empty"),
                (
                    Sent::Staff(wire::Staff { subject: "li\nna".into(), ..member() }),
                    "staff.subject",
                    "must not hold control characters such as line breaks",
                ),
                (Sent::Staff(wire::Staff { team_id: "华东".into(), ..member() }), "staff.team_id", unknown_team),
                (Sent::Team(wire::Team::default()), "team.display_name", "required"),
                (
                    Sent::Team(wire::Team {
                        display_name: "华东".into(),
                        parent_team_id: request_id(7),
                        ..Default::default()
                    }),
                    "team.parent_team_id",
                    unknown_team,
                ),
                (
                    Sent::Tenant(wire::Tenant { region: "XX".into(), ..Default::default() }),
                    "tenant.region",
                    "is not a country: give its ISO 3166 code such as CN or DE, or its English or Chinese name",
                ),
                (
                    Sent::Tenant(wire::Tenant { zones: vec![zone("Asia/Hangzhou")], ..Default::default() }),
                    "tenant.zones[0].zone",
                    "must be a time zone of IANA, such as Asia/Shanghai",
                ),
                (
                    Sent::Tenant(wire::Tenant {
                        zones: vec![zone("Asia/Tokyo"), zone("Asia/Tokyo")],
                        ..Default::default()
                    }),
                    "tenant.zones[1].valid_from",
                    "must be set in every period but the first",
                ),
                (
                    Sent::Tenant(wire::Tenant { languages: vec!["fr".into()], ..Default::default() }),
                    "tenant.languages[0]",
                    "must be one of zh-CN, en",
                ),
                (Sent::Import(Some(Part::Header(header))), "header.file_digest", "must be 64 hexadecimal digits"),
                (
                    Sent::Import(Some(Part::Rows(wire::ImportRows { rows }))),
                    "header",
                    "must be the first message, once",
                ),
            ],
        )
        .await;
    }
}
