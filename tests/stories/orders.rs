//! A year of orders is brought in from elsewhere, and tells of each customer how often, how much and how lately it buys.

use clock::Clock;
use contracts::analytics::v1 as analytics;
use contracts::analytics::v1::customer360_service_client::Customer360ServiceClient;
use contracts::analytics::v1::report_service_client::ReportServiceClient;
use contracts::analytics::v1::score_service_client::ScoreServiceClient;
use contracts::customer::v1 as customers;
use contracts::google::r#type::Money;
use contracts::interaction::v1 as interactions;
use contracts::interaction::v1::import_transactions_request::Part;
use contracts::interaction::v1::transaction_service_client::TransactionServiceClient;
use prost_types::Timestamp;

use super::book::until;
use crate::services::Name;
use crate::told_in_one_process_and_in_four;

/// How many times each customer bought, thirty days apart, the last of them this many days ago: 30, 60, 90 and so on.
const PURCHASES: [i64; 5] = [1, 2, 3, 5, 8];
const DAY: i64 = 24 * 3600;
/// What a purchase comes to, in yuan.
const PRICE: i64 = 260;

told_in_one_process_and_in_four! {
    async fn orders_of_elsewhere_say_who_buys_how_lately_how_often_and_how_much(book) {
        let desk = book.administrator();
        let now = Clock::system().now().as_micros() / 1_000_000;
        let (mut bought, mut rows) = (Vec::new(), Vec::new());
        for (index, count) in (1_i64..).zip(PURCHASES) {
            let customer = customers::Customer { registered_name: format!("公司 {index}"), ..Default::default() };
            let customer = book.wins(&desk, customer).await.customer_id;
            for number in 0..count {
                let amount = Some(Money { currency_code: "CNY".into(), units: PRICE, nanos: 0 });
                let line = interactions::TransactionLine { product: "泵".into(), quantity: "1".into(), amount };
                let seconds = now - (index + number) * 30 * DAY;
                let external = interactions::TransactionExternalId { source: "shop".into(), id: format!("{index}-{number}") };
                let sale = interactions::Transaction {
                    customer: customer.clone(),
                    transaction_time: Some(Timestamp { seconds, nanos: 0 }),
                    lines: vec![line],
                    external_id: Some(external),
                    ..Default::default()
                };
                rows.push(sale);
            }
            bought.push((customer, count));
        }
        let total: i64 = PURCHASES.iter().sum();
        // Brought in twice, it is there once.
        for _ in 0..2 {
            let numbered = (1..).zip(rows.clone()).map(|(row_number, sale)| interactions::ImportTransactionsRow {
                row_number,
                transaction: Some(sale),
                customer_external_id: None,
            });
            let parts = [
                Part::Header(interactions::ImportTransactionsHeader { validate_only: false }),
                Part::Rows(interactions::ImportTransactionsRows { rows: numbered.collect() }),
            ];
            let messages = parts.map(|part| interactions::ImportTransactionsRequest { part: Some(part) });
            let mut client = TransactionServiceClient::new(book.stub(Name::Interaction, &desk).await);
            let mut answers = client.import_transactions(futures::stream::iter(messages)).await.unwrap().into_inner();
            while let Some(answer) = answers.message().await.unwrap() {
                assert!(answer.outcomes.iter().all(|outcome| outcome.error.is_none()), "{answer:?}");
            }
        }

        let reports = ReportServiceClient::new(book.stub(Name::Analytics, &desk).await);
        let sold = until(async || {
            let query = analytics::ReportQuery {
                measures: vec![analytics::Measure::Transactions.into(), analytics::Measure::NetSales.into()],
                first_day: Some(contracts::google::r#type::Date { year: 2020, month: 1, day: 1 }),
                ..analytics::ReportQuery::default()
            };
            let request = analytics::RunReportRequest { query: Some(query), ..Default::default() };
            let totals = reports.clone().run_report(request).await.unwrap().into_inner().totals;
            let count = totals[0].value?;
            (count >= total as f64).then_some((count, totals[1].amount.clone()?.units))
        })
        .await;
        assert_eq!(sold, (total as f64, total * PRICE));

        let mut scores = ScoreServiceClient::new(book.stub(Name::Analytics, &desk).await);
        let mut answers = scores.compute_scores(analytics::ComputeScoresRequest::default()).await.unwrap().into_inner();
        while answers.message().await.unwrap().is_some() {}
        let mut looks = Customer360ServiceClient::new(book.stub(Name::Analytics, &desk).await);
        for (index, (customer, count)) in (1_i64..).zip(bought) {
            let request = analytics::GetCustomer360Request { customer, ..Default::default() };
            let seen = looks.get_customer360(request).await.unwrap().into_inner();
            assert_eq!(seen.missing, Vec::new());
            assert_eq!(seen.metrics.unwrap().purchases.unwrap().count, count);
            let score = seen.score.unwrap();
            assert_eq!((score.recency_days, score.frequency), (index * 30, count));
        }
    }
}
