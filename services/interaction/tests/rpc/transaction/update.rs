//! UpdateTransaction.

use access::Role;
use contracts::interaction::v1 as wire;
use prost_types::FieldMask;
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use crate::harness::{Callers, House, fields, order, record, sale, yuan};

/// The request that makes the first line cost so many hundredths of a yuan.
fn priced(before: &wire::Transaction, hundredths: i64) -> wire::UpdateTransactionRequest {
    let mut transaction = before.clone();
    transaction.lines[0].amount = Some(yuan(hundredths));
    priced_in(transaction)
}

/// The request that changes the lines to these.
fn priced_in(transaction: wire::Transaction) -> wire::UpdateTransactionRequest {
    let update_mask = Some(FieldMask { paths: vec!["lines".into()] });
    wire::UpdateTransactionRequest { transaction: Some(transaction), update_mask, ..Default::default() }
}

on_both_engines! {
    async fn i6_a_correction_changes_what_it_names_and_the_total_with_the_lines(engine) {
        let house = House::new(engine).await;
        let (_, of_zhao) = house.person("zhao", Role::Finance).await;
        let customer = house.given(house::company("甲", "13912345678")).await;
        let sold = wire::Transaction { remarks: "送货上门".into(), ..sale(&customer.customer_id) };
        let made = house.transactions().await.create_transaction(record(sold)).await.unwrap().into_inner();
        let mut client = house.transactions_of(&of_zhao).await;
        let corrected = client.update_transaction(priced(&made, 2_000)).await.unwrap().into_inner();
        assert_eq!((corrected.total.clone(), corrected.revision), (Some(yuan(2_790)), 2));
        let status = client.update_transaction(priced(&made, 3_000)).await.unwrap_err();
        assert_problem(&status, Code::Aborted, "ETAG_MISMATCH");
        let remarked = wire::Transaction { remarks: "自取".into(), ..corrected.clone() };
        let update_mask = Some(FieldMask { paths: vec!["remarks".into()] });
        let request =
            wire::UpdateTransactionRequest { transaction: Some(remarked), update_mask, ..Default::default() };
        let status = client.update_transaction(request).await.unwrap_err();
        assert_problem(&status, Code::PermissionDenied, "PERMISSION_DENIED");
        let get = wire::GetTransactionRequest { transaction_id: made.transaction_id, as_of: None };
        let read = house.transactions().await.get_transaction(get).await.unwrap().into_inner();
        assert_eq!((read.remarks.as_str(), read.total), ("送货上门", corrected.total));
    }

    async fn i7_a_total_stays_at_least_what_was_paid_back(engine) {
        let house = House::new(engine).await;
        let customer = house.given(house::company("甲", "13912345678")).await;
        let mut client = house.transactions().await;
        let made = client.create_transaction(record(sale(&customer.customer_id))).await.unwrap().into_inner();
        let refund = wire::RefundTransactionRequest {
            transaction_id: made.transaction_id,
            amount: Some(yuan(1_000)),
            ..Default::default()
        };
        let made = client.refund_transaction(refund).await.unwrap().into_inner();
        let status = client.update_transaction(priced(&made, 209)).await.unwrap_err();
        assert_problem(&status, Code::InvalidArgument, "INVALID_FIELDS");
        assert_eq!(fields(&status), ["transaction.lines"]);
        let mut in_yen = made.clone();
        for line in &mut in_yen.lines {
            line.amount.as_mut().unwrap().currency_code = "JPY".into();
        }
        let status = client.update_transaction(priced_in(in_yen)).await.unwrap_err();
        assert_eq!(fields(&status), ["transaction.lines"], "what was paid back was in yuan");
        let least = client.update_transaction(priced(&made, 210)).await.unwrap().into_inner();
        assert_eq!((least.total.clone(), least.refunds), (least.refunded, made.refunds));
    }

    async fn i6_neither_customer_nor_external_id_changes(engine) {
        let house = House::new(engine).await;
        let customer = house.given(house::company("甲", "13912345678")).await;
        let other = house.given(house::company("乙", "13912345679")).await;
        let mut client = house.transactions().await;
        let sold = wire::Transaction { external_id: Some(order("1")), ..sale(&customer.customer_id) };
        let made = client.create_transaction(record(sold)).await.unwrap().into_inner();
        let moved =
            wire::Transaction { customer: other.customer_id, external_id: Some(order("2")), ..made };
        let request = wire::UpdateTransactionRequest { transaction: Some(moved), ..Default::default() };
        let status = client.update_transaction(request).await.unwrap_err();
        assert_eq!(fields(&status), ["transaction.customer", "transaction.external_id"]);
    }
}
