//! ListScores.

use access::Role;
use contracts::analytics::v1 as wire;
use contracts::analytics::v1::ErrorReason;
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use super::{buyers, compute, scores_of};
use crate::harness::{Bearer, House, Reporting, fields};

/// All pages of a list.
async fn all(house: &House, bearer: &Bearer, filter: &str, order_by: &str) -> Vec<wire::Score> {
    let mut scores = scores_of(house, bearer).await;
    let mut request = wire::ListScoresRequest {
        filter: filter.into(),
        order_by: order_by.into(),
        page_size: 3,
        page_token: String::new(),
    };
    let mut listed = Vec::new();
    loop {
        let page = scores.list_scores(request.clone()).await.unwrap().into_inner();
        listed.extend(page.scores);
        if page.next_page_token.is_empty() {
            return listed;
        }
        request.page_token = page.next_page_token;
    }
}

on_both_engines! {
    async fn a5_scores_are_listed_in_any_order_as_far_as_the_purchases_may_be_seen(engine) {
        let house = House::new(engine).await;
        let (wang, of_wang) = house.person("wang", "", Role::Sales).await;
        let (zhao, _) = house.person("zhao", "", Role::Sales).await;
        let (_, of_service) = house.person("service", "", Role::Service).await;
        let customers = buyers(&house, 10, &zhao.staff_id).await;
        compute(&house, wire::ComputeScoresRequest::default()).await;
        let administrator = Bearer(None);
        for (order, descending) in [("monetary desc", true), ("monetary", false)] {
            let listed = all(&house, &administrator, "", order).await;
            let amounts: Vec<_> = listed.iter().map(|score| score.monetary.clone().unwrap()).collect();
            let ordered = amounts.is_sorted_by_key(|money| (money.units, money.nanos));
            let reversed = amounts.iter().rev().is_sorted_by_key(|money| (money.units, money.nanos));
            assert!(amounts.len() == 10 && if descending { reversed } else { ordered }, "{amounts:?}");
        }
        assert_eq!(all(&house, &administrator, "", "").await.len(), 10, "none has a value, and each is listed once");
        let rare = all(&house, &administrator, "frequency <= 1 AND stage = \"potential\"", "recency_days").await;
        let expected = customers.iter().enumerate().filter(|(number, _)| number % 2 == 1 && number % 3 == 0).count();
        assert_eq!(rare.len(), expected);

        let mine = all(&house, &of_wang, "", "recency_days").await;
        let pooled: Vec<_> = customers.iter().skip(5).map(|customer| customer.customer_id.clone()).collect();
        assert!(mine.len() == 5 && mine.iter().all(|score| pooled.contains(&score.customer)), "{}", wang.staff_id);
        let refused =
            scores_of(&house, &of_service).await.list_scores(wire::ListScoresRequest::default()).await.unwrap_err();
        assert_problem(&refused, Code::PermissionDenied, ErrorReason::PermissionDenied.as_str_name());
    }

    async fn what_is_no_order_or_filter_is_refused(engine) {
        let house = House::new(engine).await;
        let asked = wire::ListScoresRequest {
            filter: "name = \"x\"".into(),
            order_by: "luck desc".into(),
            ..Default::default()
        };
        let refused = scores_of(&house, &Bearer(None)).await.list_scores(asked).await.unwrap_err();
        assert_problem(&refused, Code::InvalidArgument, ErrorReason::InvalidFields.as_str_name());
        assert_eq!(fields(&refused), ["filter", "order_by"]);
    }
}
