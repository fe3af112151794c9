//! RemoveCollaborator.

use access::Role;
use contracts::customer::v1 as wire;
use testkit::on_both_engines;
use tonic::Code;

use super::{add, leave, remove};
use crate::harness::{House, company, get};
use crate::rpc::customer::update;

on_both_engines! {
    async fn c13_who_is_taken_off_a_customer_sees_it_no_more(engine) {
        let house = House::new(engine).await;
        let (li, chen, wang) = (house.employ("li").await, house.employ("chen").await, house.employ("wang").await);
        let customer = house.given(wire::Customer { owner: li.staff_id.clone(), ..company("甲公司", "13912345678") }).await;
        let mut ownership = house.ownership_of(house.token("default", "li", Role::Sales)).await;
        for staff in [&chen, &wang] {
            ownership.add_collaborator(add(&customer, staff)).await.unwrap();
        }
        leave(&house, &wang).await;
        for staff in [&wang, &chen] {
            ownership.remove_collaborator(remove(&customer, staff)).await.unwrap();
        }
        let alone = ownership.remove_collaborator(remove(&customer, &chen)).await.unwrap().into_inner();
        assert_eq!((alone.collaborators.len(), alone.revision), (0, 5), "one who is not there is passed over");
        let mut as_chen = house.customers_of(house.token("default", "chen", Role::Sales)).await;
        assert_eq!(as_chen.get_customer(get(&customer.customer_id)).await.unwrap_err().code(), Code::PermissionDenied);
        assert!(as_chen.list_customers(wire::ListCustomersRequest::default()).await.unwrap().into_inner().customers.is_empty());
        assert!(house.verify_journal_of("customer").await.faults.is_empty());
    }

    async fn c13_an_owner_is_no_collaborator_and_in_the_pool_nobody_is(engine) {
        let house = House::new(engine).await;
        let (li, chen, wang) = (house.employ("li").await, house.employ("chen").await, house.employ("wang").await);
        let customer = house.given(wire::Customer { owner: li.staff_id.clone(), ..company("甲公司", "13912345678") }).await;
        let (mut ownership, mut customers) = (house.ownership().await, house.customers().await);
        ownership.add_collaborator(add(&customer, &chen)).await.unwrap();
        let shared = ownership.add_collaborator(add(&customer, &wang)).await.unwrap().into_inner();
        let given = wire::Customer { owner: chen.staff_id.clone(), ..shared };
        let given = customers.update_customer(update(given, &["owner"])).await.unwrap().into_inner();
        assert_eq!((&given.owner, &given.collaborators), (&chen.staff_id, &vec![wang.staff_id.clone()]));
        house.clock.advance(1_000_000);
        let free = wire::Customer { owner: String::new(), ..given };
        let free = customers.update_customer(update(free, &["owner"])).await.unwrap().into_inner();
        assert_eq!((&free.previous_owner, free.collaborators.len()), (&chen.staff_id, 0));
        assert_eq!(free.release_time, free.update_time);
        let mut as_wang = house.customers_of(house.token("default", "wang", Role::Sales)).await;
        assert!(!as_wang.get_customer(get(&customer.customer_id)).await.unwrap().into_inner().masked_classes.is_empty());
        let taken = wire::Customer { owner: wang.staff_id.clone(), ..free };
        let taken = customers.update_customer(update(taken, &["owner"])).await.unwrap().into_inner();
        assert_eq!((taken.previous_owner.as_str(), taken.release_time), ("", None));
    }
}
