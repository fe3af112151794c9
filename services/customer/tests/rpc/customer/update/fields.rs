//! What an update makes of the fields that it is given.

use contracts::customer::v1 as wire;
use contracts::customer::v1::ErrorReason;
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use crate::harness::{House, company, fields, phone_number};
use crate::rpc::customer::{request_id, shop_id, update};

on_both_engines! {
    async fn c6_elements_keep_their_ids_and_what_is_said_twice_is_refused(engine) {
        let house = House::new(engine).await;
        let mut customers = house.customers().await;
        let email = wire::ContactPoint {
            kind: wire::ContactPointKind::Email.into(),
            value: "li.si@example.com".into(),
            ..Default::default()
        };
        let before = company("甲公司", "13912345678");
        let before = house
            .given(wire::Customer { contact_points: vec![before.contact_points[0].clone(), email.clone()], ..before })
            .await;
        let ids: Vec<_> = before.contact_points.iter().map(|point| point.contact_point_id.clone()).collect();

        // By id a value may change; without ids the same values are the same elements, in any order.
        let mut points = before.contact_points.clone();
        points[0].value = "13912345679".into();
        points.push(phone_number("010 6552 9988"));
        let sent = wire::Customer { contact_points: points, ..before.clone() };
        let second = customers.update_customer(update(sent, &["contact_points"])).await.unwrap().into_inner();
        assert_eq!(
            [&second.contact_points[0].contact_point_id, &second.contact_points[1].contact_point_id],
            [&ids[0], &ids[1]]
        );
        assert_eq!(second.contact_points[0].value, "+8613912345679");
        assert!(!ids.contains(&second.contact_points[2].contact_point_id));
        let again = vec![email.clone(), phone_number("+86 139-1234-5679")];
        let sent = wire::Customer { contact_points: again, ..second.clone() };
        let third = customers.update_customer(update(sent, &["contact_points"])).await.unwrap().into_inner();
        assert_eq!(
            [&third.contact_points[0].contact_point_id, &third.contact_points[1].contact_point_id],
            [&ids[1], &ids[0]]
        );

        let twice = vec![email.clone(), wire::ContactPoint { value: "LI.SI@EXAMPLE.COM".into(), ..email }];
        let refused =
            customers.update_customer(update(wire::Customer { contact_points: twice, ..third }, &["contact_points"]));
        assert_eq!(fields(&refused.await.unwrap_err()), ["customer.contact_points[1].value"]);
    }

    async fn c52_external_ids_are_taken_and_given_back(engine) {
        let house = House::new(engine).await;
        let mut customers = house.customers().await;
        let with = |ids: &[&str]| ids.iter().map(|id| shop_id(id)).collect::<Vec<_>>();
        let first =
            house.given(wire::Customer { external_ids: with(&["1", "2"]), ..company("甲", "13912345678") }).await;
        let second = house.given(wire::Customer { external_ids: with(&["3"]), ..company("乙", "13912345679") }).await;
        let taking =
            |ids: &[&str]| update(wire::Customer { external_ids: with(ids), ..second.clone() }, &["external_ids"]);
        let refused = customers.update_customer(taking(&["3", "2"])).await.unwrap_err();
        assert_problem(&refused, Code::AlreadyExists, ErrorReason::ExternalIdTaken.as_str_name());

        let sent = wire::Customer { external_ids: with(&["1", "4"]), ..first.clone() };
        customers.update_customer(update(sent, &["external_ids"])).await.unwrap();
        customers.update_customer(taking(&["3", "2"])).await.unwrap();
        for (id, holder) in [("1", &first), ("4", &first), ("2", &second), ("3", &second)] {
            let key = Some(wire::get_customer_request::Key::ExternalId(shop_id(id)));
            let found =
                customers.get_customer(wire::GetCustomerRequest { key, as_of: None }).await.unwrap().into_inner();
            assert_eq!(found.customer_id, holder.customer_id, "{id}");
        }
    }

    async fn c31_every_violation_is_told_at_once_with_its_path(engine) {
        let house = House::new(engine).await;
        let before = house.given(company("甲公司", "13912345678")).await;
        let mut points = before.contact_points.clone();
        points.push(phone_number("12"));
        let sent = wire::Customer {
            level: "Z".into(),
            owner: request_id(9),
            contact_points: points,
            addresses: vec![wire::Address { region_code: "999999".into(), ..Default::default() }],
            important_dates: vec![wire::ImportantDate {
                kind: wire::ImportantDateKind::Birthday.into(),
                ..Default::default()
            }],
            ..before.clone()
        };
        let refused = house.customers().await.update_customer(update(sent, &[])).await.unwrap_err();
        assert_problem(&refused, Code::InvalidArgument, ErrorReason::InvalidFields.as_str_name());
        let expected = [
            "level",
            "contact_points[1].value",
            "addresses[0].kind",
            "addresses[0].region_code",
            "addresses[0].text",
            "important_dates[0]",
            "owner",
        ];
        assert_eq!(fields(&refused), expected.map(|field| format!("customer.{field}")));
    }
}
