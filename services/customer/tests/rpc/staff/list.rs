//! ListStaff.

use access::Role;
use contracts::customer::v1::{ErrorReason, ListStaffRequest};
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use crate::harness::House;

on_both_engines! {
    async fn pages_hold_everybody_once_oldest_first_also_whoever_comes_meanwhile(engine) {
        let house = House::new(engine).await;
        let mut staff = house.staff().await;
        let mut employed = Vec::new();
        for subject in ["a", "b", "c", "d", "e"] {
            employed.push(house.employ(subject).await);
            house.clock.advance(1);
        }
        let (mut listed, mut page_token) = (Vec::new(), String::new());
        loop {
            let request = ListStaffRequest { page_size: 2, page_token };
            let page = staff.list_staff(request).await.unwrap().into_inner();
            assert!(page.staff.len() <= 2);
            listed.extend(page.staff);
            if listed.len() == 2 {
                employed.push(house.employ("f").await);
            }
            if page.next_page_token.is_empty() {
                break;
            }
            page_token = page.next_page_token;
        }
        assert_eq!(listed, employed);
    }

    async fn a_page_token_opens_for_the_caller_alone_to_whom_it_was_answered(engine) {
        let house = House::new(engine).await;
        for subject in ["a", "b"] {
            house.employ(subject).await;
        }
        let request = |page_token| ListStaffRequest { page_size: 1, page_token };
        let first = house.staff().await.list_staff(request(String::new())).await.unwrap().into_inner();
        let mut other = house.staff_of(house.token("default", "a", Role::Sales)).await;
        let refused = other.list_staff(request(first.next_page_token)).await.unwrap_err();
        assert_problem(&refused, Code::InvalidArgument, ErrorReason::InvalidPageToken.as_str_name());
    }

    async fn x1_x6_what_is_listed_is_masked_and_noted(engine) {
        let house = House::new(engine).await;
        let li_na = house.employ("li.na").await;
        let mut hers = house.staff_of(house.token("default", "li.na", Role::Service)).await;
        let listed = hers.list_staff(ListStaffRequest::default()).await.unwrap().into_inner().staff;
        assert_eq!(listed.len(), 1);
        assert_eq!((listed[0].display_name.as_str(), listed[0].subject.as_str()), ("li.na", access::mask::WITHHELD));
        let reads = house.reads_of(&li_na.staff_id).await;
        assert_eq!(reads.iter().map(|read| &*read.act).collect::<Vec<_>>(), ["list"]);
        let mut neighbours = house.staff_of(house.token("neighbour", "admin", Role::Administrator)).await;
        assert!(neighbours.list_staff(ListStaffRequest::default()).await.unwrap().into_inner().staff.is_empty());
    }
}
