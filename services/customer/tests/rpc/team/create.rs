//! CreateTeam.

use access::Role;
use contracts::customer::v1::{CreateTeamRequest, ErrorReason, ListTeamsRequest};
use futures::future::join_all;
use testkit::{assert_problem, on_both_engines};
use tonic::Code;
use uuid::Uuid;

use super::{create, found_levels, found_team, get};
use crate::harness::{House, fields};

on_both_engines! {
    async fn c51_what_was_created_is_read_back_as_answered(engine) {
        let house = House::new(engine).await;
        let mut staff = house.staff().await;
        let east = found_team(&house, "华东", "").await;
        let shanghai = found_team(&house, " 上海 ", &east.team_id).await;
        assert_eq!((shanghai.display_name.as_str(), shanghai.revision), ("上海", 1));
        assert_eq!((east.parent_team_id.as_str(), shanghai.parent_team_id.as_str()), ("", east.team_id.as_str()));
        for team in [east, shanghai] {
            assert_eq!(staff.get_team(get(&team.team_id)).await.unwrap().into_inner(), team);
        }
        assert_eq!(house.verify_journal_of("customer").await.faults, Vec::<String>::new());
    }

    async fn a_name_that_is_missing_and_a_parent_that_is_not_there_are_violations(engine) {
        let house = House::new(engine).await;
        for parent in ["华东", "00000000-0000-0000-0000-000000000000"] {
            let refused = house.staff().await.create_team(create(" ", parent)).await.unwrap_err();
            assert_problem(&refused, Code::InvalidArgument, ErrorReason::InvalidFields.as_str_name());
            assert_eq!(fields(&refused), ["team.display_name", "team.parent_team_id"]);
        }
    }

    async fn a_seventeenth_level_is_refused(engine) {
        let house = House::new(engine).await;
        let lowest = found_levels(&house, 16).await.pop().unwrap();
        let refused = house.staff().await.create_team(create("第17层", &lowest.team_id)).await.unwrap_err();
        assert_problem(&refused, Code::InvalidArgument, ErrorReason::InvalidFields.as_str_name());
        assert_eq!(fields(&refused), ["team.parent_team_id"]);
    }

    async fn equal_requests_at_once_make_one_team_and_equal_answers(engine) {
        let house = House::new(engine).await;
        let staff = house.staff().await;
        let request = CreateTeamRequest { request_id: Uuid::from_u128(7).to_string(), ..create("华东", "") };
        let answers = join_all((0..16).map(|_| {
            let (mut staff, request) = (staff.clone(), request.clone());
            async move { staff.create_team(request).await.unwrap().into_inner() }
        }))
        .await;
        assert!(answers.iter().all(|answer| *answer == answers[0]));
        let listed = house.staff().await.list_teams(ListTeamsRequest::default()).await.unwrap().into_inner();
        assert_eq!(listed.teams, [answers[0].clone()]);
        let other = CreateTeamRequest { team: create("华南", "").team, ..request };
        let refused = house.staff().await.create_team(other).await.unwrap_err();
        assert_problem(&refused, Code::InvalidArgument, ErrorReason::RequestIdReused.as_str_name());
    }

    async fn many_teams_at_once_do_not_stand_in_each_others_way(engine) {
        let house = House::new(engine).await;
        let staff = house.staff().await;
        join_all((0..64).map(|number| {
            let mut staff = staff.clone();
            async move { staff.create_team(create(&number.to_string(), "")).await.unwrap() }
        }))
        .await;
        let request = ListTeamsRequest { page_size: 100, ..Default::default() };
        assert_eq!(house.staff().await.list_teams(request).await.unwrap().into_inner().teams.len(), 64);
        assert_eq!(house.verify_journal_of("customer").await.faults, Vec::<String>::new());
    }

    async fn validate_only_creates_nothing(engine) {
        let house = House::new(engine).await;
        let mut staff = house.staff().await;
        staff.create_team(CreateTeamRequest { validate_only: true, ..create("华东", "") }).await.unwrap();
        assert!(staff.list_teams(ListTeamsRequest::default()).await.unwrap().into_inner().teams.is_empty());
    }

    async fn rights_come_before_rules_and_only_administrators_have_them(engine) {
        let house = House::new(engine).await;
        for role in [Role::Sales, Role::Service, Role::Finance, Role::System] {
            let mut staff = house.staff_of(house.token("default", "li.na", role)).await;
            let refused = staff.create_team(create("", "")).await.unwrap_err();
            assert_problem(&refused, Code::PermissionDenied, ErrorReason::PermissionDenied.as_str_name());
        }
    }
}
