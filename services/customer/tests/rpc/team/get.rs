//! GetTeam.

use access::Role;
use contracts::customer::v1::ErrorReason;
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use super::{found_team, get};
use crate::harness::House;

on_both_engines! {
    async fn x6_everybody_in_the_tenant_reads_a_team_and_it_is_noted(engine) {
        let house = House::new(engine).await;
        let team = found_team(&house, "华东", "").await;
        let mut staff = house.staff_of(house.token("default", "li.na", Role::Sales)).await;
        assert_eq!(staff.get_team(get(&team.team_id)).await.unwrap().into_inner(), team);
        let reads = house.reads_of(&team.team_id).await;
        assert_eq!(reads.len(), 1);
        assert_eq!((&*reads[0].act, &*reads[0].entity_kind), ("view", "team"));
    }

    async fn x9_nothing_is_seen_from_another_tenant(engine) {
        let house = House::new(engine).await;
        let team = found_team(&house, "华东", "").await;
        let mut neighbours = house.staff_of(house.token("neighbour", "admin", Role::Administrator)).await;
        let refused = neighbours.get_team(get(&team.team_id)).await.unwrap_err();
        assert_problem(&refused, Code::NotFound, ErrorReason::NotFound.as_str_name());
    }
}
