//! UpdateTenant.

use access::Role;
use contracts::customer::v1::{
    ErrorReason, SpecialDay, SpecialDayKind, Tenant, UpdateTenantRequest, WorkingDays, ZonePeriod,
};
use contracts::google::r#type::{Date, DayOfWeek};
use futures::future::join;
use prost_types::FieldMask;
use testkit::{assert_problem, on_both_engines};
use tonic::Code;
use uuid::Uuid;

use super::tenant;
use crate::harness::{self, House, company, fields};

fn update(tenant: Tenant, paths: &[&str]) -> UpdateTenantRequest {
    let update_mask = Some(FieldMask { paths: paths.iter().map(|&path| path.into()).collect() });
    UpdateTenantRequest { tenant: Some(tenant), update_mask, ..Default::default() }
}

fn zone(zone: &str, valid_from: Option<(i32, i32, i32)>) -> ZonePeriod {
    let valid_from = valid_from.map(|(year, month, day)| Date { year, month, day });
    ZonePeriod { zone: zone.into(), valid_from }
}

fn special_day((year, month, day): (i32, i32, i32), kind: SpecialDayKind, name: &str) -> SpecialDay {
    SpecialDay { date: Some(Date { year, month, day }), kind: kind.into(), name: name.into() }
}

on_both_engines! {
    async fn c51_a_tenant_is_updated_from_its_defaults_on_field_by_field(engine) {
        let house = House::new(engine).await;
        let mut tenants = house.tenants().await;
        let defaults = tenant(&house).await;
        let sent = Tenant {
            display_name: " 远见贸易 ".into(),
            zones: vec![zone("asia/shanghai", None), zone("Asia/Tokyo", Some((2024, 7, 1)))],
            languages: vec!["EN".into()],
            region: "JP".into(),
            ..defaults.clone()
        };
        let first = tenants.update_tenant(update(sent.clone(), &["zones"])).await.unwrap().into_inner();
        assert_eq!(first.zones, [zone("Asia/Shanghai", None), zone("Asia/Tokyo", Some((2024, 7, 1)))]);
        assert_eq!((&first.languages, first.revision), (&defaults.languages, 1));
        assert!(first.update_time.is_some());
        let sent = Tenant { etag: first.etag, ..sent };
        let second = tenants.update_tenant(update(sent, &["*"])).await.unwrap().into_inner();
        assert_eq!((second.display_name.as_str(), second.region.as_str()), ("远见贸易", "JP"));
        assert_eq!((second.languages.as_slice(), second.revision), (["en".to_owned()].as_slice(), 2));
        assert_eq!(tenant(&house).await, second);
        let emptied = Tenant { etag: second.etag, ..Tenant::default() };
        let third = tenants.update_tenant(update(emptied, &["*"])).await.unwrap().into_inner();
        let expected = Tenant { etag: third.etag.clone(), revision: 3, update_time: third.update_time, ..defaults };
        assert_eq!(third, expected, "what is empty is as it is by default");
        assert_eq!(house.verify_journal_of("customer").await.faults, Vec::<String>::new());
    }

    async fn c3_the_next_number_is_of_the_day_in_the_new_zone(engine) {
        let house = House::new(engine).await;
        let mut customers = house.customers().await;
        let number = |customer: contracts::customer::v1::Customer| customer.customer_number;
        let created = customers.create_customer(harness::create(company("甲", "13912345678"))).await.unwrap();
        assert_eq!(number(created.into_inner()), "C20240520001");
        let sent = Tenant { zones: vec![zone("America/New_York", None)], ..tenant(&house).await };
        house.tenants().await.update_tenant(update(sent, &["zones"])).await.unwrap();
        let created = customers.create_customer(harness::create(company("乙", "+86 13912345679"))).await.unwrap();
        assert_eq!(number(created.into_inner()), "C20240519001");
    }

    async fn every_violation_is_told_at_once_with_its_path(engine) {
        let house = House::new(engine).await;
        let sent = Tenant {
            display_name: "a\nb".into(),
            zones: vec![zone("Asia/Nowhere", None), zone("UTC", Some((2023, 2, 29)))],
            languages: vec!["en".into(), "fr".into(), "en".into()],
            region: "XX".into(),
            ..tenant(&house).await
        };
        let refused = house.tenants().await.update_tenant(update(sent, &["*"])).await.unwrap_err();
        assert_problem(&refused, Code::InvalidArgument, ErrorReason::InvalidFields.as_str_name());
        let expected =
            ["display_name", "zones[0].zone", "zones[1].valid_from", "languages[1]", "languages[2]", "region"];
        assert_eq!(fields(&refused), expected.map(|field| format!("tenant.{field}")));
    }

    async fn zones_follow_one_another_from_day_to_day(engine) {
        let house = House::new(engine).await;
        let (day, next) = (Some((2024, 5, 20)), Some((2024, 5, 21)));
        for (valid_from, expected) in [
            ([day, next, None], ["zones[0].valid_from", "zones[2].valid_from"].as_slice()),
            ([None, next, day], &["zones[2].valid_from"]),
            ([None, day, day], &["zones[2].valid_from"]),
        ] {
            let zones = valid_from.map(|valid_from| zone("UTC", valid_from)).to_vec();
            let sent = Tenant { zones, ..tenant(&house).await };
            let refused = house.tenants().await.update_tenant(update(sent, &["zones"])).await.unwrap_err();
            let expected: Vec<_> = expected.iter().map(|field| format!("tenant.{field}")).collect();
            assert_eq!(fields(&refused), expected);
        }
    }

    async fn c51_holidays_and_make_up_days_are_kept_by_day_until_others_take_their_place(engine) {
        let house = House::new(engine).await;
        let mut tenants = house.tenants().await;
        let before = tenant(&house).await;
        let make_up_day = special_day((2024, 2, 18), SpecialDayKind::MakeUpDay, "春节调休");
        let holiday = special_day((2024, 2, 10), SpecialDayKind::Holiday, "春节");
        let days = WorkingDays {
            free_weekdays: vec![DayOfWeek::Sunday.into()],
            special_days: vec![make_up_day.clone(), holiday.clone()],
        };
        let sent = Tenant { working_days: Some(days.clone()), ..before.clone() };
        let updated = tenants.update_tenant(update(sent, &["working_days"])).await.unwrap().into_inner();
        let kept = WorkingDays { special_days: vec![holiday, make_up_day], ..days };
        assert_eq!(updated.working_days, Some(kept));
        let absent = Tenant { working_days: None, ..updated };
        let back = tenants.update_tenant(update(absent, &["working_days"])).await.unwrap().into_inner();
        assert_eq!(back.working_days, before.working_days, "Monday to Friday");
    }

    async fn c51_a_day_is_one_that_exists_of_a_kind_and_there_once(engine) {
        let house = House::new(engine).await;
        let days = WorkingDays {
            free_weekdays: vec![DayOfWeek::Sunday.into(), DayOfWeek::Sunday.into(), 8],
            special_days: vec![
                special_day((2024, 2, 30), SpecialDayKind::Holiday, ""),
                special_day((2024, 2, 10), SpecialDayKind::Unspecified, ""),
                special_day((2024, 2, 11), SpecialDayKind::Holiday, ""),
                special_day((2024, 2, 11), SpecialDayKind::MakeUpDay, ""),
            ],
        };
        let sent = Tenant { working_days: Some(days), ..tenant(&house).await };
        let refused = house.tenants().await.update_tenant(update(sent, &["working_days"])).await.unwrap_err();
        assert_problem(&refused, Code::InvalidArgument, ErrorReason::InvalidFields.as_str_name());
        let expected = [
            "free_weekdays[1]",
            "free_weekdays[2]",
            "special_days[0].date",
            "special_days[1].kind",
            "special_days[3].date",
        ];
        assert_eq!(fields(&refused), expected.map(|field| format!("tenant.working_days.{field}")));
    }

    async fn of_two_first_updates_at_once_one_is_told_that_it_read_an_older_revision(engine) {
        // The second finds the record there that it was to insert.
        testkit::allow_log("a batch failed and is written one by one");
        let house = House::new(engine).await;
        let read = tenant(&house).await;
        let (mut one, mut other) = (house.tenants().await, house.tenants().await);
        let request = |name: &str| update(Tenant { display_name: name.into(), ..read.clone() }, &["display_name"]);
        let outcomes = join(one.update_tenant(request("甲")), other.update_tenant(request("乙"))).await;
        let refused = match outcomes {
            (Ok(_), Err(refused)) | (Err(refused), Ok(_)) => refused,
            outcomes => panic!("one of two updates is refused: {outcomes:?}"),
        };
        let details = assert_problem(&refused, Code::Aborted, ErrorReason::EtagMismatch.as_str_name());
        assert_eq!(details.error_info().unwrap().metadata["revision"], "1");
        assert_eq!(house.verify_journal_of("customer").await.faults, Vec::<String>::new());
    }

    async fn a_repeated_request_answers_what_that_call_left(engine) {
        let house = House::new(engine).await;
        let mut tenants = house.tenants().await;
        let sent = Tenant { display_name: "甲".into(), ..tenant(&house).await };
        let request_id = Uuid::from_u128(7).to_string();
        let request = UpdateTenantRequest { request_id, ..update(sent, &["display_name"]) };
        let first = tenants.update_tenant(request.clone()).await.unwrap().into_inner();
        let later = Tenant { display_name: "乙".into(), ..first.clone() };
        tenants.update_tenant(update(later, &["display_name"])).await.unwrap();
        assert_eq!(tenants.update_tenant(request).await.unwrap().into_inner(), first);
    }

    async fn validate_only_and_an_update_to_what_is_make_no_revision(engine) {
        let house = House::new(engine).await;
        let mut tenants = house.tenants().await;
        let before = tenant(&house).await;
        let sent = Tenant { display_name: "甲".into(), ..before.clone() };
        let request = UpdateTenantRequest { validate_only: true, ..update(sent, &["display_name"]) };
        assert_eq!(tenants.update_tenant(request).await.unwrap().into_inner().display_name, "甲");
        assert_eq!(tenants.update_tenant(update(before.clone(), &["*"])).await.unwrap().into_inner(), before);
        assert_eq!(tenant(&house).await, before);
    }

    async fn rights_come_before_rules_and_only_administrators_have_them(engine) {
        let house = House::new(engine).await;
        for role in [Role::Sales, Role::Service, Role::Finance, Role::System] {
            let mut tenants = house.tenants_of(house.token("default", "li.na", role)).await;
            let refused = tenants.update_tenant(update(Tenant::default(), &["*"])).await.unwrap_err();
            assert_problem(&refused, Code::PermissionDenied, ErrorReason::PermissionDenied.as_str_name());
        }
        let refused = house.tenants().await.update_tenant(update(Tenant::default(), &["*"])).await.unwrap_err();
        assert_eq!(fields(&refused), ["tenant.etag"]);
    }
}
