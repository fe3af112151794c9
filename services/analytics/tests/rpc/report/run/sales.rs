//! What customers bought, and what was said with them.

use access::Role;
use contracts::analytics::v1 as wire;
use contracts::analytics::v1::ErrorReason;
use contracts::customer::v1::{Address, Customer, TransferOwnershipRequest};
use contracts::google::r#type::Money;
use contracts::interaction::v1 as interactions;
use testkit::{assert_problem, on_both_engines};
use tonic::Code;
use wire::{Dimension, Measure};

use crate::harness::{
    Bearer, DAY, House, Reporting, ask, day, fields, figures, line, money, months, named, query, sale,
};

/// Noon of 20 May 2024 in Shanghai, when the clock of a house begins.
fn now(house: &House) -> i64 {
    house.clock.now().as_micros()
}

/// The figures of a row of the report, by value.
fn row(report: &wire::Report, value: &str) -> Vec<Option<f64>> {
    let row = report.rows.iter().find(|row| row.values == [value]).unwrap_or_else(|| panic!("{value} in {report:?}"));
    row.figures.iter().map(|figure| figure.value).collect()
}

async fn refund(house: &House, id: &str, amount: Money) {
    let request = interactions::RefundTransactionRequest {
        transaction_id: id.into(),
        amount: Some(amount),
        ..Default::default()
    };
    house.transactions_of(&Bearer(None)).await.refund_transaction(request).await.unwrap();
}

const MONEY: [Measure; 5] =
    [Measure::Transactions, Measure::Sales, Measure::Refunds, Measure::NetSales, Measure::AverageSale];

