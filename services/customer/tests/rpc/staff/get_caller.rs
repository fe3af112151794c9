//! GetCaller.

use access::Role;
use contracts::customer::v1 as wire;
use testkit::on_both_engines;

use crate::harness::House;

on_both_engines! {
    async fn c51_a_caller_is_told_who_it_is_and_which_teams_are_below(engine) {
        let house = House::new(engine).await;
        let mut staff = house.staff().await;
        let mut team = async |name: &str, parent: &str| {
            let team = wire::Team { display_name: name.into(), parent_team_id: parent.into(), ..Default::default() };
            let request = wire::CreateTeamRequest { team: Some(team), ..Default::default() };
            staff.create_team(request).await.unwrap().into_inner().team_id
        };
        let above = team("华东", "").await;
        let below = team("上海", &above).await;
        let lowest = team("浦东", &below).await;
        let employed = house.employ("wang").await;
        let mask = Some(prost_types::FieldMask { paths: vec!["team_id".into()] });
        let moved = wire::Staff { team_id: above.clone(), ..employed.clone() };
        let request = wire::UpdateStaffRequest { staff: Some(moved), update_mask: mask, ..Default::default() };
        staff.update_staff(request).await.unwrap();

        let mut wang = house.staff_of(house.token("default", "wang", Role::Sales)).await;
        let mut told = wang.get_caller(wire::GetCallerRequest {}).await.unwrap().into_inner();
        told.teams_below.sort();
        let mut expected = vec![below, lowest];
        expected.sort();
        assert_eq!(told, wire::Caller { staff_id: employed.staff_id, team_id: above, teams_below: expected });

        let mut nobody = house.staff_of(house.token("default", "li", Role::Finance)).await;
        assert_eq!(nobody.get_caller(wire::GetCallerRequest {}).await.unwrap().into_inner(), wire::Caller::default());
    }
}
