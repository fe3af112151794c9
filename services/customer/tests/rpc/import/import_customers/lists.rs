//! What an import makes of the lists of a customer.

use contracts::customer::v1 as wire;
use contracts::customer::v1::ImportAction;
use testkit::on_both_engines;

use super::{actions, file, import, rows, shop};
use crate::harness::{House, fields, phone_number};
use crate::rpc::customer::{shop_id, status, update};

on_both_engines! {
    async fn c39_a_row_that_brings_more_than_a_record_can_have_is_rejected_whole(engine) {
        let house = House::new(engine).await;
        let known = (1..=20).map(|id| shop_id(&id.to_string())).collect();
        let before = house.given(wire::Customer { external_ids: known, ..shop("1", "甲公司", "13912345678") }).await;
        let erp = wire::ExternalId { source: "erp".into(), id: "9".into() };
        let row = wire::Customer { external_ids: vec![shop_id("1"), erp], ..shop("1", "甲公司", "13812345678") };
        let outcomes = import(&house, file("a"), &rows([row]), 9).await;
        assert_eq!(actions(&outcomes), [ImportAction::Rejected]);
        let refused = status(outcomes[0].error.as_ref().unwrap());
        assert_eq!(fields(&refused), ["customer.external_ids"]);
        assert_eq!(house.read(&before.customer_id).await, before, "nothing of it is written");
    }

    async fn c31_what_cannot_be_parsed_is_kept_as_it_was_and_marked(engine) {
        let house = House::new(engine).await;
        let mut row = shop("1", "甲公司", "找老王 139");
        row.contact_points.push(wire::ContactPoint {
            kind: wire::ContactPointKind::Email.into(),
            value: "wang(at)example.com".into(),
            ..Default::default()
        });
        row.contact_points.push(phone_number("13912345678"));
        let outcomes = import(&house, file("a"), &rows([row]), 9).await;
        assert_eq!(actions(&outcomes), [ImportAction::Created]);
        let kept = house.read(&outcomes[0].customer_id).await;
        let told: Vec<_> =
            kept.contact_points.iter().map(|point| (point.value.as_str(), point.verification_state())).collect();
        let expected = [
            ("找老王 139", wire::VerificationState::Malformed),
            ("wang(at)example.com", wire::VerificationState::Malformed),
            ("+8613912345678", wire::VerificationState::Unverified),
        ];
        assert_eq!(told, expected);
        for query in ["找老王 139", "WANG(at)example.com", "13912345678"] {
            let request = wire::SearchCustomersRequest { query: query.into(), ..Default::default() };
            let found = house.customers().await.search_customers(request).await.unwrap().into_inner().customers;
            assert_eq!(found, std::slice::from_ref(&kept), "{query}");
        }

        // It stays when the rest is changed; nobody may write another such value.
        let mut sent = kept.clone();
        sent.contact_points[0].label = "手机".into();
        let labelled =
            house.customers().await.update_customer(update(sent.clone(), &["*"])).await.unwrap().into_inner();
        assert_eq!(labelled.contact_points[0].verification_state(), wire::VerificationState::Malformed);
        assert_eq!(labelled.contact_points[0].contact_point_id, kept.contact_points[0].contact_point_id);
        sent.etag = labelled.etag;
        sent.contact_points[0].value = "找老李".into();
        let refused = house.customers().await.update_customer(update(sent.clone(), &["*"])).await.unwrap_err();
        assert_eq!(fields(&refused), ["customer.contact_points[0].value"]);
        sent.contact_points[0].value = "13812345678".into();
        let mended = house.customers().await.update_customer(update(sent, &["*"])).await.unwrap().into_inner();
        assert_eq!(mended.contact_points[0].verification_state(), wire::VerificationState::Unverified);
    }

    async fn c39_what_a_row_does_not_mention_stays_and_what_it_says_again_keeps_its_id(engine) {
        let house = House::new(engine).await;
        let address = |text: &str| wire::Address {
            kind: wire::AddressKind::Office.into(),
            text: text.into(),
            ..Default::default()
        };
        let renewal = |month: i32| wire::ImportantDate {
            kind: wire::ImportantDateKind::ContractRenewal.into(),
            day: Some(wire::important_date::Day::Solar(contracts::google::r#type::Date { year: 0, month, day: 1 })),
            ..Default::default()
        };
        let erp_id = wire::ExternalId { source: "erp".into(), id: "9".into() };
        let mut sent = wire::Customer {
            external_ids: vec![shop_id("1"), erp_id.clone()],
            addresses: vec![address("文一西路969号")],
            important_dates: vec![renewal(5)],
            ..shop("1", "甲公司", "13912345678")
        };
        sent.contact_points[0].label = "前台".into();
        let before = house.given(sent).await;
        let row = wire::Customer {
            contact_points: vec![phone_number("13812345678"), phone_number("13912345678")],
            external_ids: vec![shop_id("2"), shop_id("1")],
            addresses: vec![address("世纪大道1号"), address("文一西路969号")],
            important_dates: vec![renewal(6), renewal(5)],
            ..shop("1", "甲公司", "")
        };
        let outcomes = import(&house, file("a"), &rows([row]), 9).await;
        assert_eq!(actions(&outcomes), [ImportAction::Updated]);
        let after = house.read(&before.customer_id).await;
        assert_eq!(after.contact_points[0], before.contact_points[0]);
        assert_eq!((after.contact_points.len(), after.contact_points[1].value.as_str()), (2, "+8613812345678"));
        assert_eq!(after.external_ids, [shop_id("1"), erp_id, shop_id("2")]);
        assert_eq!(after.addresses[0], before.addresses[0]);
        assert_eq!((after.addresses.len(), after.addresses[1].text.as_str()), (2, "世纪大道1号"));
        assert_eq!(after.important_dates[0], before.important_dates[0]);
        assert_eq!(after.important_dates.len(), 2);
    }
}
