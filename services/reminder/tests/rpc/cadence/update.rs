//! UpdateCadence.

use contracts::reminder::v1::{Cadence, DeleteCadenceRequest, ErrorReason, UpdateCadenceRequest};
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use crate::harness::{Callers, House, cadence, days};

fn update(cadence: Cadence) -> UpdateCadenceRequest {
    UpdateCadenceRequest { cadence: Some(cadence), ..Default::default() }
}

on_both_engines! {
    async fn r4_what_is_named_is_changed_and_the_rest_stays(engine) {
        let house = House::new(engine).await;
        let created = house.cadence(Cadence { time: "10:00".into(), ..cadence("intent", "A", days(7)) }).await;
        let mut cadences = house.cadences().await;
        let sent = Cadence { cadence_id: created.cadence_id.clone(), etag: created.etag.clone(), ..Cadence::default() };
        let sent = Cadence { interval: Some(days(9)), ..sent };
        let updated = cadences.update_cadence(update(sent.clone())).await.unwrap().into_inner();
        let expected = Cadence {
            interval: Some(days(9)),
            revision: 2,
            etag: updated.etag.clone(),
            update_time: updated.update_time,
            ..created
        };
        assert_eq!(updated, expected);
        let refused = cadences.update_cadence(update(sent)).await.unwrap_err();
        assert_problem(&refused, Code::Aborted, "ETAG_MISMATCH");
    }

    async fn r4_a_cadence_moves_to_a_stage_that_is_free_and_to_no_other(engine) {
        let house = House::new(engine).await;
        let mut cadences = house.cadences().await;
        let first = house.cadence(cadence("intent", "", days(7))).await;
        let second = house.cadence(cadence("customer", "", days(30))).await;
        let taken = update(Cadence { stage: "customer".into(), ..first.clone() });
        let refused = cadences.update_cadence(taken.clone()).await.unwrap_err();
        assert_problem(&refused, Code::AlreadyExists, ErrorReason::CadenceTaken.as_str_name());
        let delete = DeleteCadenceRequest { cadence_id: second.cadence_id, ..Default::default() };
        cadences.delete_cadence(delete).await.unwrap();
        cadences.update_cadence(taken).await.unwrap();
        house.cadence(cadence("intent", "", days(7))).await;
    }
}
