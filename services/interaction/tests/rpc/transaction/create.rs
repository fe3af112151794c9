//! CreateTransaction.

use access::Role;
use contracts::google::r#type::Money;
use contracts::interaction::v1 as wire;
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use crate::harness::{Callers, House, fields, order, phone_call, record, sale, yuan};

on_both_engines! {
    async fn i6_a_total_is_the_sum_of_its_lines(engine) {
        let house = House::new(engine).await;
        let (wang, token) = house.person("wang", Role::Sales).await;
        let customer = house.customer_of(&wang).await;
        let mut client = house.transactions_of(&token).await;
        let sent = wire::Transaction { external_id: Some(order("1")), remarks: "送货上门".into(), ..sale(&customer.customer_number) };
        let made = client.create_transaction(record(sent.clone())).await.unwrap().into_inner();
        assert_eq!(made.total, Some(yuan(1_990)));
        assert_eq!(made.refunded, Some(yuan(0)));
        assert_eq!((&made.lines, &made.external_id, &made.remarks), (&sent.lines, &sent.external_id, &sent.remarks));
        assert_eq!((made.customer.as_str(), made.author.as_str()), (customer.customer_id.as_str(), wang.staff_id.as_str()));
        let status = client.create_transaction(record(sent)).await.unwrap_err();
        let details = assert_problem(&status, Code::AlreadyExists, "TRANSACTION_EXTERNAL_ID_TAKEN");
        assert_eq!(details.error_info().unwrap().metadata["transaction_id"], made.transaction_id);
    }

    async fn i6_amounts_that_are_not_exact_are_refused(engine) {
        let house = House::new(engine).await;
        let customer = house.given(house::company("甲", "13912345678")).await;
        let mut client = house.transactions().await;
        let mut broken = sale(&customer.customer_id);
        broken.lines[0].amount = Some(Money { currency_code: "CNY".into(), units: 1, nanos: 1 });
        broken.lines[1].quantity = "0".into();
        let status = client.create_transaction(record(broken)).await.unwrap_err();
        assert_problem(&status, Code::InvalidArgument, "INVALID_FIELDS");
        assert_eq!(fields(&status), ["transaction.lines[0].amount", "transaction.lines[1].quantity"]);
        let mut mixed = sale(&customer.customer_id);
        mixed.lines[1].amount = Some(Money { currency_code: "USD".into(), units: 1, nanos: 0 });
        let status = client.create_transaction(record(mixed)).await.unwrap_err();
        assert_eq!(fields(&status), ["transaction.lines[1].amount"]);
        let mut overflowing = sale(&customer.customer_id);
        for line in &mut overflowing.lines {
            line.amount = Some(Money { currency_code: "CNY".into(), units: i64::MAX / 1_000_000, nanos: 0 });
        }
        let status = client.create_transaction(record(overflowing)).await.unwrap_err();
        assert_eq!(fields(&status), ["transaction.lines"]);
    }

    async fn x1_finance_sees_transactions_and_no_interactions(engine) {
        let house = House::new(engine).await;
        let (wang, of_wang) = house.person("wang", Role::Sales).await;
        let (_, of_zhao) = house.person("zhao", Role::Finance).await;
        let (_, of_sun) = house.person("sun", Role::Service).await;
        let customer = house.customer_of(&wang).await;
        let noted = wire::Transaction { remarks: "催款".into(), external_id: Some(order("1")), ..sale(&customer.customer_id) };
        let made = house.transactions_of(&of_wang).await.create_transaction(record(noted)).await.unwrap().into_inner();
        let read = wire::GetTransactionRequest { transaction_id: made.transaction_id.clone(), as_of: None };
        let seen = house.transactions_of(&of_zhao).await.get_transaction(read.clone()).await.unwrap().into_inner();
        assert_eq!((seen.total, seen.remarks.as_str(), seen.external_id), (made.total, "****", made.external_id));
        let mut interactions = house.interactions_of(&of_zhao).await;
        let logged = interactions.create_interaction(crate::harness::create(phone_call(&customer.customer_id))).await;
        assert_problem(&logged.unwrap_err(), Code::PermissionDenied, "PERMISSION_DENIED");
        let refused = house.transactions_of(&of_sun).await.get_transaction(read).await.unwrap_err();
        assert_problem(&refused, Code::PermissionDenied, "PERMISSION_DENIED");
    }
}
