//! ListComplaintRevisions.

use contracts::interaction::v1 as wire;
use testkit::on_both_engines;

use crate::harness::{Callers, House, complaint};

on_both_engines! {
    async fn i11_every_correction_is_told_with_who_and_what(engine) {
        let house = House::new(engine).await;
        let customer = house.given(house::company("甲", "13912345678")).await;
        let mut client = house.complaints().await;
        let request = wire::CreateComplaintRequest { complaint: Some(complaint(&customer.customer_id)), ..Default::default() };
        let made = client.create_complaint(request).await.unwrap().into_inner();
        let corrected =
            wire::Complaint { description: "改正".into(), channel: wire::Channel::Visit.into(), ..made.clone() };
        let request = wire::UpdateComplaintRequest { complaint: Some(corrected), ..Default::default() };
        let corrected = client.update_complaint(request).await.unwrap().into_inner();
        let request =
            wire::ListComplaintRevisionsRequest { complaint_id: made.complaint_id.clone(), ..Default::default() };
        let listed = client.list_complaint_revisions(request).await.unwrap().into_inner();
        let [newest, oldest] = listed.revisions.as_slice() else { panic!("{listed:?}") };
        assert_eq!(newest.changed_paths, ["channel", "description"]);
        assert_eq!((newest.actor.as_str(), newest.complaint.as_ref()), ("local", Some(&corrected)));
        assert_eq!(oldest.complaint.as_ref(), Some(&made));
    }
}
