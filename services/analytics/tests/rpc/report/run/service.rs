//! How satisfied customers are, what they complain of and ask, and how soon it is settled.

use contracts::analytics::v1 as wire;
use contracts::customer::v1::Customer;
use contracts::interaction::v1 as interactions;
use interactions::complaint_service_client::ComplaintServiceClient;
use interactions::feedback_service_client::FeedbackServiceClient;
use interactions::service_case_service_client::ServiceCaseServiceClient;
use interactions::{Channel, HandlingState, Priority};
use testkit::on_both_engines;
use wire::{Dimension, Measure};

use crate::harness::{Bearer, DAY, House, Reporting, ask, day, figures, named, query};

const HOUR: i64 = DAY / 24;

async fn rates(house: &House, customer: &Customer, channel: Channel, rating: i32) -> interactions::Feedback {
    let feedback = interactions::Feedback {
        customer: customer.customer_id.clone(),
        channel: channel.into(),
        rating,
        comment: "送货很快".into(),
        ..Default::default()
    };
    let request = interactions::CreateFeedbackRequest { feedback: Some(feedback), ..Default::default() };
    let mut feedback = FeedbackServiceClient::new(house.desk().await);
    feedback.create_feedback(request).await.unwrap().into_inner()
}

async fn recommends(
    house: &House,
    customer: &Customer,
    channel: Channel,
    recommendation: Option<i32>,
) -> interactions::Feedback {
    let feedback = interactions::Feedback {
        customer: customer.customer_id.clone(),
        channel: channel.into(),
        recommendation,
        comment: "还可以".into(),
        ..Default::default()
    };
    let request = interactions::CreateFeedbackRequest { feedback: Some(feedback), ..Default::default() };
    FeedbackServiceClient::new(house.desk().await).create_feedback(request).await.unwrap().into_inner()
}

async fn complains(house: &House, customer: &Customer, priority: Priority) -> interactions::Complaint {
    let now = house.clock.now().as_micros();
    let due = clock::Instant::from_micros(now + 24 * HOUR);
    let complaint = interactions::Complaint {
        customer: customer.customer_id.clone(),
        channel: Channel::Phone.into(),
        subject: "茶杯破损".into(),
        priority: priority.into(),
        due_time: Some(conventions::time::to_timestamp(due)),
        ..Default::default()
    };
    let request = interactions::CreateComplaintRequest { complaint: Some(complaint), ..Default::default() };
    let mut complaints = ComplaintServiceClient::new(house.desk().await);
    complaints.create_complaint(request).await.unwrap().into_inner()
}

async fn settle(house: &House, complaint: interactions::Complaint) {
    let request = interactions::ChangeComplaintStateRequest {
        complaint_id: complaint.complaint_id,
        handling_state: HandlingState::Resolved.into(),
        resolution: "换新".into(),
        ..Default::default()
    };
    ComplaintServiceClient::new(house.desk().await).change_complaint_state(request).await.unwrap();
}

/// The first totals of a named report of the year.
async fn totals(house: &House, name: &str) -> Vec<Option<f64>> {
    house.counted().await;
    let year = wire::ReportQuery {
        first_day: Some(day(2024, 1, 1)),
        last_day: Some(day(2024, 12, 31)),
        ..wire::ReportQuery::default()
    };
    let mut reports = house.reports_of(&Bearer(None)).await;
    let report = reports.run_report(named(name, year)).await.unwrap().into_inner();
    report.totals.iter().map(|figure| figure.value).collect()
}

