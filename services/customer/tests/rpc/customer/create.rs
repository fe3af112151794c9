//! CreateCustomer.

use contracts::customer::v1 as wire;
use contracts::customer::v1::{ErrorReason, VerifyNumbersRequest};
use futures::future::join_all;
use testkit::{assert_problem, on_both_engines};
use tonic::Code;
use uuid::Uuid;

use super::update;

use crate::harness::{House, company, create, fields, get, phone_number};

on_both_engines! {
    async fn c1_c6_what_was_created_is_read_back_as_it_was_answered(engine) {
        let house = House::new(engine).await;
        let mut customers = house.customers().await;
        let sent = wire::Customer {
            short_name: "阿里".into(),
            industry: "it".into(),
            source: "referral".into(),
            level: "A".into(),
            remarks: "偏好电话沟通".into(),
            external_ids: vec![wire::ExternalId { source: "shop".into(), id: "4711".into() }],
            addresses: vec![wire::Address {
                kind: wire::AddressKind::Office.into(),
                region_code: "330106".into(),
                text: "文一西路969号".into(),
                ..Default::default()
            }],
            important_dates: vec![wire::ImportantDate {
                kind: wire::ImportantDateKind::Birthday.into(),
                day: Some(wire::important_date::Day::Lunar(wire::LunarDay { year: 0, month: 8, leap: false, day: 15 })),
                ..Default::default()
            }],
            ..company("阿里巴巴(中国)有限公司", "139 1234 5678")
        };
        let created = customers.create_customer(create(sent)).await.unwrap().into_inner();
        assert_eq!(created.contact_points[0].value, "+8613912345678");
        assert_eq!(created.addresses[0].country, "CN");
        assert_eq!(created.stage, "potential");
        assert_eq!((created.revision, created.state()), (1, wire::CustomerState::Active));
        for key in [&created.customer_id, &created.customer_number] {
            assert_eq!(customers.get_customer(get(key)).await.unwrap().into_inner(), created);
        }
        let by_external_id = wire::GetCustomerRequest {
            key: Some(wire::get_customer_request::Key::ExternalId(created.external_ids[0].clone())),
            as_of: None,
        };
        assert_eq!(customers.get_customer(by_external_id).await.unwrap().into_inner(), created);
        assert_eq!(house.verify_journal_of("customer").await.faults, Vec::<String>::new());
    }

    async fn c5_who_is_created_lost_has_a_reason(engine) {
        let house = House::new(engine).await;
        let mut customers = house.customers().await;
        let lost = |reason: &str| wire::Customer {
            stage: "lost".into(),
            stage_reason: reason.into(),
            ..company("甲公司", "13912345678")
        };
        for reason in ["", "weather"] {
            let refused = customers.create_customer(create(lost(reason))).await.unwrap_err();
            assert_problem(&refused, Code::InvalidArgument, ErrorReason::InvalidFields.as_str_name());
            assert_eq!(fields(&refused), ["customer.stage_reason"]);
        }
        let created = customers.create_customer(create(lost("价格"))).await.unwrap().into_inner();
        assert_eq!((created.stage.as_str(), created.stage_reason.as_str()), ("lost", "price"));
        let elsewhere = wire::Customer { stage_reason: "closed".into(), ..created.clone() };
        let refused = customers.update_customer(update(elsewhere, &["stage_reason"])).await.unwrap_err();
        assert_eq!(fields(&refused), ["customer.stage_reason"]);
    }

    async fn c3_numbers_of_a_day_follow_one_another_and_every_gap_is_explained(engine) {
        let house = House::new(engine).await;
        let mut customers = house.customers().await;
        let mut numbers = Vec::new();
        for _ in 0..5 {
            let created = customers.create_customer(create(company("甲公司", "13912345678"))).await.unwrap();
            numbers.push(created.into_inner().customer_number);
        }
        let day = &numbers[0][..9];
        assert_eq!(numbers, (1..=5).map(|serial| format!("{day}{serial:03}")).collect::<Vec<_>>());
        let account = customers.verify_numbers(VerifyNumbersRequest::default()).await.unwrap().into_inner();
        assert_eq!((account.held_count, account.faults.len()), (5, 0));
        let reserved: Vec<_> = account.gaps.iter().map(|gap| (gap.first_serial, gap.last_serial)).collect();
        assert_eq!(reserved, [(6, 7)], "blocks of 1, 2 and 4");
    }

    async fn c3_a_number_that_was_brought_from_elsewhere_is_never_given_out_again(engine) {
        let house = House::new(engine).await;
        let mut customers = house.customers().await;
        let first = customers.create_customer(create(company("甲", "13912345678"))).await.unwrap().into_inner();
        let day = first.customer_number[..9].to_owned();
        for serial in [2, 9] {
            let brought = wire::Customer {
                customer_number: format!("{day}{serial:03}"),
                ..company("乙", "13912345679")
            };
            customers.create_customer(create(brought)).await.unwrap();
        }
        let next = customers.create_customer(create(company("丙", "13912345670"))).await.unwrap().into_inner();
        assert_eq!(next.customer_number, format!("{day}010"));
        let account = customers.verify_numbers(VerifyNumbersRequest::default()).await.unwrap().into_inner();
        assert_eq!(account.faults, Vec::<String>::new());
        let taken = wire::Customer { customer_number: first.customer_number, ..company("丁", "13912345671") };
        let refused = customers.create_customer(create(taken)).await.unwrap_err();
        assert_problem(&refused, Code::AlreadyExists, ErrorReason::NumberTaken.as_str_name());
    }

    async fn c31_every_violation_is_told_at_once_with_its_path(engine) {
        let house = House::new(engine).await;
        let sent = wire::Customer {
            industry: "astrology".into(),
            contact_points: vec![phone_number("12"), wire::ContactPoint {
                kind: wire::ContactPointKind::Email.into(),
                value: "nobody".into(),
                ..Default::default()
            }],
            ..wire::Customer::default()
        };
        let refused = house.customers().await.create_customer(create(sent)).await.unwrap_err();
        assert_problem(&refused, Code::InvalidArgument, ErrorReason::InvalidFields.as_str_name());
        let expected = ["kind", "registered_name", "industry", "contact_points[0].value", "contact_points[1].value"];
        let expected: Vec<_> = expected.iter().map(|field| format!("customer.{field}")).collect();
        assert_eq!(fields(&refused), expected);
    }

    async fn sixty_four_equal_requests_at_once_make_one_customer_and_sixty_four_equal_answers(engine) {
        let house = House::new(engine).await;
        let customers = house.customers().await;
        let request = wire::CreateCustomerRequest {
            request_id: Uuid::from_u128(7).to_string(),
            ..create(company("甲公司", "13912345678"))
        };
        let answers = join_all((0..64).map(|_| {
            let (mut customers, request) = (customers.clone(), request.clone());
            async move { customers.create_customer(request).await.unwrap().into_inner() }
        }))
        .await;
        assert!(answers.iter().all(|answer| *answer == answers[0]));
        let listed = house.customers().await.list_customers(wire::ListCustomersRequest::default()).await.unwrap();
        assert_eq!(listed.into_inner().customers.len(), 1);
        let other = wire::CreateCustomerRequest { customer: Some(company("乙公司", "13912345678")), ..request };
        let refused = house.customers().await.create_customer(other).await.unwrap_err();
        assert_problem(&refused, Code::InvalidArgument, ErrorReason::RequestIdReused.as_str_name());
        assert_eq!(house.verify_journal_of("customer").await.faults, Vec::<String>::new());
    }

    async fn c52_an_external_id_has_one_live_customer(engine) {
        let house = House::new(engine).await;
        let mut customers = house.customers().await;
        let sent = wire::Customer {
            external_ids: vec![wire::ExternalId { source: "shop".into(), id: "1".into() }],
            ..company("甲", "13912345678")
        };
        customers.create_customer(create(sent.clone())).await.unwrap();
        let refused = customers.create_customer(create(sent)).await.unwrap_err();
        assert_problem(&refused, Code::AlreadyExists, ErrorReason::ExternalIdTaken.as_str_name());
    }

    async fn validate_only_creates_nothing(engine) {
        let house = House::new(engine).await;
        let mut customers = house.customers().await;
        let request = wire::CreateCustomerRequest { validate_only: true, ..create(company("甲", "13912345678")) };
        for _ in 0..3 {
            let told = customers.create_customer(request.clone()).await.unwrap().into_inner();
            assert!(told.customer_number.ends_with("001"));
        }
        let listed = customers.list_customers(wire::ListCustomersRequest::default()).await.unwrap().into_inner();
        assert!(listed.customers.is_empty());
        let account = customers.verify_numbers(wire::VerifyNumbersRequest::default()).await.unwrap().into_inner();
        assert_eq!(account, wire::VerifyNumbersResponse::default());
        let first = customers.create_customer(create(company("甲", "13912345678"))).await.unwrap().into_inner();
        assert!(first.customer_number.ends_with("001"));
    }

    async fn a_record_larger_than_64_kib_is_refused(engine) {
        let house = House::new(engine).await;
        let points = (0..50).map(|index| wire::ContactPoint {
            kind: wire::ContactPointKind::Other.into(),
            value: format!("{index}{}", "远".repeat(300)),
            label: "远".repeat(100),
            ..Default::default()
        });
        let sent = wire::Customer {
            contact_points: points.collect(),
            remarks: "远".repeat(10_000),
            ..company("甲", "13912345678")
        };
        for _ in 0..3 {
            let refused = house.customers().await.create_customer(create(sent.clone())).await.unwrap_err();
            assert_problem(&refused, Code::InvalidArgument, ErrorReason::RecordTooLarge.as_str_name());
        }
        let first = house.given(company("甲", "13912345678")).await;
        assert!(first.customer_number.ends_with("001"), "it uses no number up: {}", first.customer_number);
    }
}
