//! RefundTransaction.

use contracts::interaction::v1 as wire;
use futures::future::join_all;
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use crate::harness::{Callers, House, fields, record, sale, yuan};

/// The request that pays back an amount; all that is left without one.
fn refund(id: &str, hundredths: Option<i64>) -> wire::RefundTransactionRequest {
    wire::RefundTransactionRequest { transaction_id: id.into(), amount: hundredths.map(yuan), ..Default::default() }
}

on_both_engines! {
    async fn i7_a_part_and_then_the_rest_are_paid_back_and_nothing_more(engine) {
        let house = House::new(engine).await;
        let customer = house.given(house::company("甲", "13912345678")).await;
        let mut client = house.transactions().await;
        let made = client.create_transaction(record(sale(&customer.customer_id))).await.unwrap().into_inner();
        let id = made.transaction_id.as_str();
        let part = client.refund_transaction(refund(id, Some(500))).await.unwrap().into_inner();
        assert_eq!(part.refunded, Some(yuan(500)));
        let status = client.refund_transaction(refund(id, Some(1_491))).await.unwrap_err();
        let details = assert_problem(&status, Code::FailedPrecondition, "REFUND_EXCEEDS_TOTAL");
        assert_eq!(details.error_info().unwrap().metadata["left"], "14.9 CNY");
        let whole = client.refund_transaction(refund(id, None)).await.unwrap().into_inner();
        assert_eq!((whole.refunded.clone(), whole.refunds.len()), (whole.total.clone(), 2));
        let status = client.refund_transaction(refund(id, None)).await.unwrap_err();
        assert_problem(&status, Code::FailedPrecondition, "REFUND_EXCEEDS_TOTAL");
        let status = client.refund_transaction(refund(id, Some(-1))).await.unwrap_err();
        assert_eq!(fields(&status), ["amount"]);
    }

    async fn i7_refunds_at_once_never_pay_back_more_than_was_paid(engine) {
        let house = House::new(engine).await;
        let customer = house.given(house::company("甲", "13912345678")).await;
        let mut client = house.transactions().await;
        let made = client.create_transaction(record(sale(&customer.customer_id))).await.unwrap().into_inner();
        let refunds = (0..8).map(|_| {
            let (mut client, request) = (client.clone(), refund(&made.transaction_id, Some(600)));
            async move {
                loop {
                    match client.refund_transaction(request.clone()).await {
                        // Another came first: it is decided anew.
                        Err(status) if status.code() == Code::Aborted => {}
                        outcome => return outcome,
                    }
                }
            }
        });
        let done = join_all(refunds).await.into_iter().filter(Result::is_ok).count();
        assert_eq!(done, 3, "three times 6.00 are in 19.90");
        let get = wire::GetTransactionRequest { transaction_id: made.transaction_id, as_of: None };
        assert_eq!(client.get_transaction(get).await.unwrap().into_inner().refunded, Some(yuan(1_800)));
    }
}
