//! UpdateTeam.

use access::Role;
use contracts::customer::v1::{ErrorReason, Team, UpdateTeamRequest};
use futures::future::join;
use testkit::{assert_problem, on_both_engines};
use tonic::Code;
use uuid::Uuid;

use super::{found_levels, found_team, get, shift, update};
use crate::harness::{House, fields};

on_both_engines! {
    async fn what_the_mask_names_changes_and_nothing_else(engine) {
        let house = House::new(engine).await;
        let mut staff = house.staff().await;
        let (east, shanghai) = (found_team(&house, "华东", "").await, found_team(&house, "上海", "").await);
        let sent = Team { display_name: "沪".into(), parent_team_id: east.team_id.clone(), ..shanghai.clone() };
        let moved = staff.update_team(update(sent, &["parent_team_id"])).await.unwrap().into_inner();
        assert_eq!((&moved.display_name, &moved.parent_team_id), (&shanghai.display_name, &east.team_id));
        assert_eq!(moved.revision, 2);
        let sent = Team { display_name: "沪".into(), parent_team_id: String::new(), ..moved };
        let replaced = staff.update_team(update(sent, &["*"])).await.unwrap().into_inner();
        assert_eq!((replaced.display_name.as_str(), replaced.parent_team_id.as_str()), ("沪", ""));
        assert_eq!(staff.get_team(get(&replaced.team_id)).await.unwrap().into_inner(), replaced);
        let same = staff.update_team(update(replaced.clone(), &["*"])).await.unwrap().into_inner();
        assert_eq!(same, replaced);
        assert_eq!(house.verify_journal_of("customer").await.faults, Vec::<String>::new());
    }

    async fn a_circle_is_refused(engine) {
        let house = House::new(engine).await;
        let levels = found_levels(&house, 3).await;
        for parent in &levels {
            let refused = house.staff().await.update_team(shift(&levels[0], parent)).await.unwrap_err();
            assert_problem(&refused, Code::InvalidArgument, ErrorReason::InvalidFields.as_str_name());
            assert_eq!(fields(&refused), ["team.parent_team_id"]);
        }
    }

    async fn two_moves_at_once_make_no_circle(engine) {
        let house = House::new(engine).await;
        for _ in 0..8 {
            let (one, other) = (found_team(&house, "甲", "").await, found_team(&house, "乙", "").await);
            let (mut first, mut second) = (house.staff().await, house.staff().await);
            let outcomes = join(first.update_team(shift(&one, &other)), second.update_team(shift(&other, &one))).await;
            let outcomes = [outcomes.0, outcomes.1];
            let refused: Vec<_> = outcomes.iter().filter_map(|outcome| outcome.as_ref().err()).collect();
            assert_eq!(refused.len(), 1, "one of two moves");
            assert_problem(refused[0], Code::InvalidArgument, ErrorReason::InvalidFields.as_str_name());
            assert_eq!(fields(refused[0]), ["team.parent_team_id"]);
        }
    }

    async fn a_team_takes_the_teams_below_it_along_and_all_keep_to_sixteen_levels(engine) {
        let house = House::new(engine).await;
        let mut staff = house.staff().await;
        let (high, low) = (found_levels(&house, 10).await, found_levels(&house, 7).await);
        let refused = staff.update_team(shift(&low[0], &high[9])).await.unwrap_err();
        assert_eq!(fields(&refused), ["team.parent_team_id"]);
        staff.update_team(shift(&low[0], &high[8])).await.unwrap();
    }

    async fn whoever_read_an_older_revision_is_told_the_present_one(engine) {
        let house = House::new(engine).await;
        let mut staff = house.staff().await;
        let read = found_team(&house, "华东", "").await;
        let renamed = Team { display_name: "华东大区".into(), ..read.clone() };
        staff.update_team(update(renamed.clone(), &["display_name"])).await.unwrap();
        let refused = staff.update_team(update(renamed, &["display_name"])).await.unwrap_err();
        let details = assert_problem(&refused, Code::Aborted, ErrorReason::EtagMismatch.as_str_name());
        assert_eq!(details.error_info().unwrap().metadata["revision"], "2");
        let without = Team { team_id: "华东".into(), etag: String::new(), ..read };
        let refused = staff.update_team(update(without, &["create_time"])).await.unwrap_err();
        assert_eq!(fields(&refused), ["update_mask.paths[0]", "team.team_id", "team.etag"]);
    }

    async fn a_repeated_request_answers_what_that_call_left(engine) {
        let house = House::new(engine).await;
        let mut staff = house.staff().await;
        let (east, shanghai) = (found_team(&house, "华东", "").await, found_team(&house, "上海", "").await);
        let request = UpdateTeamRequest { request_id: Uuid::from_u128(7).to_string(), ..shift(&shanghai, &east) };
        let first = staff.update_team(request.clone()).await.unwrap().into_inner();
        let apart = Team { parent_team_id: String::new(), ..first.clone() };
        staff.update_team(update(apart, &["parent_team_id"])).await.unwrap();
        // By now the same change would make a circle.
        staff.update_team(shift(&east, &shanghai)).await.unwrap();
        assert_eq!(staff.update_team(request).await.unwrap().into_inner(), first);
    }

    async fn validate_only_answers_what_would_be_and_changes_nothing(engine) {
        let house = House::new(engine).await;
        let mut staff = house.staff().await;
        let before = found_team(&house, "华东", "").await;
        let sent = Team { display_name: "华东大区".into(), ..before.clone() };
        let request = UpdateTeamRequest { validate_only: true, ..update(sent, &["display_name"]) };
        assert_eq!(staff.update_team(request).await.unwrap().into_inner().display_name, "华东大区");
        assert_eq!(staff.get_team(get(&before.team_id)).await.unwrap().into_inner(), before);
    }

    async fn rights_come_before_existence_and_only_administrators_have_them(engine) {
        let house = House::new(engine).await;
        let team = found_team(&house, "华东", "").await;
        let nothing = Team { team_id: Uuid::nil().to_string(), ..team.clone() };
        let refused = house.staff().await.update_team(update(nothing.clone(), &["*"])).await.unwrap_err();
        assert_problem(&refused, Code::NotFound, ErrorReason::NotFound.as_str_name());
        let mut staff = house.staff_of(house.token("default", "li.na", Role::Sales)).await;
        for sent in [nothing, team] {
            let refused = staff.update_team(update(sent, &["*"])).await.unwrap_err();
            assert_problem(&refused, Code::PermissionDenied, ErrorReason::PermissionDenied.as_str_name());
        }
    }
}
