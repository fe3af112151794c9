//! GetScoreModel.

use access::Role;
use contracts::analytics::v1 as wire;
use contracts::analytics::v1::ErrorReason;
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use super::{buyers, compute, scores_of};
use crate::harness::{House, Reporting};

on_both_engines! {
    async fn a5_what_scores_rest_on_is_told_to_those_who_see_reports_on_everybody(engine) {
        let house = House::new(engine).await;
        buyers(&house, 4, "").await;
        let model = compute(&house, wire::ComputeScoresRequest::default()).await.pop().unwrap().model.unwrap();
        let (_, finance) = house.person("money", "", Role::Finance).await;
        let (_, seller) = house.person("wang", "", Role::Sales).await;
        let asked = wire::GetScoreModelRequest {};
        assert_eq!(scores_of(&house, &finance).await.get_score_model(asked).await.unwrap().into_inner(), model);
        let refused = scores_of(&house, &seller).await.get_score_model(asked).await.unwrap_err();
        assert_problem(&refused, Code::PermissionDenied, ErrorReason::PermissionDenied.as_str_name());
    }
}
