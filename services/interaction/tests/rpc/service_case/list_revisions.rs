//! ListServiceCaseRevisions.

use contracts::interaction::v1 as wire;
use testkit::on_both_engines;

use crate::harness::{Callers, House, service_case};

on_both_engines! {
    async fn i12_every_correction_is_told_with_who_and_what(engine) {
        let house = House::new(engine).await;
        let customer = house.given(house::company("甲", "13912345678")).await;
        let mut client = house.service_cases().await;
        let request = wire::CreateServiceCaseRequest { service_case: Some(service_case(&customer.customer_id)), ..Default::default() };
        let made = client.create_service_case(request).await.unwrap().into_inner();
        let corrected =
            wire::ServiceCase { question: "改正".into(), channel: wire::Channel::Visit.into(), ..made.clone() };
        let request = wire::UpdateServiceCaseRequest { service_case: Some(corrected), ..Default::default() };
        let corrected = client.update_service_case(request).await.unwrap().into_inner();
        let request =
            wire::ListServiceCaseRevisionsRequest { service_case_id: made.service_case_id.clone(), ..Default::default() };
        let listed = client.list_service_case_revisions(request).await.unwrap().into_inner();
        let [newest, oldest] = listed.revisions.as_slice() else { panic!("{listed:?}") };
        assert_eq!(newest.changed_paths, ["channel", "question"]);
        assert_eq!((newest.actor.as_str(), newest.service_case.as_ref()), ("local", Some(&corrected)));
        assert_eq!(oldest.service_case.as_ref(), Some(&made));
    }
}
