//! GetScore.

use access::Role;
use contracts::analytics::v1 as wire;
use contracts::analytics::v1::ErrorReason;
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use super::{buyers, compute, scores_of};
use crate::harness::{House, Reporting, day, money};

on_both_engines! {
    async fn a3_a_score_says_what_it_rests_on_to_those_who_may_see_the_purchases(engine) {
        let house = House::new(engine).await;
        let (wang, of_wang) = house.person("wang", "", Role::Sales).await;
        let (_, of_li) = house.person("li", "", Role::Sales).await;
        let customers = buyers(&house, 6, &wang.staff_id).await;
        compute(&house, wire::ComputeScoresRequest::default()).await;
        let request = wire::GetScoreRequest { customer: customers[0].customer_id.clone() };
        let score = scores_of(&house, &of_wang).await.get_score(request.clone()).await.unwrap().into_inner();
        assert_eq!(score.customer, customers[0].customer_id);
        assert_eq!((score.recency_days, score.frequency), (40, 4));
        assert_eq!(score.last_purchase_day, Some(day(2024, 4, 10)));
        assert_eq!(score.monetary, Some(money("CNY", 4_000 + 71 + 52 + 33)));
        assert_eq!(score.cycle_days.map(|days| (days * 3.0).round()), Some(290.0));
        assert_eq!(score.alive, None, "the model needs more");
        let nobody = wire::GetScoreRequest { customer: uuid::Uuid::nil().to_string() };
        for (who, request) in [(&of_li, request), (&of_wang, nobody)] {
            let refused = scores_of(&house, who).await.get_score(request).await.unwrap_err();
            assert_problem(&refused, Code::NotFound, ErrorReason::NotFound.as_str_name());
        }
    }
}
