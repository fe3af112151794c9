//! CreateContactPerson.

use contracts::customer::v1 as wire;
use contracts::customer::v1::{DecisionRole, ErrorReason};
use futures::future::join_all;
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use super::{at, create, day, first_at, get, person};
use crate::harness::{House, company, fields, phone_number};
use crate::rpc::customer::{delete, request_id};

on_both_engines! {
    async fn c8_c9_what_was_created_is_read_back_as_it_was_answered(engine) {
        let house = House::new(engine).await;
        let mut persons = house.persons().await;
        let (huawei, zte) =
            (house.given(company("华为", "13912345678")).await, house.given(company("中兴", "13912345679")).await);
        let now = wire::CompanyLink {
            // By its number too.
            customer: huawei.customer_number.clone(),
            title: "采购总监".into(),
            role: DecisionRole::DecisionMaker.into(),
            primary: true,
            since: day(2021, 3, 1),
            until: None,
        };
        let once = wire::CompanyLink { since: day(2015, 7, 1), until: day(2021, 2, 28), ..at(&zte) };
        let birthday = wire::ImportantDate {
            kind: wire::ImportantDateKind::Birthday.into(),
            day: Some(wire::important_date::Day::Lunar(wire::LunarDay { year: 0, month: 8, leap: true, day: 15 })),
            ..Default::default()
        };
        let sent = wire::ContactPerson {
            salutation: "王总".into(),
            important_dates: vec![birthday],
            remarks: "偏好电话沟通".into(),
            ..person("王小明", "139 1234 5678", &[now, once])
        };
        let created = persons.create_contact_person(create(sent.clone())).await.unwrap().into_inner();
        assert_eq!(persons.get_contact_person(get(&created)).await.unwrap().into_inner(), created);
        assert_eq!((created.revision, created.state()), (1, wire::ContactPersonState::Active));
        assert_eq!(created.contact_points[0].value, "+8613912345678");
        let mut companies = sent.companies;
        companies[0].customer.clone_from(&huawei.customer_id);
        assert_eq!(created.companies, companies);
        assert_eq!((&created.name, &created.salutation, &created.remarks), (&sent.name, &sent.salutation, &sent.remarks));
        assert_eq!(created.important_dates[0].day, sent.important_dates[0].day);
        assert_eq!(house.verify_journal_of("customer").await.faults, Vec::<String>::new());
        // The company says nothing of its persons, and none was changed.
        assert_eq!(house.read(&huawei.customer_id).await, huawei);
    }

    async fn c8_a_person_may_have_neither_a_company_nor_a_known_number(engine) {
        let house = House::new(engine).await;
        let created = house.given_person(wire::ContactPerson { name: "老板".into(), ..Default::default() }).await;
        assert_eq!(house.read_person(&created.contact_person_id).await, created);
        assert!(created.companies.is_empty() && created.contact_points.is_empty());
    }

    async fn c31_every_violation_is_told_at_once_with_its_path(engine) {
        let house = House::new(engine).await;
        let given = house.given(company("华为", "13912345678")).await;
        let gone = house.given(company("中兴", "13912345678")).await;
        house.customers().await.delete_customer(delete(&gone)).await.unwrap();
        let nobody = wire::CompanyLink { customer: request_id(5), ..Default::default() };
        let backwards = wire::CompanyLink { since: day(2024, 2, 29), until: day(2023, 2, 28), ..at(&given) };
        let sent = wire::ContactPerson {
            contact_points: vec![phone_number("12")],
            companies: vec![
                wire::CompanyLink { since: day(2023, 2, 29), ..at(&given) },
                backwards,
                wire::CompanyLink { customer: "甲".into(), ..at(&given) },
            ],
            ..Default::default()
        };
        let refused = house.persons().await.create_contact_person(create(sent)).await.unwrap_err();
        assert_problem(&refused, Code::InvalidArgument, ErrorReason::InvalidFields.as_str_name());
        let named = |field: &str| format!("contact_person.{field}");
        let expected = [
            "name",
            "companies[0].since",
            "companies[1].until",
            "companies[2].customer",
            "contact_points[0].value",
        ];
        assert_eq!(fields(&refused), expected.map(named));
        let sent = person("王小明", "13912345678", &[at(&given), at(&given), nobody, at(&gone)]);
        let refused = house.persons().await.create_contact_person(create(sent)).await.unwrap_err();
        let expected = ["companies[1].customer", "companies[2].customer", "companies[3].customer"];
        assert_eq!(fields(&refused), expected.map(named));
    }

    async fn c9_a_company_has_one_live_primary_contact_person(engine) {
        let house = House::new(engine).await;
        let given = house.given(company("华为", "13912345678")).await;
        let persons = house.persons().await;
        let outcomes = join_all((0..16).map(|index| {
            let (mut persons, link) = (persons.clone(), first_at(&given));
            let sent = create(person(&format!("第{index}"), "13912345678", &[link]));
            async move { persons.create_contact_person(sent).await }
        }))
        .await;
        let (won, lost): (Vec<_>, Vec<_>) = outcomes.into_iter().partition(Result::is_ok);
        let [Ok(first)] = &won[..] else { panic!("{won:?}") };
        for refused in lost {
            let details =
                assert_problem(&refused.unwrap_err(), Code::AlreadyExists, ErrorReason::PrimaryTaken.as_str_name());
            let holder = &details.error_info().unwrap().metadata["contact_person_id"];
            assert_eq!(holder, &first.get_ref().contact_person_id);
        }
        // Others are welcome, and there is one at each company.
        house.given_person(person("乙", "13912345678", &[at(&given)])).await;
        let other = house.given(company("中兴", "13912345678")).await;
        house.given_person(person("丙", "13912345678", &[first_at(&other)])).await;
    }

    async fn a_repeated_request_makes_one_person(engine) {
        let house = House::new(engine).await;
        let persons = house.persons().await;
        let request = wire::CreateContactPersonRequest {
            request_id: request_id(1),
            ..create(person("王小明", "13912345678", &[]))
        };
        let answers = join_all((0..16).map(|_| {
            let (mut persons, request) = (persons.clone(), request.clone());
            async move { persons.create_contact_person(request).await.unwrap().into_inner() }
        }))
        .await;
        assert!(answers.iter().all(|answer| *answer == answers[0]));
        let listed = house.persons().await.list_contact_persons(wire::ListContactPersonsRequest::default()).await;
        assert_eq!(listed.unwrap().into_inner().contact_persons, answers[..1]);
        let other = wire::CreateContactPersonRequest {
            contact_person: Some(person("王大明", "13912345678", &[])),
            ..request
        };
        let refused = house.persons().await.create_contact_person(other).await.unwrap_err();
        assert_problem(&refused, Code::InvalidArgument, ErrorReason::RequestIdReused.as_str_name());
    }

    async fn validate_only_creates_nothing(engine) {
        let house = House::new(engine).await;
        let given = house.given(company("华为", "13912345678")).await;
        let mut persons = house.persons().await;
        let sent = create(person("王小明", "13912345678", &[first_at(&given)]));
        let asked = wire::CreateContactPersonRequest { validate_only: true, ..sent.clone() };
        for _ in 0..2 {
            assert_eq!(persons.create_contact_person(asked.clone()).await.unwrap().into_inner().name, "王小明");
        }
        let listed = persons.list_contact_persons(wire::ListContactPersonsRequest::default()).await.unwrap();
        assert!(listed.into_inner().contact_persons.is_empty());
        persons.create_contact_person(sent).await.unwrap();
        let refused = persons.create_contact_person(asked).await.unwrap_err();
        assert_problem(&refused, Code::AlreadyExists, ErrorReason::PrimaryTaken.as_str_name());
    }

    async fn a_record_larger_than_64_kib_is_refused(engine) {
        let house = House::new(engine).await;
        let points = (0..50).map(|index| wire::ContactPoint {
            kind: wire::ContactPointKind::Other.into(),
            value: format!("{index}{}", "远".repeat(300)),
            label: "远".repeat(100),
            ..Default::default()
        });
        let sent = wire::ContactPerson {
            contact_points: points.collect(),
            remarks: "远".repeat(10_000),
            ..person("王小明", "13912345678", &[])
        };
        let refused = house.persons().await.create_contact_person(create(sent)).await.unwrap_err();
        assert_problem(&refused, Code::InvalidArgument, ErrorReason::RecordTooLarge.as_str_name());
        assert_eq!(fields(&refused), ["contact_person"]);
    }
}