on_both_engines! {
    async fn a13_satisfaction_is_the_share_of_good_ratings(engine) {
        let house = House::new(engine).await;
        let customer = house.customer(Customer::default()).await;
        assert_eq!(totals(&house, "satisfaction").await, [Some(0.0), None, None, None], "undefined, not 0");
        for (channel, rating) in [(Channel::Phone, 5), (Channel::Phone, 2), (Channel::Wechat, 4), (Channel::Wechat, 0)] {
            rates(&house, &customer, channel, rating).await;
        }
        let wrong = rates(&house, &customer, Channel::Wechat, 1).await;
        let request = interactions::DeleteFeedbackRequest {
            feedback_id: wrong.feedback_id,
            etag: wrong.etag,
            ..Default::default()
        };
        FeedbackServiceClient::new(house.desk().await).delete_feedback(request).await.unwrap();
        let [given, rating, satisfied, None] = totals(&house, "satisfaction").await[..] else { panic!() };
        assert_eq!((given, rating.map(|rating| (rating * 3.0).round())), (Some(4.0), Some(11.0)));
        assert_eq!(satisfied.map(|percent| (percent * 3.0).round()), Some(200.0));
        let by_channel = house.report(query(&[Measure::SatisfiedPercent], &[Dimension::Channel])).await;
        assert_eq!(figures(&by_channel), [("phone".into(), Some(50.0)), ("wechat".into(), Some(100.0))]);
    }

    async fn a13_the_net_promoter_score_is_promoters_less_detractors(engine) {
        let house = House::new(engine).await;
        let customer = house.customer(Customer::default()).await;
        for (channel, answer) in [(Channel::Phone, 10), (Channel::Phone, 9), (Channel::Wechat, 7), (Channel::Wechat, 6)] {
            recommends(&house, &customer, channel, Some(answer)).await;
        }
        let unasked = recommends(&house, &customer, Channel::Phone, None).await;
        let points = query(&[Measure::NetPromoterScore], &[Dimension::Channel]);
        assert_eq!(totals(&house, "satisfaction").await[3], Some(25.0), "whoever was not asked does not count");
        assert_eq!(figures(&house.report(points.clone()).await), [("phone".into(), Some(100.0)), ("wechat".into(), Some(-50.0))]);
        let asked_later = interactions::Feedback { recommendation: Some(0), ..unasked };
        let request = interactions::UpdateFeedbackRequest { feedback: Some(asked_later), ..Default::default() };
        FeedbackServiceClient::new(house.desk().await).update_feedback(request).await.unwrap();
        assert_eq!(totals(&house, "satisfaction").await[3], Some(0.0));
        // A filter that everybody meets is not kept: everybody is counted.
        let counted = wire::ReportQuery { filter: "create_time > \"1971-01-01T00:00:00Z\"".into(), ..points.clone() };
        assert_eq!(house.report(points).await.rows, house.report(counted).await.rows);
    }

    async fn a17_complaints_are_settled_in_time_or_late(engine) {
        let house = House::new(engine).await;
        let customer = house.customer(Customer::default()).await;
        let (soon, late) =
            (complains(&house, &customer, Priority::High).await, complains(&house, &customer, Priority::Low).await);
        complains(&house, &customer, Priority::Low).await;
        house.clock.advance(6 * HOUR);
        settle(&house, soon).await;
        house.clock.advance(24 * HOUR);
        settle(&house, late).await;
        let near = |value: Option<f64>| value.map(|value| (value * 1_000.0).round() / 1_000.0);
        let settled: Vec<_> = totals(&house, "complaints").await.into_iter().map(near).collect();
        assert_eq!(settled, [Some(3.0), Some(18.0), Some(50.0)]);
        let case = interactions::ServiceCase {
            customer: customer.customer_id.clone(),
            channel: Channel::Phone.into(),
            question: "怎么保养".into(),
            product: "茶壶".into(),
            ..Default::default()
        };
        let request = interactions::CreateServiceCaseRequest { service_case: Some(case), ..Default::default() };
        ServiceCaseServiceClient::new(house.desk().await).create_service_case(request).await.unwrap();
        assert_eq!(totals(&house, "service").await, [Some(1.0), None, None]);
        let by_product = house.report(query(&[Measure::ServiceCases], &[Dimension::Product])).await;
        assert_eq!(figures(&by_product), [("茶壶".into(), Some(1.0))]);

        let mut reports = house.reports_of(&Bearer(None)).await;
        let asked: [(&[Measure], &[Dimension]); 3] = [
            (&[Measure::Complaints, Measure::HoursToSettleComplaint, Measure::ComplaintsInTimePercent], &[]),
            (&[Measure::Complaints, Measure::ComplaintsInTimePercent], &[Dimension::Channel, Dimension::Owner]),
            (&[Measure::ServiceCases], &[Dimension::Channel]),
        ];
        for (measures, dimensions) in asked {
            let kept = query(measures, dimensions);
            // A filter that everybody meets is not kept: everybody is counted.
            let counted = wire::ReportQuery { filter: "create_time > \"1971-01-01T00:00:00Z\"".into(), ..kept.clone() };
            let kept = reports.run_report(ask(kept)).await.unwrap().into_inner();
            let counted = reports.run_report(ask(counted)).await.unwrap().into_inner();
            assert_eq!(kept.rows, counted.rows, "{dimensions:?}");
        }
        let by_priority = house.report(query(&[Measure::Complaints], &[Dimension::Priority])).await;
        assert_eq!(figures(&by_priority), [("high".into(), Some(1.0)), ("low".into(), Some(2.0))]);
    }
}
