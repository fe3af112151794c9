//! A customer is won, spoken with and sold to; the reports count it, and one look shows all of it.

use contracts::analytics::v1 as analytics;
use contracts::analytics::v1::customer360_service_client::Customer360ServiceClient;
use contracts::analytics::v1::report_service_client::ReportServiceClient;
use contracts::customer::v1 as customers;
use contracts::google::r#type::Money;
use contracts::interaction::v1 as interactions;
use contracts::interaction::v1::interaction_service_client::InteractionServiceClient;
use contracts::interaction::v1::transaction_service_client::TransactionServiceClient;

use super::book::until;
use crate::services::Name;
use crate::told_in_one_process_and_in_four;

told_in_one_process_and_in_four! {
    async fn who_is_won_today_is_counted_today_with_what_was_said_and_sold(book) {
        let (seller, sells) = book.seller("li.na").await;
        let won = customers::Customer { registered_name: "杭州云帆有限公司".into(), ..Default::default() };
        let customer = book.wins(&sells, won).await;
        assert_eq!(customer.owner, seller.staff_id, "who wins a customer owns it");

        let interaction = interactions::Interaction {
            customer: customer.customer_id.clone(),
            channel: interactions::Channel::Wechat.into(),
            key_points: "要五台".into(),
            ..Default::default()
        };
        let request = interactions::CreateInteractionRequest { interaction: Some(interaction), ..Default::default() };
        let mut client = InteractionServiceClient::new(book.stub(Name::Interaction, &sells).await);
        client.create_interaction(request).await.unwrap();

        let amount = Some(Money { currency_code: "CNY".into(), units: 12_500, nanos: 500_000_000 });
        let line = interactions::TransactionLine { product: "泵".into(), quantity: "5".into(), amount };
        let sale = interactions::Transaction {
            customer: customer.customer_id.clone(),
            lines: vec![line],
            ..Default::default()
        };
        let request = interactions::CreateTransactionRequest { transaction: Some(sale), ..Default::default() };
        let mut client = TransactionServiceClient::new(book.stub(Name::Interaction, &book.administrator()).await);
        client.create_transaction(request).await.unwrap();

        let reports = ReportServiceClient::new(book.stub(Name::Analytics, &book.administrator()).await);
        let figures = until(async || {
            let measures = [
                analytics::Measure::CreatedCustomers,
                analytics::Measure::NetSales,
                analytics::Measure::Interactions,
            ];
            let query = analytics::ReportQuery {
                measures: measures.into_iter().map(Into::into).collect(),
                dimensions: vec![analytics::Dimension::Owner.into()],
                ..analytics::ReportQuery::default()
            };
            let request = analytics::RunReportRequest { query: Some(query), ..Default::default() };
            let report = reports.clone().run_report(request).await.unwrap().into_inner();
            let row = report.rows.into_iter().find(|row| row.values == [seller.staff_id.as_str()])?;
            let is_sold = row.figures[1].amount.as_ref().is_some_and(|amount| amount.units > 0);
            (is_sold && row.figures[2].value == Some(1.0)).then_some(row.figures)
        })
        .await;
        assert_eq!(figures[0].value, Some(1.0));
        let sold = figures[1].amount.clone().unwrap();
        assert_eq!((sold.currency_code.as_str(), sold.units, sold.nanos), ("CNY", 12_500, 500_000_000));

        let mut looks = Customer360ServiceClient::new(book.stub(Name::Analytics, &sells).await);
        let request = analytics::GetCustomer360Request { customer: customer.customer_id.clone(), ..Default::default() };
        let seen = looks.get_customer360(request).await.unwrap().into_inner();
        assert_eq!(seen.missing, Vec::new());
        assert_eq!(seen.customer.unwrap().registered_name, "杭州云帆有限公司");
        assert_eq!(seen.metrics.unwrap().interactions.unwrap().count, 1);
        assert!(!seen.timeline.is_empty());
    }
}
