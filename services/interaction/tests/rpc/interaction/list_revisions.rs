//! ListInteractionRevisions.

use contracts::feed::v1::ChangeKind;
use contracts::interaction::v1 as wire;
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use crate::harness::{Callers, House, create, phone_call};

on_both_engines! {
    async fn i1_every_correction_is_told_with_who_and_what(engine) {
        let house = House::new(engine).await;
        let customer = house.given(house::company("甲", "13912345678")).await;
        let mut client = house.interactions().await;
        let logged = client.create_interaction(create(phone_call(&customer.customer_id))).await.unwrap().into_inner();
        let corrected = wire::Interaction { feedback: "嫌贵".into(), channel: wire::Channel::Visit.into(), ..logged.clone() };
        let request = wire::UpdateInteractionRequest { interaction: Some(corrected), ..Default::default() };
        let corrected = client.update_interaction(request).await.unwrap().into_inner();
        let request = wire::ListInteractionRevisionsRequest {
            interaction_id: logged.interaction_id.clone(),
            page_size: 1,
            ..Default::default()
        };
        let newest = client.list_interaction_revisions(request.clone()).await.unwrap().into_inner();
        let [revision] = newest.revisions.as_slice() else { panic!("{newest:?}") };
        assert_eq!(revision.interaction.as_ref(), Some(&corrected));
        assert_eq!(revision.change(), ChangeKind::Updated);
        assert_eq!(revision.changed_paths, ["channel", "feedback"]);
        assert_eq!(revision.actor, "local");
        let request = wire::ListInteractionRevisionsRequest { page_token: newest.next_page_token, ..request };
        let oldest = client.list_interaction_revisions(request.clone()).await.unwrap().into_inner();
        assert_eq!(oldest.revisions[0].interaction.as_ref(), Some(&logged));
        assert_eq!(oldest.next_page_token, "");
        let foreign = wire::ListInteractionRevisionsRequest { page_token: "AAAA".into(), ..request };
        let status = client.list_interaction_revisions(foreign).await.unwrap_err();
        assert_problem(&status, Code::InvalidArgument, "INVALID_PAGE_TOKEN");
    }
}
