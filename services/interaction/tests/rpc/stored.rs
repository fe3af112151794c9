//! What stands in the files: nothing that was said.

use contracts::interaction::v1 as wire;
use testkit::on_both_engines;

use crate::harness::{Callers, House, complaint, create, feedback, order, phone_call, record, sale, service_case};

const CANARY: &str = "canary-7f3a9";

on_both_engines! {
    async fn x5_texts_names_and_remarks_are_sealed(engine) {
        let house = House::new(engine).await;
        let customer = house.given(house::company("甲", "13912345678")).await;
        let name = wire::Participant { who: Some(wire::participant::Who::Name(format!("name {CANARY}"))) };
        let said = wire::Interaction {
            participants: vec![name],
            key_points: format!("points {CANARY}"),
            feedback: format!("feedback {CANARY}"),
            next_step: format!("next {CANARY}"),
            ..phone_call(&customer.customer_id)
        };
        house.interactions().await.create_interaction(create(said)).await.unwrap();
        let sold = wire::Transaction {
            remarks: format!("remarks {CANARY}"),
            external_id: Some(order(CANARY)),
            ..sale(&customer.customer_id)
        };
        house.transactions().await.create_transaction(record(sold)).await.unwrap();
        let id = customer.customer_id.as_str();
        let rated = wire::Feedback {
            comment: format!("comment {CANARY}"),
            suggestion: format!("suggestion {CANARY}"),
            ..feedback(id)
        };
        let request = wire::CreateFeedbackRequest { feedback: Some(rated), ..Default::default() };
        house.feedback().await.create_feedback(request).await.unwrap();
        let complained = wire::Complaint {
            subject: format!("subject {CANARY}"),
            description: format!("description {CANARY}"),
            resolution: format!("resolution {CANARY}"),
            ..complaint(id)
        };
        let request = wire::CreateComplaintRequest { complaint: Some(complained), ..Default::default() };
        house.complaints().await.create_complaint(request).await.unwrap();
        let asked = wire::ServiceCase {
            question: format!("question {CANARY}"),
            solution: format!("solution {CANARY}"),
            ..service_case(id)
        };
        let request = wire::CreateServiceCaseRequest { service_case: Some(asked), ..Default::default() };
        house.service_cases().await.create_service_case(request).await.unwrap();
        let (addresses, _) = house.close().await;
        let records = addresses.guest.iter().map(|(_, address)| address);
        for address in records.chain([&addresses.ledger, &addresses.access_log]) {
            let text = house::storage::text(address).await;
            let hex: String = CANARY.bytes().map(|byte| format!("{byte:02x}")).collect();
            assert!(!text.contains(CANARY) && !text.contains(&hex), "{address} holds what was said");
        }
    }
}
