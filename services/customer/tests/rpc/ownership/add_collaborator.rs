//! AddCollaborator.

use access::Role;
use contracts::customer::v1 as wire;
use contracts::customer::v1::ErrorReason;
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use super::{add, leave};
use crate::harness::{House, company, fields, get};
use crate::rpc::customer::{delete, move_to, request_id, update};

on_both_engines! {
    async fn c13_a_collaborator_sees_and_edits_the_customer_and_gives_it_to_nobody(engine) {
        let house = House::new(engine).await;
        let (li, chen, wang) = (house.employ("li").await, house.employ("chen").await, house.employ("wang").await);
        let customer = house.given(wire::Customer { owner: li.staff_id.clone(), ..company("甲公司", "13912345678") }).await;
        let mut as_chen = house.customers_of(house.token("default", "chen", Role::Sales)).await;
        as_chen.get_customer(get(&customer.customer_id)).await.unwrap_err();
        assert!(as_chen.list_customers(wire::ListCustomersRequest::default()).await.unwrap().into_inner().customers.is_empty());

        let mut of_li = house.ownership_of(house.token("default", "li", Role::Sales)).await;
        let shared = of_li.add_collaborator(add(&customer, &chen)).await.unwrap().into_inner();
        assert_eq!((&shared.collaborators, &shared.owner), (&vec![chen.staff_id.clone()], &li.staff_id));
        assert_eq!(shared.revision, 2);
        let read = as_chen.get_customer(get(&customer.customer_id)).await.unwrap().into_inner();
        assert_eq!(read, shared, "nothing is masked");
        let listed = as_chen.list_customers(wire::ListCustomersRequest::default()).await.unwrap().into_inner();
        assert_eq!(listed.customers, std::slice::from_ref(&read));
        let search = wire::SearchCustomersRequest { query: "甲公司".into(), ..Default::default() };
        assert_eq!(as_chen.search_customers(search).await.unwrap().into_inner().customers, [read]);
        let moved = as_chen.change_stage(move_to(&customer, "intent", "")).await.unwrap().into_inner();

        let mut of_chen = house.ownership_of(house.token("default", "chen", Role::Sales)).await;
        let taken = wire::Customer { owner: chen.staff_id.clone(), ..moved.clone() };
        for refused in [
            of_chen.add_collaborator(add(&customer, &wang)).await.unwrap_err(),
            as_chen.update_customer(update(taken, &["owner"])).await.unwrap_err(),
            as_chen.delete_customer(delete(&moved)).await.unwrap_err(),
        ] {
            assert_problem(&refused, Code::PermissionDenied, ErrorReason::PermissionDenied.as_str_name());
        }
        let revisions = wire::ListCustomerRevisionsRequest { customer: customer.customer_id.clone(), ..Default::default() };
        let revisions = house.customers().await.list_customer_revisions(revisions).await.unwrap().into_inner().revisions;
        assert_eq!(revisions[1].changed_paths, ["collaborators"]);
        assert_eq!(revisions[1].actor, format!("staff:{}", li.staff_id));
        assert!(house.verify_journal_of("customer").await.faults.is_empty());
    }

    async fn c13_a_collaborator_is_employed_not_the_owner_and_one_of_twenty_at_most(engine) {
        let house = House::new(engine).await;
        let li = house.employ("li").await;
        let customer = house.given(wire::Customer { owner: li.staff_id.clone(), ..company("甲公司", "13912345678") }).await;
        let mut ownership = house.ownership().await;
        let mut staff = Vec::new();
        for number in 0..21 {
            staff.push(house.employ(&format!("staff {number}")).await);
        }
        leave(&house, &staff[0]).await;
        let nobody = wire::Staff { staff_id: request_id(7), ..Default::default() };
        for wrong in [&li, &staff[0], &nobody] {
            let refused = ownership.add_collaborator(add(&customer, wrong)).await.unwrap_err();
            assert_problem(&refused, Code::InvalidArgument, ErrorReason::InvalidFields.as_str_name());
            assert_eq!(fields(&refused), ["staff_id"]);
        }
        for staff in &staff[1..] {
            ownership.add_collaborator(add(&customer, staff)).await.unwrap();
        }
        let full = house.read(&customer.customer_id).await;
        assert_eq!(full.collaborators, staff[1..].iter().map(|staff| staff.staff_id.clone()).collect::<Vec<_>>());
        let again = ownership.add_collaborator(add(&customer, &staff[5])).await.unwrap().into_inner();
        assert_eq!(again, full, "nothing is written for one who is there");
        let one_more = house.employ("one more").await;
        let refused = ownership.add_collaborator(add(&customer, &one_more)).await.unwrap_err();
        assert_eq!(fields(&refused), ["staff_id"]);
    }

    async fn c13_adding_is_compared_repeatable_and_may_be_tried(engine) {
        let house = House::new(engine).await;
        let (li, chen) = (house.employ("li").await, house.employ("chen").await);
        let customer = house.given(company("甲公司", "13912345678")).await;
        let mut ownership = house.ownership().await;
        let stale = wire::AddCollaboratorRequest { etag: "\"7\"".into(), ..add(&customer, &li) };
        let refused = ownership.add_collaborator(stale).await.unwrap_err();
        assert!(matches!(refused.code(), Code::Aborted | Code::InvalidArgument), "{refused:?}");
        let tried = wire::AddCollaboratorRequest { validate_only: true, ..add(&customer, &li) };
        let tried = ownership.add_collaborator(tried).await.unwrap().into_inner();
        assert_eq!(tried.collaborators, std::slice::from_ref(&li.staff_id));
        assert_eq!(house.read(&customer.customer_id).await, customer);
        let asked = wire::AddCollaboratorRequest { request_id: request_id(1), etag: customer.etag.clone(), ..add(&customer, &li) };
        let added = ownership.add_collaborator(asked.clone()).await.unwrap().into_inner();
        ownership.add_collaborator(add(&customer, &chen)).await.unwrap();
        assert_eq!(ownership.add_collaborator(asked.clone()).await.unwrap().into_inner(), added);
        let other = wire::AddCollaboratorRequest { staff_id: chen.staff_id.clone(), ..asked };
        let refused = ownership.add_collaborator(other).await.unwrap_err();
        assert_problem(&refused, Code::InvalidArgument, ErrorReason::RequestIdReused.as_str_name());
    }
}
