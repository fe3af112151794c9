//! ListTargets.

use access::Role;
use contracts::analytics::v1 as wire;
use testkit::on_both_engines;

use super::{sales, set, targets_of};
use crate::harness::{Bearer, House, Reporting, day};

/// Whose targets somebody sees, and of which months.
async fn listed(house: &House, bearer: &Bearer, month: Option<i32>) -> Vec<(String, i32)> {
    let mut targets = targets_of(house, bearer).await;
    let (mut listed, mut page_token) = (Vec::new(), String::new());
    loop {
        let month = month.map(|month| day(2024, month, 1));
        let request = wire::ListTargetsRequest { month, page_size: 2, page_token };
        let page = targets.list_targets(request).await.unwrap().into_inner();
        listed.extend(page.targets.into_iter().map(|target| (target.staff_id, target.month.unwrap().month)));
        page_token = page.next_page_token;
        if page_token.is_empty() {
            return listed;
        }
    }
}

on_both_engines! {
    async fn a10_targets_are_listed_to_those_who_see_reports_on_their_people(engine) {
        let house = House::new(engine).await;
        let (east, west) = (house.team("east", "").await, house.team("west", "").await);
        let (wang, of_wang) = house.person("wang", &east, Role::Sales).await;
        let (li, _) = house.person("li", &east, Role::Sales).await;
        let (zhao, of_zhao) = house.person("zhao", &west, Role::Service).await;
        for (staff, month) in [(&wang, 4), (&wang, 5), (&li, 5), (&zhao, 5)] {
            set(&house, sales(&staff.staff_id, month, 100)).await;
            house.clock.advance(1_000);
        }
        let of = |staff: &contracts::customer::v1::Staff, month| (staff.staff_id.clone(), month);
        let all = [of(&wang, 4), of(&wang, 5), of(&li, 5), of(&zhao, 5)];
        assert_eq!(listed(&house, &Bearer(None), None).await, all);
        assert_eq!(listed(&house, &of_wang, Some(5)).await, all[1..3], "those of the team");
        assert_eq!(listed(&house, &of_zhao, None).await, all[3..], "service sees its own");
        set(&house, sales(&wang.staff_id, 4, 0)).await;
        assert_eq!(listed(&house, &Bearer(None), None).await, all[1..], "taken away");
    }
}
