//! ListFeedbackRevisions.

use contracts::interaction::v1 as wire;
use testkit::on_both_engines;

use crate::harness::{Callers, House, feedback};

on_both_engines! {
    async fn i10_every_correction_is_told_with_who_and_what(engine) {
        let house = House::new(engine).await;
        let customer = house.given(house::company("甲", "13912345678")).await;
        let mut client = house.feedback().await;
        let request = wire::CreateFeedbackRequest { feedback: Some(feedback(&customer.customer_id)), ..Default::default() };
        let made = client.create_feedback(request).await.unwrap().into_inner();
        let corrected =
            wire::Feedback { suggestion: "改正".into(), channel: wire::Channel::Visit.into(), ..made.clone() };
        let request = wire::UpdateFeedbackRequest { feedback: Some(corrected), ..Default::default() };
        let corrected = client.update_feedback(request).await.unwrap().into_inner();
        let request =
            wire::ListFeedbackRevisionsRequest { feedback_id: made.feedback_id.clone(), ..Default::default() };
        let listed = client.list_feedback_revisions(request).await.unwrap().into_inner();
        let [newest, oldest] = listed.revisions.as_slice() else { panic!("{listed:?}") };
        assert_eq!(newest.changed_paths, ["channel", "suggestion"]);
        assert_eq!((newest.actor.as_str(), newest.feedback.as_ref()), ("local", Some(&corrected)));
        assert_eq!(oldest.feedback.as_ref(), Some(&made));
    }
}
