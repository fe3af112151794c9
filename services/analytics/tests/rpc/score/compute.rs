//! ComputeScores.

use access::Role;
use contracts::analytics::v1 as wire;
use contracts::analytics::v1::ErrorReason;
use testkit::{assert_problem, on_both_engines};
use tonic::Code;
use wire::ComputeScoresStep as Step;

use super::{buyers, compute, scores_of};
use crate::harness::{Bearer, House, Reporting, day, fields, line, sale};

on_both_engines! {
    async fn a3_a4_a5_a6_all_customers_are_scored_step_by_step(engine) {
        let house = House::new(engine).await;
        let customers = buyers(&house, 200, "").await;
        let messages = compute(&house, wire::ComputeScoresRequest::default()).await;
        let steps: Vec<_> = messages.iter().map(|message| (message.step(), message.customers)).collect();
        assert_eq!(steps, [(Step::Read, 200), (Step::Fitted, 200), (Step::Kept, 200), (Step::Done, 200)]);
        let model = messages[3].model.clone().unwrap();
        assert_eq!(model.cells.iter().map(|cell| cell.customers).sum::<i64>(), 200);
        assert_eq!(model.recency_cuts.len(), 4, "one fewer than there are buckets");
        let repurchase = model.repurchase.unwrap();
        assert_eq!(repurchase.missing, None);
        assert!(repurchase.score.unwrap().log_loss < repurchase.floor.unwrap().log_loss, "it tells customers apart");
        let request = model.request.unwrap();
        assert_eq!((request.currency_code.as_str(), request.horizon_days, request.months), ("CNY", 180, 12));
        assert_eq!(request.last_day, Some(day(2024, 5, 20)));

        let mut scores = Vec::new();
        for customer in [&customers[0], &customers[3]] {
            let request = wire::GetScoreRequest { customer: customer.customer_id.clone() };
            let score = scores_of(&house, &Bearer(None)).await.get_score(request).await.unwrap().into_inner();
            assert!((score.churn.unwrap() + score.repurchase.unwrap() - 1.0).abs() < 1e-5, "{score:?}");
            assert!(!score.reasons.is_empty());
            scores.push(score);
        }
        assert!(scores[0].repurchase > scores[1].repurchase, "who came four times rather than once: {scores:?}");
    }

    async fn a4_too_little_data_says_how_much_is_missing(engine) {
        let house = House::new(engine).await;
        buyers(&house, 3, "").await;
        let model = compute(&house, wire::ComputeScoresRequest::default()).await.pop().unwrap().model.unwrap();
        assert_eq!(model.customers, 3);
        let purchases = model.purchases.unwrap().missing.unwrap();
        assert_eq!(purchases.count, 37, "{purchases:?}");
        assert!(purchases.reason.contains("of 40 needed"), "{purchases:?}");
        assert!(model.repurchase.unwrap().missing.unwrap().count > 0);
        assert_eq!(model.cells.iter().map(|cell| cell.customers).sum::<i64>(), 3, "RFM needs no more");
    }

    async fn what_is_computed_again_takes_the_place_of_what_was(engine) {
        let house = House::new(engine).await;
        let customers = buyers(&house, 4, "").await;
        compute(&house, wire::ComputeScoresRequest::default()).await;
        let id = house.buys(&customers[1], sale(house.clock.now().as_micros(), vec![line("茶壶", "1", 90_000)])).await;
        house.counted().await;
        house.clock.advance(1_000);
        let asked = wire::ComputeScoresRequest { recency_buckets: 2, ..Default::default() };
        let model = compute(&house, asked).await.pop().unwrap().model.unwrap();
        assert_eq!(model.recency_cuts.len(), 1);
        let mut scores = scores_of(&house, &Bearer(None)).await;
        let kept = scores.get_score_model(wire::GetScoreModelRequest {}).await.unwrap().into_inner();
        assert_eq!(kept, model);
        let request = wire::GetScoreRequest { customer: customers[1].customer_id.clone() };
        assert_eq!(scores.get_score(request.clone()).await.unwrap().into_inner().recency_days, 0);

        let refund = contracts::interaction::v1::RefundTransactionRequest { transaction_id: id, ..Default::default() };
        house.transactions_of(&Bearer(None)).await.refund_transaction(refund).await.unwrap();
        house.counted().await;
        house.clock.advance(1_000);
        compute(&house, wire::ComputeScoresRequest::default()).await;
        let score = scores.get_score(request).await.unwrap().into_inner();
        assert!(score.recency_days > 100, "what was paid back whole was not bought: {score:?}");
    }

    async fn what_cannot_be_computed_is_refused(engine) {
        let house = House::new(engine).await;
        let mut scores = scores_of(&house, &Bearer(None)).await;
        let asked = wire::ComputeScoresRequest {
            currency_code: "yen".into(),
            last_day: Some(day(2024, 5, 21)),
            recency_buckets: 1,
            horizon_days: 3,
            ..Default::default()
        };
        let refused = scores.compute_scores(asked).await.unwrap_err();
        assert_problem(&refused, Code::InvalidArgument, ErrorReason::InvalidFields.as_str_name());
        assert_eq!(fields(&refused), ["currency_code", "last_day", "recency_buckets", "horizon_days"]);
        let refused = scores.get_score_model(wire::GetScoreModelRequest {}).await.unwrap_err();
        assert_problem(&refused, Code::FailedPrecondition, ErrorReason::ScoresNotComputed.as_str_name());
        let (_, seller) = house.person("wang", "", Role::Sales).await;
        let mut scores = scores_of(&house, &seller).await;
        let refused = scores.compute_scores(wire::ComputeScoresRequest::default()).await.unwrap_err();
        assert_problem(&refused, Code::PermissionDenied, ErrorReason::PermissionDenied.as_str_name());
    }
}
