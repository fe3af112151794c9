//! An erasure in the customer service is one here too, and survives a restart.

use contracts::customer::v1 as customers;
use contracts::interaction::v1 as wire;
use house::storage;
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

/// What the journal still holds sealed of interactions, complaints and their like.
async fn sealed_in_journal(records: &str) -> Vec<Vec<u8>> {
    let entries = storage::query(records, "SELECT sealed FROM journal", Vec::new()).await;
    let sealed = entries.iter().map(|entry| entry.bytes(0).unwrap());
    sealed.filter(|sealed| !sealed.is_empty()).collect()
}

on_both_engines! {
    async fn x13_no_key_is_left_that_opens_what_any_revision_said(engine) {
        let house = House::new(engine).await;
        let (gone, kept) = (
            house.given(house::company("甲", "13912345678")).await,
            house.given(house::company("乙", "13912345679")).await,
        );
        let mut client = house.interactions().await;
        let mut ids = Vec::new();
        for customer in [&gone, &kept] {
            let logged = client.create_interaction(create(phone_call(&customer.customer_id))).await.unwrap().into_inner();
            let corrected = wire::Interaction { key_points: CANARY.into(), ..logged };
            let request = wire::UpdateInteractionRequest { interaction: Some(corrected), ..Default::default() };
            ids.push(client.update_interaction(request).await.unwrap().into_inner().interaction_id);
        }
        let request = wire::CreateComplaintRequest { complaint: Some(complaint(&gone.customer_id)), ..Default::default() };
        house.complaints().await.create_complaint(request).await.unwrap();
        let erase = customers::EraseCustomerRequest {
            customer: gone.customer_id.clone(),
            etag: gone.etag,
            ..Default::default()
        };
        house.customers().await.erase_customer(erase).await.unwrap();
        erased(&house, &ids[0]).await;

        // Whatever of the erasure was under way is carried out before it serves again.
        let (addresses, clock) = house.close().await;
        let house = House::open(addresses, clock).await;
        let (addresses, clock) = house.close().await;
        let [records, keyring] = ["interaction.records", "interaction.keyring"]
            .map(|key| addresses.guest.iter().find(|(known, _)| *known == key).unwrap().1.as_str());
        let rows = "SELECT COUNT(*) FROM activity WHERE state = 'erased' AND LENGTH(sealed) > 0";
        assert_eq!(storage::number(records, rows).await, 0);
        let sealed = sealed_in_journal(records).await;
        assert_eq!(sealed.len(), 5, "the journal keeps what it was given");
        let mut open = 0;
        for sealed in sealed {
            open += u32::from(!storage::is_key_gone(keyring, &addresses.master, &clock, &sealed).await);
        }
        assert_eq!(open, 2, "the two revisions of the customer that is kept, and nothing else");
    }

    async fn x13_no_key_is_left_of_what_was_written_while_the_erasure_was_told(engine) {
        let house = House::new(engine).await;
        let customer = house.given(house::company("甲", "13912345678")).await;
        house.interactions().await.create_interaction(create(phone_call(&customer.customer_id))).await.unwrap();
        let (addresses, clock) = house.close().await;
        storage::record_erasure(&addresses.ledger, "interaction", &customer.customer_id, &clock).await;
        let (addresses, clock) = House::open(addresses, clock).await.close().await;
        let [records, keyring] = ["interaction.records", "interaction.keyring"]
            .map(|key| addresses.guest.iter().find(|(known, _)| *known == key).unwrap().1.as_str());
        let sealed = sealed_in_journal(records).await;
        assert_eq!(sealed.len(), 1);
        assert!(storage::is_key_gone(keyring, &addresses.master, &clock, &sealed[0]).await);
    }

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
