//! CreateStaff.

use access::Role;
use contracts::customer::v1::{CreateStaffRequest, ErrorReason, ListStaffRequest, Staff};
use futures::future::join_all;
use testkit::{assert_problem, on_both_engines};
use tonic::Code;
use uuid::Uuid;

use super::{create, get, member};
use crate::harness::{self, House, company, fields};
use crate::rpc::team::found_team;

on_both_engines! {
    async fn c51_who_was_created_is_read_back_as_answered(engine) {
        let house = House::new(engine).await;
        let mut staff = house.staff().await;
        let team = found_team(&house, "华东", "").await;
        let sent = Staff { team_id: team.team_id, ..member(" 李娜 ", "auth0|5f7c8ec7") };
        let created = staff.create_staff(create(sent.clone())).await.unwrap().into_inner();
        assert_eq!((created.display_name.as_str(), created.revision), ("李娜", 1));
        assert_eq!((&created.issuer, &created.subject, &created.team_id), (&sent.issuer, &sent.subject, &sent.team_id));
        assert_eq!(staff.get_staff(get(&created.staff_id)).await.unwrap().into_inner(), created);
        assert_eq!(house.verify_journal_of("customer").await.faults, Vec::<String>::new());
    }

    async fn c51_a_token_is_that_of_a_member_from_the_moment_the_member_is_created(engine) {
        let house = House::new(engine).await;
        let mut customers = house.customers_of(house.token("default", "li.na", Role::Sales)).await;
        let nobodys = customers.create_customer(harness::create(company("甲", "13912345678"))).await.unwrap();
        assert_eq!(nobodys.into_inner().owner, "");
        let li_na = house.employ("li.na").await;
        let hers = customers.create_customer(harness::create(company("乙", "13912345679"))).await.unwrap();
        assert_eq!(hers.into_inner().owner, li_na.staff_id);
    }

    async fn an_issuer_and_subject_has_one_member_in_a_tenant(engine) {
        let house = House::new(engine).await;
        house.employ("li.na").await;
        let mut staff = house.staff().await;
        let refused = staff.create_staff(create(member("另一人", "li.na"))).await.unwrap_err();
        assert_problem(&refused, Code::AlreadyExists, ErrorReason::SubjectTaken.as_str_name());
        let elsewhere = Staff { issuer: "https://other.example".into(), ..member("另一人", "li.na") };
        staff.create_staff(create(elsewhere)).await.unwrap();
        let mut neighbours = house.staff_of(house.token("neighbour", "admin", Role::Administrator)).await;
        neighbours.create_staff(create(member("李娜", "li.na"))).await.unwrap();
    }

    async fn every_violation_is_told_at_once_with_its_path(engine) {
        let house = House::new(engine).await;
        let sent = Staff { subject: "a\nb".into(), team_id: "华东".into(), ..Staff::default() };
        let refused = house.staff().await.create_staff(create(sent)).await.unwrap_err();
        assert_problem(&refused, Code::InvalidArgument, ErrorReason::InvalidFields.as_str_name());
        assert_eq!(fields(&refused), ["staff.display_name", "staff.issuer", "staff.subject", "staff.team_id"]);
    }

    async fn a_team_that_is_not_there_is_a_violation(engine) {
        let house = House::new(engine).await;
        let mut neighbours = house.staff_of(house.token("neighbour", "admin", Role::Administrator)).await;
        let theirs = crate::rpc::team::create("华东", "");
        let theirs = neighbours.create_team(theirs).await.unwrap().into_inner();
        for team_id in ["华东", "00000000-0000-0000-0000-000000000000", theirs.team_id.as_str()] {
            let sent = Staff { team_id: team_id.into(), ..member("李娜", "li.na") };
            let refused = house.staff().await.create_staff(create(sent)).await.unwrap_err();
            assert_problem(&refused, Code::InvalidArgument, ErrorReason::InvalidFields.as_str_name());
            assert_eq!(fields(&refused), ["staff.team_id"]);
        }
    }

    async fn equal_requests_at_once_make_one_member_and_equal_answers(engine) {
        let house = House::new(engine).await;
        let staff = house.staff().await;
        let request_id = Uuid::from_u128(7).to_string();
        let request = CreateStaffRequest { request_id, ..create(member("李娜", "li.na")) };
        let answers = join_all((0..16).map(|_| {
            let (mut staff, request) = (staff.clone(), request.clone());
            async move { staff.create_staff(request).await.unwrap().into_inner() }
        }))
        .await;
        assert!(answers.iter().all(|answer| *answer == answers[0]));
        let listed = house.staff().await.list_staff(ListStaffRequest::default()).await.unwrap().into_inner();
        assert_eq!(listed.staff, [answers[0].clone()]);
        let other = CreateStaffRequest { staff: Some(member("王芳", "wang.fang")), ..request };
        let refused = house.staff().await.create_staff(other).await.unwrap_err();
        assert_problem(&refused, Code::InvalidArgument, ErrorReason::RequestIdReused.as_str_name());
    }

    async fn validate_only_says_what_stands_in_the_way_and_creates_nobody(engine) {
        let house = House::new(engine).await;
        let mut staff = house.staff().await;
        let request = CreateStaffRequest { validate_only: true, ..create(member("李娜", "li.na")) };
        staff.create_staff(request.clone()).await.unwrap();
        assert!(staff.list_staff(ListStaffRequest::default()).await.unwrap().into_inner().staff.is_empty());
        house.employ("li.na").await;
        let refused = staff.create_staff(request).await.unwrap_err();
        assert_problem(&refused, Code::AlreadyExists, ErrorReason::SubjectTaken.as_str_name());
    }

    async fn rights_come_before_rules_and_only_administrators_have_them(engine) {
        let house = House::new(engine).await;
        for role in [Role::Sales, Role::Service, Role::Finance, Role::System] {
            let mut staff = house.staff_of(house.token("default", "li.na", role)).await;
            let refused = staff.create_staff(create(Staff::default())).await.unwrap_err();
            assert_problem(&refused, Code::PermissionDenied, ErrorReason::PermissionDenied.as_str_name());
        }
    }
}
