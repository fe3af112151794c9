//! GetStaff.

use access::{DataClass, Role};
use contracts::customer::v1::{ErrorReason, Staff};
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use super::get;
use crate::harness::House;

on_both_engines! {
    async fn x1_everybody_sees_the_names_of_colleagues_and_administrators_alone_their_subjects(engine) {
        let house = House::new(engine).await;
        let li_na = house.employ("li.na").await;
        for role in [Role::Sales, Role::Service, Role::Finance] {
            let mut staff = house.staff_of(house.token("default", "wang.fang", role)).await;
            let seen = staff.get_staff(get(&li_na.staff_id)).await.unwrap().into_inner();
            assert_eq!(seen, Staff { subject: access::mask::WITHHELD.into(), ..li_na.clone() }, "{role:?}");
        }
    }

    async fn x6_a_read_is_noted_with_what_was_shown(engine) {
        let house = House::new(engine).await;
        let li_na = house.employ("li.na").await;
        let mut staff = house.staff_of(house.token("default", "li.na", Role::Sales)).await;
        staff.get_staff(get(&li_na.staff_id)).await.unwrap();
        let reads = house.reads_of(&li_na.staff_id).await;
        assert_eq!(reads.len(), 1);
        assert_eq!(reads[0].actor, format!("staff:{}", li_na.staff_id));
        assert_eq!((&*reads[0].act, &*reads[0].entity_kind), ("view", "staff"));
        assert_eq!(reads[0].classes, DataClass::Fact | DataClass::Name);
    }

    async fn x9_nobody_is_seen_from_another_tenant(engine) {
        let house = House::new(engine).await;
        let li_na = house.employ("li.na").await;
        let mut neighbours = house.staff_of(house.token("neighbour", "admin", Role::Administrator)).await;
        let refused = neighbours.get_staff(get(&li_na.staff_id)).await.unwrap_err();
        assert_problem(&refused, Code::NotFound, ErrorReason::NotFound.as_str_name());
    }
}
