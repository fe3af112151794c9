//! GetTimelineSummary.

use access::Role;
use contracts::interaction::v1 as wire;
use futures::future::join_all;
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use crate::harness::{Bearer, Callers, House, complaint, create, feedback, phone_call, record, sale, service_case};

fn summary(customer: &str) -> wire::GetTimelineSummaryRequest {
    wire::GetTimelineSummaryRequest { customer: customer.into() }
}

/// How many records there are of each kind, and how many of them are unsettled.
async fn counted(house: &House, bearer: &Bearer, customer: &str) -> Vec<(wire::TimelineKind, i64, i64)> {
    let answered = house.timelines_of(bearer).await.get_timeline_summary(summary(customer)).await.unwrap();
    let kinds = answered.into_inner().kinds.into_iter();
    kinds.map(|kind| (kind.kind(), kind.record_count, kind.unsettled_count)).collect()
}

on_both_engines! {
    async fn i20_what_happened_is_added_up_by_kind_and_each_role_sees_its_part(engine) {
        let house = House::new(engine).await;
        let (wang, of_wang) = house.person("wang", Role::Sales).await;
        let (_, of_zhao) = house.person("zhao", Role::Finance).await;
        let (_, of_sun) = house.person("sun", Role::Sales).await;
        let customer = house.customer_of(&wang).await;
        let id = customer.customer_id.as_str();
        assert_eq!(counted(&house, &of_wang, id).await, []);
        for _ in 0..3 {
            house.clock.advance(1_000_000);
            house.interactions().await.create_interaction(create(phone_call(id))).await.unwrap();
        }
        house.transactions().await.create_transaction(record(sale(id))).await.unwrap();
        for rating in [5, 2, 0] {
            let request = wire::CreateFeedbackRequest {
                feedback: Some(wire::Feedback { rating, ..feedback(id) }),
                ..Default::default()
            };
            house.feedback().await.create_feedback(request).await.unwrap();
        }
        let answered = house.timelines_of(&of_wang).await.get_timeline_summary(summary(&customer.customer_number)).await;
        let answered = answered.unwrap().into_inner();
        assert_eq!(answered.customer, customer.customer_id);
        let [interactions, transactions, feedback] = answered.kinds.as_slice() else { panic!("{answered:?}") };
        assert_eq!((interactions.kind(), interactions.record_count), (wire::TimelineKind::Interaction, 3));
        assert_eq!(interactions.newest_time.unwrap().seconds, 1_716_170_403);
        assert_eq!((transactions.kind(), transactions.record_count), (wire::TimelineKind::Transaction, 1));
        assert_eq!((feedback.record_count, feedback.rating_count, feedback.mean_rating), (3, 2, 3.5));
        assert_eq!(counted(&house, &of_zhao, id).await, [(wire::TimelineKind::Transaction, 1, 0)]);
        let status = house.timelines_of(&of_sun).await.get_timeline_summary(summary(id)).await.unwrap_err();
        assert_problem(&status, Code::PermissionDenied, "PERMISSION_DENIED");
    }

    async fn i17_the_sums_follow_every_change(engine) {
        let house = House::new(engine).await;
        let customer = house.given(house::company("甲", "13912345678")).await;
        let id = customer.customer_id.as_str();
        let (nobody, complaints) = (Bearer(None), wire::TimelineKind::Complaint);
        let mut client = house.complaints().await;
        let request = wire::CreateComplaintRequest { complaint: Some(complaint(id)), ..Default::default() };
        let dry = wire::CreateComplaintRequest { validate_only: true, ..request.clone() };
        client.create_complaint(dry).await.unwrap();
        assert_eq!(counted(&house, &nobody, id).await, []);
        let made = client.create_complaint(request).await.unwrap().into_inner();
        assert_eq!(counted(&house, &nobody, id).await, [(complaints, 1, 1)]);
        let resolve = wire::ChangeComplaintStateRequest {
            complaint_id: made.complaint_id.clone(),
            handling_state: wire::HandlingState::Resolved.into(),
            resolution: "换新".into(),
            ..Default::default()
        };
        let resolved = client.change_complaint_state(resolve).await.unwrap().into_inner();
        assert_eq!(counted(&house, &nobody, id).await, [(complaints, 1, 0)]);
        let delete = wire::DeleteComplaintRequest {
            complaint_id: made.complaint_id.clone(),
            etag: resolved.etag,
            ..Default::default()
        };
        client.delete_complaint(delete).await.unwrap();
        assert_eq!(counted(&house, &nobody, id).await, []);
        let undelete = wire::UndeleteComplaintRequest { complaint_id: made.complaint_id, ..Default::default() };
        client.undelete_complaint(undelete).await.unwrap();
        assert_eq!(counted(&house, &nobody, id).await, [(complaints, 1, 0)]);
        let erase = contracts::customer::v1::EraseCustomerRequest {
            customer: id.into(),
            etag: customer.etag,
            ..Default::default()
        };
        house.customers().await.erase_customer(erase).await.unwrap();
        while !counted(&house, &nobody, id).await.is_empty() {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    }

    async fn i17_no_change_is_lost_among_changes_at_once(engine) {
        let house = House::new(engine).await;
        let customers = [
            house.given(house::company("甲", "13912345678")).await.customer_id,
            house.given(house::company("乙", "13912345679")).await.customer_id,
        ];
        let (cases, interactions) = (house.service_cases().await, house.interactions().await);
        let writes = (0..100).map(|index| {
            let customer = customers[index % 2].as_str();
            let (mut cases, mut interactions) = (cases.clone(), interactions.clone());
            async move {
                if index % 5 == 0 {
                    let request = wire::CreateServiceCaseRequest {
                        service_case: Some(service_case(customer)),
                        ..Default::default()
                    };
                    cases.create_service_case(request).await.unwrap();
                } else {
                    let made = interactions.create_interaction(create(phone_call(customer))).await.unwrap().into_inner();
                    if index % 5 == 1 {
                        let request = wire::DeleteInteractionRequest {
                            interaction_id: made.interaction_id,
                            etag: made.etag,
                            ..Default::default()
                        };
                        interactions.delete_interaction(request).await.unwrap();
                    }
                }
            }
        });
        join_all(writes).await;
        let expected = [(wire::TimelineKind::Interaction, 30, 0), (wire::TimelineKind::ServiceCase, 10, 10)];
        for customer in &customers {
            assert_eq!(counted(&house, &Bearer(None), customer).await, expected);
        }
    }
}
