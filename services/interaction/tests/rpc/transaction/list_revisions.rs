//! ListTransactionRevisions.

use contracts::interaction::v1 as wire;
use testkit::on_both_engines;

use crate::harness::{Callers, House, record, sale, yuan};

on_both_engines! {
    async fn i7_a_refund_is_told_with_who_noted_it(engine) {
        let house = House::new(engine).await;
        let customer = house.given(house::company("甲", "13912345678")).await;
        let mut client = house.transactions().await;
        let made = client.create_transaction(record(sale(&customer.customer_id))).await.unwrap().into_inner();
        let refund = wire::RefundTransactionRequest {
            transaction_id: made.transaction_id.clone(),
            amount: Some(yuan(90)),
            reason: "破损".into(),
            ..Default::default()
        };
        client.refund_transaction(refund).await.unwrap();
        let request =
            wire::ListTransactionRevisionsRequest { transaction_id: made.transaction_id.clone(), ..Default::default() };
        let listed = client.list_transaction_revisions(request).await.unwrap().into_inner();
        let told: Vec<_> =
            listed.revisions.iter().map(|revision| (revision.actor.as_str(), revision.changed_paths.as_slice())).collect();
        assert_eq!(told, [("local", ["refunds".to_owned()].as_slice()), ("local", [].as_slice())]);
        assert_eq!(listed.revisions[1].transaction.as_ref(), Some(&made));
    }
}
