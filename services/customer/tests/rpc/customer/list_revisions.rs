//! ListCustomerRevisions.

use access::Role;
use contracts::customer::v1 as wire;
use contracts::customer::v1::{ChangeKind, CustomerRevision, ErrorReason, ListCustomerRevisionsRequest};
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use super::{delete, erase, move_to, request_id, shop_id, undelete, update};
use crate::harness::{House, company, phone_number};

fn of(customer: &str) -> ListCustomerRevisionsRequest {
    ListCustomerRevisionsRequest { customer: customer.into(), ..Default::default() }
}

async fn history(house: &House, customer: &wire::Customer) -> Vec<CustomerRevision> {
    let answer = house.customers().await.list_customer_revisions(of(&customer.customer_id)).await.unwrap();
    answer.into_inner().revisions
}

/// The paths that an update changed, and the customer after it.
async fn changed_paths(house: &House, sent: wire::Customer, paths: &[&str]) -> (wire::Customer, Vec<String>) {
    let after = house.customers().await.update_customer(update(sent, paths)).await.unwrap().into_inner();
    let newest = history(house, &after).await.remove(0);
    assert_eq!(newest.customer.as_ref(), Some(&after));
    (after, newest.changed_paths)
}

on_both_engines! {
    async fn c48_each_revision_says_who_did_what_when_and_why(engine) {
        let house = House::new(engine).await;
        let mut customers = house.customers().await;
        let first = house.given(company("甲公司", "13912345678")).await;
        let chen = house.employ("chen").await;
        let mut by_chen = house.customers_of(house.token("default", "chen", Role::Administrator)).await;
        let mut by_nobody = house.customers_of(house.token("default", "wang", Role::Administrator)).await;
        let mut by_service = house.customers_of(house.token("default", "reminder", Role::System)).await;
        house.clock.advance(1_000_000);
        let sent = wire::Customer { remarks: "老客户".into(), ..first.clone() };
        let second = by_chen.update_customer(update(sent, &["remarks"])).await.unwrap().into_inner();
        house.clock.advance(1_000_000);
        let third = by_service.change_stage(move_to(&first, "intent", "")).await.unwrap().into_inner();
        let fourth = by_nobody.delete_customer(delete(&third)).await.unwrap().into_inner();
        let fifth = customers.undelete_customer(undelete(&first)).await.unwrap().into_inner();

        let revisions = history(&house, &first).await;
        let records: Vec<_> = revisions.iter().map(|revision| revision.customer.clone().unwrap()).collect();
        assert_eq!(records, [&fifth, &fourth, &third, &second, &first].map(Clone::clone));
        let told: Vec<_> = revisions.iter().map(|revision| (revision.change(), revision.actor.as_str())).collect();
        // The SHA-256 of the local issuer, a line feed and `wang`.
        let subject = "subject:ed05b599c27f1a297b15c15131e81ee0";
        let staff = format!("staff:{}", chen.staff_id);
        let expected = [
            (ChangeKind::Undeleted, "local"),
            (ChangeKind::Deleted, subject),
            (ChangeKind::StageChanged, "service:reminder"),
            (ChangeKind::Updated, &staff),
            (ChangeKind::Created, "local"),
        ];
        assert_eq!(told, expected);
        let paths: Vec<_> = revisions.iter().map(|revision| revision.changed_paths.join(" ")).collect();
        assert_eq!(paths, ["delete_time state", "delete_time state", "stage stage_time", "remarks", ""]);
        for revision in &revisions {
            let cause = revision.cause.as_ref().unwrap();
            assert_eq!(cause.kind, "call");
            assert!(cause.id.len() == 36 && cause.id != first.customer_id);
        }
    }

    async fn c48_what_changed_is_named_as_the_contract_names_it_elements_by_their_ids(engine) {
        let house = House::new(engine).await;
        let office = wire::Address {
            kind: wire::AddressKind::Office.into(),
            region_code: "330106".into(),
            text: "文一西路969号".into(),
            ..Default::default()
        };
        let birthday = wire::ImportantDate {
            kind: wire::ImportantDateKind::Birthday.into(),
            day: Some(wire::important_date::Day::Lunar(wire::LunarDay { year: 0, month: 8, leap: false, day: 15 })),
            ..Default::default()
        };
        let sent = wire::Customer {
            addresses: vec![office.clone(), wire::Address { text: "世纪大道1号".into(), ..office }],
            important_dates: vec![birthday],
            ..company("甲公司", "13912345678")
        };
        let first = house.given(sent).await;
        let phone = first.contact_points[0].contact_point_id.clone();
        let address = first.addresses[1].address_id.clone();
        let date = first.important_dates[0].important_date_id.clone();

        let mut sent = first;
        sent.short_name = "甲".into();
        sent.contact_points[0].value = "13912345679".into();
        sent.contact_points[0].label = "前台".into();
        sent.contact_points.push(phone_number("010 6552 9988"));
        sent.external_ids = vec![shop_id("1")];
        let (mut sent, paths) = changed_paths(&house, sent, &["*"]).await;
        let added = sent.contact_points[1].contact_point_id.clone();
        let mut expected = vec![
            "external_ids".to_owned(),
            "short_name".to_owned(),
            format!("contact_points[{phone}].label"),
            format!("contact_points[{phone}].value"),
            format!("contact_points[{added}]"),
        ];
        expected.sort();
        assert_eq!(paths, expected);

        sent.addresses[1].region_code = "310115".into();
        sent.addresses[1].postal_code = "200120".into();
        sent.addresses.remove(0);
        let gone = first_address(&sent, &house).await;
        let (mut sent, paths) = changed_paths(&house, sent, &["addresses"]).await;
        let mut expected = vec![
            format!("addresses[{address}].postal_code"),
            format!("addresses[{address}].region_code"),
            format!("addresses[{gone}]"),
        ];
        expected.sort();
        assert_eq!(paths, expected);

        let lunar = wire::LunarDay { year: 1990, month: 8, leap: true, day: 15 };
        sent.important_dates[0].day = Some(wire::important_date::Day::Lunar(lunar));
        let (mut sent, paths) = changed_paths(&house, sent, &["important_dates"]).await;
        assert_eq!(paths, [format!("important_dates[{date}].lunar")]);
        let solar = contracts::google::r#type::Date { year: 1990, month: 8, day: 15 };
        sent.important_dates[0].day = Some(wire::important_date::Day::Solar(solar));
        let (mut sent, paths) = changed_paths(&house, sent, &["important_dates"]).await;
        assert_eq!(paths, [format!("important_dates[{date}].lunar"), format!("important_dates[{date}].solar")]);

        // Another order is a change too.
        sent.contact_points.reverse();
        let (_, paths) = changed_paths(&house, sent, &["contact_points"]).await;
        assert_eq!(paths, ["contact_points"]);
    }

    async fn c48_pages_of_any_size_lead_to_the_first_revision(engine) {
        let house = House::new(engine).await;
        let mut customer = house.given(company("甲公司", "13912345678")).await;
        let mut customers = house.customers().await;
        for index in 0..6 {
            let sent = wire::Customer { remarks: format!("第{index}次"), ..customer };
            customer = customers.update_customer(update(sent, &["remarks"])).await.unwrap().into_inner();
        }
        let whole = history(&house, &customer).await;
        assert_eq!(whole.iter().map(|revision| revision.changed_paths.len()).sum::<usize>(), 6);
        for page_size in [1, 2, 6, 7] {
            let mut walked = Vec::new();
            let mut request = ListCustomerRevisionsRequest { page_size, ..of(&customer.customer_id) };
            loop {
                let page = customers.list_customer_revisions(request.clone()).await.unwrap().into_inner();
                walked.extend(page.revisions);
                request.page_token = page.next_page_token;
                if request.page_token.is_empty() {
                    break;
                }
            }
            assert_eq!(walked, whole, "{page_size}");
        }
        let other = house.given(company("乙公司", "13912345678")).await;
        let request = ListCustomerRevisionsRequest { page_size: 1, ..of(&customer.customer_id) };
        let page_token = customers.list_customer_revisions(request).await.unwrap().into_inner().next_page_token;
        let request = ListCustomerRevisionsRequest { page_token, ..of(&other.customer_id) };
        let refused = customers.list_customer_revisions(request).await.unwrap_err();
        assert_problem(&refused, Code::InvalidArgument, ErrorReason::InvalidPageToken.as_str_name());
    }

    async fn the_history_of_the_erased_keeps_the_facts(engine) {
        let house = House::new(engine).await;
        let mut customers = house.customers().await;
        let first = house.given(wire::Customer { level: "A".into(), ..company("甲公司", "13912345678") }).await;
        let note = wire::ChangeStageRequest { note: "甲的说明".into(), ..move_to(&first, "intent", "") };
        let second = customers.change_stage(note).await.unwrap().into_inner();
        customers.erase_customer(erase(&second)).await.unwrap();
        let revisions = history(&house, &first).await;
        let kinds: Vec<_> = revisions.iter().map(CustomerRevision::change).collect();
        assert_eq!(kinds, [ChangeKind::Erased, ChangeKind::StageChanged, ChangeKind::Created]);
        for (revision, stage) in revisions.iter().zip(["intent", "intent", "potential"]) {
            let customer = revision.customer.as_ref().unwrap();
            assert_eq!((customer.stage.as_str(), customer.level.as_str()), (stage, "A"));
            assert_eq!(customer.state(), wire::CustomerState::Erased);
            assert!(customer.registered_name.is_empty() && customer.contact_points.is_empty());
            assert_eq!(revision.note, "");
        }
    }

    async fn a_customer_that_is_not_there_has_no_history(engine) {
        let house = House::new(engine).await;
        let refused = house.customers().await.list_customer_revisions(of(&request_id(5))).await.unwrap_err();
        assert_problem(&refused, Code::NotFound, ErrorReason::NotFound.as_str_name());
    }
}

/// The id of the first address that a customer has now.
async fn first_address(customer: &wire::Customer, house: &House) -> String {
    house.read(&customer.customer_id).await.addresses.remove(0).address_id
}
