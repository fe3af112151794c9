//! SetTarget.

use access::Role;
use contracts::analytics::v1 as wire;
use contracts::analytics::v1::ErrorReason;
use testkit::{assert_problem, on_both_engines};
use tonic::Code;
use uuid::Uuid;

use super::{request, sales, set, targets_of, yuans};
use crate::harness::{Bearer, House, Reporting, day, fields};

on_both_engines! {
    async fn a10_a_target_is_set_once_for_person_month_measure_and_currency(engine) {
        let house = House::new(engine).await;
        let team = house.team("east", "").await;
        let (wang, of_wang) = house.person("wang", &team, Role::Sales).await;
        let made = set(&house, sales(&wang.staff_id, 5, 1_000)).await;
        assert_eq!((made.team_id.as_str(), made.revision), (team.as_str(), 1), "the team is that of the person");
        let again = set(&house, sales(&wang.staff_id, 5, 1_000)).await;
        assert_eq!(again, made, "nothing changed");
        let more = set(&house, sales(&wang.staff_id, 5, 1_200)).await;
        assert_eq!((more.target_id.as_str(), more.revision), (made.target_id.as_str(), 2));
        assert_eq!(more.amount, Some(yuans(1_200)));
        let customers = wire::Target {
            staff_id: wang.staff_id.clone(),
            month: Some(day(2024, 5, 1)),
            measure: wire::TargetMeasure::CreatedCustomers.into(),
            count: 12,
            ..wire::Target::default()
        };
        let customers = set(&house, customers).await;
        assert!(customers.target_id != made.target_id && customers.count == 12);

        let mut targets = targets_of(&house, &Bearer(None)).await;
        let stale = wire::SetTargetRequest { etag: made.etag, ..request(sales(&wang.staff_id, 5, 9)) };
        let refused = targets.set_target(stale).await.unwrap_err();
        assert_problem(&refused, Code::Aborted, ErrorReason::EtagMismatch.as_str_name());
        let request_id = house.clock.id().to_string();
        let repeated = wire::SetTargetRequest { request_id, ..request(sales(&wang.staff_id, 6, 5)) };
        let first = targets.set_target(repeated.clone()).await.unwrap().into_inner();
        set(&house, sales(&wang.staff_id, 6, 6)).await;
        assert_eq!(targets.set_target(repeated).await.unwrap().into_inner(), first, "as that call left it");
        let refused = targets_of(&house, &of_wang).await.set_target(request(sales(&wang.staff_id, 5, 1))).await.unwrap_err();
        assert_problem(&refused, Code::PermissionDenied, ErrorReason::PermissionDenied.as_str_name());
        let verified = house.verify_journal_of("analytics").await;
        assert!(verified.faults.is_empty(), "{verified:?}");
    }

    async fn what_is_no_target_is_refused_field_by_field(engine) {
        let house = House::new(engine).await;
        let (wang, _) = house.person("wang", "", Role::Sales).await;
        let good = sales(&wang.staff_id, 5, 1_000);
        let mut targets = targets_of(&house, &Bearer(None)).await;
        for (target, expected) in [
            (wire::Target { staff_id: String::new(), ..good.clone() }, "target.staff_id"),
            (wire::Target { staff_id: Uuid::nil().to_string(), ..good.clone() }, "target.staff_id"),
            (wire::Target { month: Some(day(2024, 5, 2)), ..good.clone() }, "target.month"),
            (wire::Target { amount: None, ..good.clone() }, "target.amount"),
            (wire::Target { count: 3, ..good.clone() }, "target.count"),
            (wire::Target { amount: Some(yuans(-1)), ..good.clone() }, "target.amount"),
            (
                wire::Target { measure: wire::TargetMeasure::Interactions.into(), ..good.clone() },
                "target.amount",
            ),
        ] {
            let refused = targets.set_target(request(target.clone())).await.expect_err(&format!("{target:?}"));
            assert_problem(&refused, Code::InvalidArgument, ErrorReason::InvalidFields.as_str_name());
            assert_eq!(fields(&refused), [expected], "{target:?}");
        }
    }
}
