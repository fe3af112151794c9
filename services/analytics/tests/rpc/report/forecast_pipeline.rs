//! ForecastPipeline.

use access::Role;
use contracts::analytics::v1::{ForecastPipelineRequest, PipelineStage};
use contracts::customer::v1::{Customer, StageCategory};
use testkit::on_both_engines;

use crate::harness::{Bearer, DAY, House, Reporting, day, fields, stage};

/// Customers of whom so many were won, so many lost, and so many wait in a stage.
async fn passed(house: &House, from: &str, counts: [(&str, usize); 3], level: &str) {
    for (to, count) in counts {
        for _ in 0..count {
            let customer = Customer { stage: from.into(), level: level.into(), ..Customer::default() };
            let customer = house.customer(customer).await;
            if to != from {
                house.enter(&customer, to).await;
            }
        }
    }
}

/// The stage, its customers, moves, and the share that is won in percent.
fn told(stage: &PipelineStage) -> (&str, i64, i64, Option<f64>) {
    (stage.stage.as_str(), stage.customers, stage.moves, stage.won_percent.map(f64::round))
}

on_both_engines! {
    async fn a8_what_is_under_way_is_foreseen_from_the_moves_between_stages(engine) {
        let house = House::new(engine).await;
        stage(&house, "signed", StageCategory::Won).await;
        stage(&house, "trial", StageCategory::Open).await;
        passed(&house, "intent", [("customer", 6), ("lost", 4), ("intent", 5)], "").await;
        passed(&house, "potential", [("intent", 0), ("lost", 0), ("potential", 2)], "A").await;
        passed(&house, "trial", [("signed", 3), ("lost", 1), ("trial", 1)], "").await;
        house.counted().await;
        let mut reports = house.reports_of(&Bearer(None)).await;
        let foreseen = reports.forecast_pipeline(ForecastPipelineRequest::default()).await.unwrap().into_inner();
        let stages: Vec<_> = foreseen.stages.iter().map(told).collect();
        assert_eq!(stages, [("intent", 5, 10, Some(60.0)), ("potential", 2, 0, None), ("trial", 1, 4, None)]);
        assert_eq!(foreseen.stages.iter().map(|stage| stage.missing_moves).collect::<Vec<_>>(), [0, 10, 6]);
        assert_eq!((foreseen.first_day, foreseen.last_day), (Some(day(2023, 6, 1)), Some(day(2024, 5, 20))));
        // 5 * 0.6, and on both sides 1.28155 times the root of 5 * 0.24 + 5^2 * 0.24 / 10.
        let (wins, total) = (foreseen.stages[0].wins.unwrap(), foreseen.total.unwrap());
        let rounded = [wins.low, wins.expected, wins.high].map(|count| (count * 1_000.0).round());
        assert_eq!(rounded, [1_281.0, 3_000.0, 4_719.0]);
        assert_eq!(total, wins);

        // What was long ago tells nothing of now; who is asked for alone is looked at.
        house.clock.advance(400 * DAY);
        let later = reports.forecast_pipeline(ForecastPipelineRequest::default()).await.unwrap().into_inner();
        assert_eq!(later.stages.iter().map(|stage| stage.moves).collect::<Vec<_>>(), [0, 0, 0]);
        let of_level = ForecastPipelineRequest { filter: "level = \"A\"".into(), ..Default::default() };
        let of_level = reports.forecast_pipeline(of_level).await.unwrap().into_inner();
        assert_eq!(of_level.stages.iter().map(told).collect::<Vec<_>>(), [("potential", 2, 0, None)]);
    }

    async fn a8_only_what_the_caller_may_list_is_looked_at(engine) {
        let house = House::new(engine).await;
        passed(&house, "intent", [("customer", 10), ("lost", 0), ("intent", 3)], "").await;
        let (wang, of_wang) = house.person("wang", "", Role::Sales).await;
        let own = Customer { stage: "intent".into(), owner: wang.staff_id, ..Customer::default() };
        house.customer(own).await;
        house.counted().await;
        let mut reports = house.reports_of(&of_wang).await;
        let foreseen = reports.forecast_pipeline(ForecastPipelineRequest::default()).await.unwrap().into_inner();
        assert_eq!(foreseen.stages.iter().map(told).collect::<Vec<_>>(), [("intent", 1, 0, None)]);
    }

    async fn what_cannot_be_read_is_refused_by_field(engine) {
        let house = House::new(engine).await;
        let mut reports = house.reports_of(&Bearer(None)).await;
        let wrong = ForecastPipelineRequest {
            first_day: Some(day(2024, 5, 2)),
            last_day: Some(day(2024, 5, 1)),
            filter: "weather = 1".into(),
        };
        let refused = reports.forecast_pipeline(wrong).await.unwrap_err();
        assert_eq!(fields(&refused), ["first_day", "filter"]);
    }
}
