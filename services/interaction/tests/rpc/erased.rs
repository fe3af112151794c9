//! An erasure in the customer service is one here too, and survives a restart.

use contracts::customer::v1 as customers;
use contracts::interaction::v1 as wire;
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use crate::harness::{Callers, House, complaint, create, get, phone_call, record, sale};

/// What stands in what was said, and nowhere else.
const CANARY: &str = "canary-7f3a9";

/// Waits until the interaction is erased, as it is soon after the customer is.
async fn erased(house: &House, id: &str) -> wire::Interaction {
    let mut client = house.interactions().await;
    loop {
        let read = client.get_interaction(get(id)).await.unwrap().into_inner();
        if read.state() == wire::RecordState::Erased {
            return read;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
}

on_both_engines! {
    async fn x13_what_was_said_goes_with_its_customer_and_stays_away(engine) {
        let house = House::new(engine).await;
        let customer = house.given(house::company("甲", "13912345678")).await;
        let said = wire::Interaction { key_points: CANARY.into(), ..phone_call(&customer.customer_id) };
        let logged = house.interactions().await.create_interaction(create(said)).await.unwrap().into_inner();
        let sold = wire::Transaction { remarks: CANARY.into(), ..sale(&customer.customer_id) };
        let sold = house.transactions().await.create_transaction(record(sold)).await.unwrap().into_inner();
        let complained = wire::Complaint { description: CANARY.into(), ..complaint(&customer.customer_id) };
        let request = wire::CreateComplaintRequest { complaint: Some(complained), ..Default::default() };
        let complained = house.complaints().await.create_complaint(request).await.unwrap().into_inner();
        let request = customers::EraseCustomerRequest {
            customer: customer.customer_id.clone(),
            etag: customer.etag,
            ..Default::default()
        };
        house.customers().await.erase_customer(request).await.unwrap();
        house.follow("interaction", "customer").await;

        let gone = erased(&house, &logged.interaction_id).await;
        assert_eq!((gone.key_points.as_str(), gone.channel, gone.start_time), ("", logged.channel, logged.start_time));
        let then = wire::GetInteractionRequest { as_of: logged.update_time, ..get(&logged.interaction_id) };
        let then = house.interactions().await.get_interaction(then).await.unwrap().into_inner();
        assert_eq!((then.key_points.as_str(), then.state()), ("", wire::RecordState::Erased));
        let status = house.interactions().await.create_interaction(create(phone_call(&customer.customer_id))).await;
        assert_problem(&status.unwrap_err(), Code::FailedPrecondition, "ERASED");
        let verified = house.verify_journal_of("interaction").await;
        assert!(verified.faults.is_empty(), "{:?}", verified.faults);

        let (addresses, clock) = house.close().await;
        let house = House::open(addresses, clock).await;
        assert_eq!(erased(&house, &logged.interaction_id).await, gone);
        let get = wire::GetTransactionRequest { transaction_id: sold.transaction_id, as_of: None };
        let kept = house.transactions().await.get_transaction(get).await.unwrap().into_inner();
        let get = wire::GetComplaintRequest { complaint_id: complained.complaint_id, as_of: None };
        let complained = house.complaints().await.get_complaint(get).await.unwrap().into_inner();
        assert_eq!((complained.state(), complained.description.as_str()), (wire::RecordState::Erased, ""));
        assert_eq!((kept.total, kept.remarks.as_str()), (sold.total, ""), "what names nobody stands");
    }
}
