//! UpdateInteraction.

use access::Role;
use contracts::interaction::v1 as wire;
use prost_types::FieldMask;
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use crate::harness::{Callers, House, create, fields, get, phone_call};

/// The request that says other key points.
fn correct(before: &wire::Interaction, key_points: &str) -> wire::UpdateInteractionRequest {
    let interaction = wire::Interaction { key_points: key_points.into(), ..before.clone() };
    let update_mask = Some(FieldMask { paths: vec!["key_points".into()] });
    wire::UpdateInteractionRequest { interaction: Some(interaction), update_mask, ..Default::default() }
}

on_both_engines! {
    async fn i1_a_correction_changes_what_it_names_and_keeps_what_was_said(engine) {
        let house = House::new(engine).await;
        let (wang, token) = house.person("wang", Role::Sales).await;
        let customer = house.customer_of(&wang).await;
        let mut client = house.interactions_of(&token).await;
        let logged = wire::Interaction { feedback: "好".into(), ..phone_call(&customer.customer_id) };
        let logged = client.create_interaction(create(logged)).await.unwrap().into_inner();
        house.clock.advance(1_000_000);
        let corrected = client.update_interaction(correct(&logged, "谈了交期")).await.unwrap().into_inner();
        let expected = wire::Interaction {
            key_points: "谈了交期".into(),
            revision: 2,
            etag: corrected.etag.clone(),
            update_time: corrected.update_time,
            ..logged.clone()
        };
        assert_eq!(corrected, expected);
        let then = wire::GetInteractionRequest { as_of: logged.update_time, ..get(&logged.interaction_id) };
        assert_eq!(client.get_interaction(then).await.unwrap().into_inner(), logged);
    }

    async fn who_read_another_revision_changes_nothing(engine) {
        let house = House::new(engine).await;
        let customer = house.given(house::company("甲", "13912345678")).await;
        let mut client = house.interactions().await;
        let logged = client.create_interaction(create(phone_call(&customer.customer_id))).await.unwrap().into_inner();
        client.update_interaction(correct(&logged, "一")).await.unwrap();
        let status = client.update_interaction(correct(&logged, "二")).await.unwrap_err();
        assert_problem(&status, Code::Aborted, "ETAG_MISMATCH");
        let unread = wire::Interaction { etag: String::new(), ..logged };
        let status = client.update_interaction(correct(&unread, "二")).await.unwrap_err();
        assert_eq!(fields(&status), ["interaction.etag"]);
    }

    async fn an_interaction_stays_with_its_customer(engine) {
        let house = House::new(engine).await;
        let customer = house.given(house::company("甲", "13912345678")).await;
        let other = house.given(house::company("乙", "13912345679")).await;
        let mut client = house.interactions().await;
        let logged = client.create_interaction(create(phone_call(&customer.customer_id))).await.unwrap().into_inner();
        let moved = wire::Interaction { customer: other.customer_id, ..logged };
        let request = wire::UpdateInteractionRequest { interaction: Some(moved), ..Default::default() };
        let status = client.update_interaction(request).await.unwrap_err();
        assert_eq!(fields(&status), ["interaction.customer"]);
    }
}
