//! DeleteCadence.

use contracts::reminder::v1::{ContactRuleState, DeleteCadenceRequest, ErrorReason, UpdateCadenceRequest};
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use crate::harness::{Callers, House, cadence, days};

on_both_engines! {
    async fn r4_a_deleted_cadence_is_changed_no_more_and_its_stage_is_free(engine) {
        let house = House::new(engine).await;
        let created = house.cadence(cadence("intent", "", days(7))).await;
        let mut cadences = house.cadences().await;
        let delete = DeleteCadenceRequest { cadence_id: created.cadence_id, ..Default::default() };
        let deleted = cadences.delete_cadence(delete.clone()).await.unwrap().into_inner();
        assert_eq!(deleted.state(), ContactRuleState::Deleted);
        let refused = cadences.delete_cadence(delete).await.unwrap_err();
        assert_problem(&refused, Code::FailedPrecondition, ErrorReason::CadenceDeleted.as_str_name());
        let update = UpdateCadenceRequest { cadence: Some(deleted), ..Default::default() };
        let refused = cadences.update_cadence(update).await.unwrap_err();
        assert_problem(&refused, Code::FailedPrecondition, ErrorReason::CadenceDeleted.as_str_name());
        house.cadence(cadence("intent", "", days(7))).await;
    }
}
