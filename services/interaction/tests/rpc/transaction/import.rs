//! ImportTransactions.

use contracts::interaction::v1 as wire;
use contracts::interaction::v1::ImportTransactionsAction as Action;
use contracts::interaction::v1::import_transactions_request::Part;
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use crate::harness::{Callers, House, order, sale, yuan};

/// The outcomes of an import of rows, and its id.
async fn import(house: &House, rows: Vec<wire::ImportTransactionsRow>) -> Vec<wire::ImportTransactionsOutcome> {
    let header = Part::Header(wire::ImportTransactionsHeader { validate_only: false });
    let parts = [header, Part::Rows(wire::ImportTransactionsRows { rows })];
    let requests = parts.map(|part| wire::ImportTransactionsRequest { part: Some(part) });
    let mut client = house.transactions().await;
    let mut answers = client.import_transactions(futures::stream::iter(requests)).await.unwrap().into_inner();
    let mut outcomes = Vec::new();
    while let Some(answer) = answers.message().await.unwrap() {
        outcomes.extend(answer.outcomes);
    }
    outcomes
}

fn row(number: i64, transaction: wire::Transaction) -> wire::ImportTransactionsRow {
    wire::ImportTransactionsRow { row_number: number, transaction: Some(transaction), customer_external_id: None }
}

fn actions(outcomes: &[wire::ImportTransactionsOutcome]) -> Vec<Action> {
    outcomes.iter().map(|outcome| outcome.action()).collect()
}

on_both_engines! {
    async fn i6_the_same_rows_twice_change_nothing_and_a_new_total_is_taken_over(engine) {
        let house = House::new(engine).await;
        let shop = contracts::customer::v1::ExternalId { source: "shop".into(), id: "ALFKI".into() };
        let customer = contracts::customer::v1::Customer { external_ids: vec![shop], ..house::company("甲", "13912345678") };
        let customer = house.given(customer).await;
        let sold = |id: &str| wire::Transaction {
            external_id: Some(order(id)),
            transaction_time: Some(prost_types::Timestamp { seconds: 836_438_400, nanos: 0 }),
            ..sale("")
        };
        let by_shop = |number, id: &str| wire::ImportTransactionsRow {
            customer_external_id: Some(order("ALFKI")),
            ..row(number, sold(id))
        };
        let rows = vec![by_shop(1, "10248"), by_shop(2, "10249"), row(3, sold("10250")), by_shop(4, "10248")];
        let first = import(&house, rows.clone()).await;
        let mut done = actions(&first);
        assert_eq!(done.remove(2), Action::Rejected, "it names no customer: {first:?}");
        // Which of two equal rows comes first, is not said.
        done.sort_unstable();
        assert_eq!(done, [Action::Created, Action::Created, Action::Unchanged], "{first:?}");
        let again = import(&house, rows).await;
        assert_eq!(actions(&again), [Action::Unchanged, Action::Unchanged, Action::Rejected, Action::Unchanged]);

        let mut dearer = by_shop(1, "10249");
        dearer.transaction.as_mut().unwrap().lines[0].amount = Some(yuan(9_900));
        assert_eq!(actions(&import(&house, vec![dearer]).await), [Action::Updated]);
        // Of what was paid back of a transaction the currency stays.
        let mut client = house.transactions().await;
        let request = wire::ListTransactionsRequest { customer: customer.customer_id.clone(), ..Default::default() };
        let sales = client.list_transactions(request).await.unwrap().into_inner().transactions;
        let paid = sales.into_iter().find(|sale| sale.external_id == Some(order("10248"))).unwrap();
        let refund = wire::RefundTransactionRequest { transaction_id: paid.transaction_id, ..Default::default() };
        client.refund_transaction(refund).await.unwrap();
        let mut in_yen = by_shop(1, "10248");
        for line in &mut in_yen.transaction.as_mut().unwrap().lines {
            line.amount.as_mut().unwrap().currency_code = "JPY".into();
        }
        assert_eq!(actions(&import(&house, vec![in_yen]).await), [Action::Rejected]);
        let request = wire::ListTransactionsRequest { customer: customer.customer_id, ..Default::default() };
        let listed = house.transactions().await.list_transactions(request).await.unwrap().into_inner().transactions;
        let mut totals: Vec<_> = listed.into_iter().map(|listed| listed.total.unwrap().units).collect();
        totals.sort_unstable();
        assert_eq!(totals, [19, 106]);
    }

    async fn rows_without_a_header_are_refused(engine) {
        let house = House::new(engine).await;
        let rows = Part::Rows(wire::ImportTransactionsRows { rows: vec![row(1, sale("C20240520001"))] });
        let request = wire::ImportTransactionsRequest { part: Some(rows) };
        let status = house.transactions().await.import_transactions(futures::stream::iter([request])).await;
        assert_problem(&status.unwrap_err(), Code::InvalidArgument, "INVALID_FIELDS");
    }
}