on_both_engines! {
    async fn a15_sales_add_up_exactly_by_month_product_owner_and_region(engine) {
        let house = House::new(engine).await;
        let (wang, _) = house.person("wang", "", Role::Sales).await;
        let berlin = Address {
            kind: contracts::customer::v1::AddressKind::Office.into(),
            country: "DE".into(),
            text: "Obere Str. 57".into(),
            ..Address::default()
        };
        let of_wang = Customer { owner: wang.staff_id.clone(), addresses: vec![berlin], ..Customer::default() };
        let of_wang = house.customer(of_wang).await;
        let pooled = house.customer(Customer::default()).await;
        let now = now(&house);
        house.buys(&of_wang, sale(now, vec![line("龙井", "0.75", 1_200), line("茶杯", "2", 790)])).await;
        let dear = house.buys(&of_wang, sale(now - 31 * DAY, vec![line("龙井", "1", 1_601)])).await;
        house.buys(&pooled, sale(now, vec![line("茶杯", "1", 400), line("券", "1", -100)])).await;
        refund(&house, &dear, money("CNY", 601)).await;

        let all = house.report(query(&MONEY, &[])).await;
        let values: Vec<_> = all.rows[0].figures.iter().map(|figure| figure.value).collect();
        assert_eq!(values, [Some(3.0), Some(38.91), Some(6.01), Some(32.9), Some(12.97)]);
        let amounts: Vec<_> = all.totals.iter().map(|figure| figure.amount.clone()).collect();
        let yuan = |hundredths| Some(money("CNY", hundredths));
        assert_eq!(amounts, [None, yuan(3_891), yuan(601), yuan(3_290), yuan(1_297)]);
        assert_eq!(all.query.unwrap().currency_code, "CNY", "that of most transactions");

        let mut reports = house.reports_of(&Bearer(None)).await;
        let spring = wire::ReportQuery {
            first_day: Some(day(2024, 4, 1)),
            last_day: Some(day(2024, 5, 31)),
            ..wire::ReportQuery::default()
        };
        let by_month = reports.run_report(named("sales", spring.clone())).await.unwrap().into_inner();
        assert_eq!(months(&by_month), [((2024, 4), Some(1.0)), ((2024, 5), Some(2.0))]);
        assert_eq!(by_month.rows[0].figures[3].value, Some(10.0), "a refund takes from the day of the sale");
        let by_product = reports.run_report(named("sales_by_product", spring.clone())).await.unwrap().into_inner();
        assert_eq!(row(&by_product, "龙井"), [Some(28.01), Some(1.75)]);
        assert_eq!(row(&by_product, "茶杯"), [Some(11.9), Some(3.0)]);
        assert_eq!(row(&by_product, "券"), [Some(-1.0), Some(1.0)]);
        let by_owner = reports.run_report(named("sales_by_owner", spring.clone())).await.unwrap().into_inner();
        assert_eq!(row(&by_owner, &wang.staff_id)[1], Some(35.91));
        assert_eq!(row(&by_owner, "")[1], Some(3.0));
        let by_region = reports.run_report(named("sales_by_region", spring)).await.unwrap().into_inner();
        assert_eq!(row(&by_region, "DE")[3], Some(29.9));

        let request = wire::ListReportRecordsRequest {
            query: by_product.query,
            measure: Measure::Sales.into(),
            values: vec!["龙井".into()],
            ..Default::default()
        };
        let bought = reports.list_report_records(request).await.unwrap().into_inner().customers;
        assert_eq!(bought, [of_wang.customer_id], "who bought it");
    }

    async fn a15_late_and_corrected_sales_count_on_the_day_on_which_they_were_made(engine) {
        let house = House::new(engine).await;
        let customer = house.customer(Customer::default()).await;
        let now = now(&house);
        let import = async |days: i64, hundredths| {
            let transaction = interactions::Transaction {
                customer: customer.customer_id.clone(),
                external_id: Some(interactions::TransactionExternalId { source: "shop".into(), id: "1".into() }),
                ..sale(now - days * DAY, vec![line("龙井", "1", hundredths)])
            };
            house.brings_in(vec![transaction]).await;
        };
        let by_month = async || {
            let by_month = wire::ReportQuery { grain: wire::Grain::Month.into(), ..query(&[Measure::Sales], &[]) };
            let report = house.report(by_month).await;
            months(&report).into_iter().filter(|(_, value)| *value != Some(0.0)).collect::<Vec<_>>()
        };
        import(62, 1_000).await;
        assert_eq!(by_month().await, [((2024, 3), Some(10.0))], "told late");
        import(31, 900).await;
        assert_eq!(by_month().await, [((2024, 4), Some(9.0))], "corrected: another day, another amount");
        let mut transactions = house.transactions_of(&Bearer(None)).await;
        let listed = interactions::ListTransactionsRequest {
            customer: customer.customer_id.clone(),
            ..Default::default()
        };
        let bought = transactions.list_transactions(listed).await.unwrap().into_inner().transactions.remove(0);
        let (transaction_id, etag) = (bought.transaction_id, bought.etag);
        let deleted = interactions::DeleteTransactionRequest { transaction_id, etag, ..Default::default() };
        let deleted = transactions.delete_transaction(deleted).await.unwrap().into_inner();
        assert_eq!(by_month().await, [], "deleted: nothing was sold");
        let (transaction_id, etag) = (deleted.transaction_id, deleted.etag);
        let undeleted = interactions::UndeleteTransactionRequest { transaction_id, etag, ..Default::default() };
        transactions.undelete_transaction(undeleted).await.unwrap();
        assert_eq!(by_month().await, [((2024, 4), Some(9.0))], "brought back");
    }

    async fn a15_what_a_customer_bought_goes_with_it_and_is_kept_as_it_is_counted(engine) {
        let house = House::new(engine).await;
        let (wang, _) = house.person("wang", "", Role::Sales).await;
        let (li, _) = house.person("li", "", Role::Sales).await;
        let now = now(&house);
        for number in 0..6_i64 {
            let owner = if number % 2 == 0 { wang.staff_id.clone() } else { String::new() };
            let customer = house.customer(Customer { owner, ..Customer::default() }).await;
            for sold in 0..number {
                let product = ["龙井", "茶杯", "茶壶"][sold as usize % 3];
                let lines = vec![line(product, "1.5", 100 + number), line("券", "1", -sold)];
                let id = house.buys(&customer, sale(now - sold * 9 * DAY, lines)).await;
                if sold == 2 {
                    refund(&house, &id, money("CNY", 50)).await;
                }
                let said = interactions::Interaction {
                    channel: [interactions::Channel::Phone, interactions::Channel::Visit][sold as usize % 2].into(),
                    length: (sold > 0).then_some(prost_types::Duration { seconds: 90 * sold, nanos: 0 }),
                    ..Default::default()
                };
                house.talks(&customer, said).await;
            }
        }
        let request = TransferOwnershipRequest {
            from_staff_id: wang.staff_id.clone(),
            to_staff_id: li.staff_id.clone(),
            ..Default::default()
        };
        let mut answers = house.ownership().await.transfer_ownership(request).await.unwrap().into_inner();
        while answers.message().await.unwrap().is_some() {}
        let owners = house.report(query(&[Measure::Transactions], &[Dimension::Owner])).await;
        assert_eq!(figures(&owners), [(String::new(), Some(9.0)), (li.staff_id, Some(6.0))]);

        let spoken = [Measure::Interactions, Measure::MinutesPerInteraction];
        let asked: [(&[Measure], &[Dimension]); 7] = [
            (&MONEY, &[]), (&MONEY, &[Dimension::Region, Dimension::Owner]), (&[Measure::UnitsSold], &[Dimension::Team]),
            (&[Measure::Sales, Measure::UnitsSold], &[Dimension::Product, Dimension::Owner]),
            (&spoken, &[]), (&spoken, &[Dimension::Channel]), (&spoken, &[Dimension::Owner]),
        ];
        let mut reports = house.reports_of(&Bearer(None)).await;
        for (measures, dimensions) in asked {
            for grain in [wire::Grain::Unspecified, wire::Grain::Week] {
                let kept = wire::ReportQuery { grain: grain.into(), ..query(measures, dimensions) };
                // A filter that everybody meets is not kept: everybody is counted.
                let counted = wire::ReportQuery { filter: "create_time > \"1971-01-01T00:00:00Z\"".into(), ..kept.clone() };
                let kept = reports.run_report(ask(kept)).await.unwrap().into_inner();
                let counted = reports.run_report(ask(counted)).await.unwrap().into_inner();
                assert_eq!(kept.rows, counted.rows, "{dimensions:?} {grain:?}");
                assert_eq!(kept.totals, counted.totals);
                assert!(kept.totals[0].value.unwrap() > 0.0);
            }
        }
    }

    async fn a17_interactions_are_counted_while_they_are_there(engine) {
        let house = House::new(engine).await;
        let customer = house.customer(Customer::default()).await;
        let call = |minutes: i64| interactions::Interaction {
            channel: interactions::Channel::Phone.into(),
            direction: interactions::Direction::Inbound.into(),
            length: Some(prost_types::Duration { seconds: 60 * minutes, nanos: 0 }),
            ..Default::default()
        };
        house.talks(&customer, call(3)).await;
        let wrong = house.talks(&customer, call(40)).await;
        let visit = interactions::Interaction { channel: interactions::Channel::Visit.into(), ..Default::default() };
        house.talks(&customer, visit).await;
        house.takes_back(wrong).await;
        house.counted().await;
        let year = wire::ReportQuery {
            first_day: Some(day(2024, 1, 1)),
            last_day: Some(day(2024, 12, 31)),
            ..wire::ReportQuery::default()
        };
        let mut reports = house.reports_of(&Bearer(None)).await;
        let by_channel = reports.run_report(named("interactions", year)).await.unwrap().into_inner();
        assert_eq!(row(&by_channel, "phone"), [Some(1.0), Some(3.0)]);
        assert_eq!(row(&by_channel, "visit"), [Some(1.0), None], "how long it took is not known");
        let by_direction = house.report(query(&[Measure::Interactions], &[Dimension::Direction])).await;
        assert_eq!(figures(&by_direction), [(String::new(), Some(1.0)), ("inbound".into(), Some(1.0))]);
    }

    async fn money_of_different_currencies_does_not_add_up(engine) {
        let house = House::new(engine).await;
        let customer = house.customer(Customer::default()).await;
        for (currency, hundredths) in [("CNY", 100), ("CNY", 200), ("EUR", 5_000)] {
            let lines = vec![interactions::TransactionLine { amount: Some(money(currency, hundredths)), ..line("茶", "1", 0) }];
            house.buys(&customer, sale(now(&house), lines)).await;
        }
        for (currency, expected) in [("", 3.0), ("CNY", 3.0), ("EUR", 50.0), ("USD", 0.0)] {
            let asked = wire::ReportQuery { currency_code: currency.into(), ..query(&[Measure::Sales], &[]) };
            assert_eq!(house.report(asked).await.totals[0].value, Some(expected), "{currency}");
        }
        let mut reports = house.reports_of(&Bearer(None)).await;
        for (currency, measure) in [("yuan", Measure::Sales), ("CNY", Measure::Customers)] {
            let asked = wire::ReportQuery { currency_code: currency.into(), ..query(&[measure], &[]) };
            let refused = reports.run_report(ask(asked)).await.unwrap_err();
            assert_eq!(fields(&refused), ["query.currency_code"]);
        }
    }

    async fn x1_sums_of_what_a_role_may_not_see_are_refused(engine) {
        let house = House::new(engine).await;
        let (_, service) = house.person("zhao", "", Role::Service).await;
        let (_, finance) = house.person("money", "", Role::Finance).await;
        for (who, measure, allowed) in [
            (&service, Measure::Sales, false), (&service, Measure::Interactions, true),
            (&finance, Measure::Sales, true), (&finance, Measure::Interactions, false),
            (&service, Measure::Complaints, true), (&finance, Measure::Feedback, false),
        ] {
            let mut reports = house.reports_of(who).await;
            let answer = reports.run_report(ask(query(&[measure], &[]))).await;
            match answer {
                Ok(_) => assert!(allowed, "{measure:?}"),
                Err(refused) => {
                    assert!(!allowed, "{measure:?}");
                    assert_problem(&refused, Code::PermissionDenied, ErrorReason::PermissionDenied.as_str_name());
                }
            }
        }
    }
}
