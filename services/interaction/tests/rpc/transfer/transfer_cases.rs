//! TransferCases.

use access::Role;
use contracts::customer::v1 as customers;
use contracts::interaction::v1 as wire;
use testkit::{assert_problem, on_both_engines};
use tonic::Code;
use wire::ErrorReason;

use super::{complained, given, ids, read, read_complaint, resolve, run, status, transfer, uuid};
use crate::harness::{Bearer, Callers, House, HouseWithoutAnswers, fields};

on_both_engines! {
    async fn i12_all_that_a_leaver_has_yet_to_settle_becomes_anothers_under_one_cause(engine) {
        let house = House::new(engine).await;
        let (wang, _) = house.person("wang", Role::Sales).await;
        let (li, _) = house.person("li", Role::Service).await;
        let (sun, of_sun) = house.person("sun", Role::Service).await;
        let customer = house.customer_of(&wang).await;
        house.let_in(&customer, &li).await;
        // More than are worked on at a time, and all of one customer.
        let of_li = given(&house, &customer, &li, 203).await;
        let complaint = complained(&house, &customer, &li).await;
        let others = given(&house, &customer, &wang, 1).await;
        let settled = resolve(&house, &of_li[0]).await;
        let deleted = wire::DeleteServiceCaseRequest { service_case_id: of_li[1].service_case_id.clone(), etag: of_li[1].etag.clone(), ..Default::default() };
        let deleted = house.service_cases().await.delete_service_case(deleted).await.unwrap().into_inner();

        let mut expected = ids(&of_li[2..]);
        expected.insert(complaint.complaint_id.clone());
        let asked = wire::TransferCasesRequest { transfer_id: uuid(7), ..transfer(&li, &sun) };
        let preview = wire::TransferCasesRequest { validate_only: true, ..asked.clone() };
        let told = run(&house, preview).await.unwrap();
        assert_eq!((told.cause, told.count, &told.given, told.refused.len()), (uuid(7), 202, &expected, 0));
        assert_eq!(house.read(&customer.customer_id).await.collaborators, std::slice::from_ref(&li.staff_id), "nobody was let in");
        let told = run(&house, asked).await.unwrap();
        assert_eq!((told.cause, told.count, &told.given, told.refused.len()), (uuid(7), 202, &expected, 0));

        for untouched in [&settled, &deleted, &others[0]] {
            assert_eq!(&read(&house, untouched).await, untouched);
        }
        let handed = read(&house, &of_li[2]).await;
        assert_eq!((&handed.assignee, handed.revision, &handed.question), (&sun.staff_id, 2, &of_li[2].question));
        assert_eq!(read_complaint(&house, &complaint).await.assignee, sun.staff_id);
        let request = wire::ListServiceCaseRevisionsRequest { service_case_id: of_li[2].service_case_id.clone(), ..Default::default() };
        let newest = house.service_cases().await.list_service_case_revisions(request).await.unwrap().into_inner().revisions.remove(0);
        assert_eq!(newest.cause.unwrap(), contracts::feed::v1::Cause { kind: "transfer".into(), id: uuid(7) });
        // Whoever gets it sees it, without having to wait for what the services tell each other.
        let mut hers = house.service_cases_of(&of_sun).await;
        let get = wire::GetServiceCaseRequest { service_case_id: handed.service_case_id.clone(), as_of: None };
        assert_eq!(hers.get_service_case(get).await.unwrap().into_inner(), handed);
        let verified = house.verify_journal_of("interaction").await;
        assert!(verified.faults.is_empty(), "{:?}", verified.faults);
    }

    async fn i12_a_transfer_that_is_asked_again_goes_on_with_what_is_left_under_the_same_cause(engine) {
        let house = House::new(engine).await;
        let (li, _) = house.person("li", Role::Sales).await;
        let (sun, _) = house.person("sun", Role::Sales).await;
        let customer = house.customer_of(&li).await;
        let first = given(&house, &customer, &li, 2).await;
        let asked = wire::TransferCasesRequest { request_id: uuid(1), ..transfer(&li, &sun) };
        let told = run(&house, asked.clone()).await.unwrap();
        assert_eq!(told.given, ids(&first));
        let second = given(&house, &customer, &li, 2).await;
        let again = run(&house, asked).await.unwrap();
        assert_eq!((&again.cause, again.count, again.given), (&told.cause, 2, ids(&second)));
        let wrong = wire::TransferCasesRequest { transfer_id: told.cause, request_id: uuid(1), ..transfer(&li, &sun) };
        let refused = run(&house, wrong).await.err().unwrap();
        assert_problem(&refused, Code::InvalidArgument, ErrorReason::RequestIdReused.as_str_name());
    }

    async fn i12_what_cannot_be_handed_over_is_told_by_id_and_the_rest_goes(engine) {
        let house = House::new(engine).await;
        let (li, _) = house.person("li", Role::Sales).await;
        let (wang, _) = house.person("wang", Role::Sales).await;
        let (sun, _) = house.person("sun", Role::Sales).await;
        let (full, free) = (house.customer_of(&wang).await, house.customer_of(&wang).await);
        house.let_in(&full, &li).await;
        for number in 0..19 {
            let (staff, _) = house.person(&format!("staff.{number}"), Role::Service).await;
            house.let_in(&full, &staff).await;
        }
        let (stuck, goes) = (given(&house, &full, &li, 3).await, given(&house, &free, &li, 3).await);
        let told = run(&house, transfer(&li, &sun)).await.unwrap();
        assert_eq!(told.given, ids(&goes));
        assert_eq!(told.refused.keys().cloned().collect::<std::collections::BTreeSet<_>>(), ids(&stuck));
        for error in told.refused.values() {
            assert_eq!(fields(&status(error)), ["to_staff_id"]);
        }
        assert_eq!(read(&house, &stuck[0]).await, stuck[0]);
    }

    async fn i12_who_may_not_transfer_is_refused_and_what_cannot_be_is_told_by_field(engine) {
        let house = House::new(engine).await;
        let (li, _) = house.person("li", Role::Sales).await;
        let (sun, _) = house.person("sun", Role::Sales).await;
        let customer = house.customer_of(&li).await;
        let made = given(&house, &customer, &li, 1).await;
        for role in [Role::Sales, Role::Service, Role::Finance] {
            let mut of_role = house.transfers_of(&house.token("default", "li", role)).await;
            let refused = of_role.transfer_cases(transfer(&li, &sun)).await.unwrap_err();
            assert_problem(&refused, Code::PermissionDenied, ErrorReason::PermissionDenied.as_str_name());
        }
        let nobody = customers::Staff { staff_id: uuid(9), ..Default::default() };
        let left = customers::Staff { inactive: true, ..house.person("left", Role::Sales).await.0 };
        let request = customers::UpdateStaffRequest { staff: Some(left.clone()), ..Default::default() };
        house.staff().await.update_staff(request).await.unwrap();
        for (wrong, field) in [
            (transfer(&nobody, &sun), "from_staff_id"),
            (transfer(&li, &nobody), "to_staff_id"),
            (transfer(&li, &left), "to_staff_id"),
            (transfer(&li, &li), "to_staff_id"),
        ] {
            assert_eq!(fields(&run(&house, wrong).await.err().unwrap()), [field]);
        }
        let elsewhere = house.transfers_of(&house.token("elsewhere", "li", Role::Administrator)).await;
        let refused = { elsewhere }.transfer_cases(transfer(&li, &sun)).await.unwrap_err();
        assert_eq!(fields(&refused), ["from_staff_id", "to_staff_id"], "another tenant's staff is nobody");
        assert_eq!(read(&house, &made[0]).await, made[0]);
    }

    async fn a_customer_service_that_is_away_is_told_apart_from_a_refusal(engine) {
        let house = HouseWithoutAnswers::new(engine).await;
        let (li, sun) = (house.employ("li").await, house.employ("sun").await);
        let mut client = house.transfers_of(&Bearer(None)).await;
        let refused = client.transfer_cases(transfer(&li, &sun)).await.unwrap_err();
        assert_problem(&refused, Code::Unavailable, "CUSTOMERS_UNAVAILABLE");
    }
}
