//! ListTeams.

use access::Role;
use contracts::customer::v1::ListTeamsRequest;
use testkit::on_both_engines;

use super::found_team;
use crate::harness::House;

on_both_engines! {
    async fn x6_pages_hold_every_team_once_oldest_first_and_are_noted(engine) {
        let house = House::new(engine).await;
        let mut staff = house.staff_of(house.token("default", "li.na", Role::Finance)).await;
        let mut founded = Vec::new();
        for name in ["华东", "华南", "华北"] {
            founded.push(found_team(&house, name, "").await);
            house.clock.advance(1);
        }
        let first = staff.list_teams(ListTeamsRequest { page_size: 2, ..Default::default() }).await.unwrap().into_inner();
        assert_eq!(first.teams, founded[..2]);
        let rest = ListTeamsRequest { page_size: 2, page_token: first.next_page_token };
        let rest = staff.list_teams(rest).await.unwrap().into_inner();
        assert_eq!(rest.teams, founded[2..]);
        assert_eq!(rest.next_page_token, "");
        for team in founded {
            assert_eq!(house.reads_of(&team.team_id).await.len(), 1);
        }
        let mut neighbours = house.staff_of(house.token("neighbour", "admin", Role::Administrator)).await;
        assert!(neighbours.list_teams(ListTeamsRequest::default()).await.unwrap().into_inner().teams.is_empty());
    }
}
