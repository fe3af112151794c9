//! Who sees which figures.

use access::Role;
use contracts::analytics::v1 as wire;
use contracts::analytics::v1::ErrorReason;
use contracts::customer::v1::{AddCollaboratorRequest, Customer};
use contracts::interaction::v1::{Channel, Interaction, RefundTransactionRequest};
use testkit::{assert_problem, on_both_engines};
use tonic::Code;
use wire::{Dimension, Measure};

use crate::harness::{Bearer, House, Reporting, ask, figures, line, money, query, sale, total};

/// So many customers of an owner.
async fn customers_of(house: &House, owner: &str, level: &str, count: usize) -> Vec<Customer> {
    let mut customers = Vec::new();
    for _ in 0..count {
        customers
            .push(house.customer(Customer { owner: owner.into(), level: level.into(), ..Customer::default() }).await);
    }
    customers
}

on_both_engines! {
    async fn x1_everybody_sees_what_their_own_and_their_teams_customers_add_up_to(engine) {
        let house = House::new(engine).await;
        let east = house.team("华东", "").await;
        let hangzhou = house.team("杭州", &east).await;
        let (lead, of_lead) = house.person("lead", &east, Role::Sales).await;
        let (wang, of_wang) = house.person("wang", &hangzhou, Role::Sales).await;
        let (zhao, of_zhao) = house.person("zhao", "", Role::Service).await;
        let (_, of_money) = house.person("money", "", Role::Finance).await;
        customers_of(&house, &lead.staff_id, "A", 1).await;
        customers_of(&house, &wang.staff_id, "A", 6).await;
        customers_of(&house, "", "A", 10).await;
        let others = customers_of(&house, &zhao.staff_id, "B", 7).await;
        let request = AddCollaboratorRequest {
            customer: others[0].customer_id.clone(),
            staff_id: wang.staff_id.clone(),
            ..Default::default()
        };
        house.ownership().await.add_collaborator(request).await.unwrap();

        let customers = query(&[Measure::Customers], &[]);
        for (who, expected) in
            [(&Bearer(None), 24.0), (&of_money, 24.0), (&of_lead, 7.0), (&of_wang, 7.0), (&of_zhao, 7.0)]
        {
            assert_eq!(total(&house.report_of(who, customers.clone()).await), Some(expected));
        }
        let filtered = wire::ReportQuery { filter: "state = \"active\"".into(), ..customers };
        for (who, expected) in [(&of_lead, 7.0), (&of_wang, 7.0), (&of_zhao, 7.0)] {
            assert_eq!(total(&house.report_of(who, filtered.clone()).await), Some(expected), "counted one by one");
        }
    }

    async fn x1_few_customers_of_others_are_kept_back(engine) {
        let house = House::new(engine).await;
        let east = house.team("华东", "").await;
        let (lead, of_lead) = house.person("lead", &east, Role::Sales).await;
        let (wang, _) = house.person("wang", &east, Role::Sales).await;
        for (owner, level, count) in [(&lead, "A", 2), (&wang, "B", 3), (&wang, "C", 6), (&wang, "", 9)] {
            customers_of(&house, &owner.staff_id, level, count).await;
        }
        // Whoever may list the pool is told of it in no report, and of others no sooner for it.
        customers_of(&house, "", "B", 10).await;
        let levels = query(&[Measure::Customers], &[Dimension::Level]);
        let of = |level: &str, count: Option<f64>| (level.to_owned(), count);
        let seen = house.report_of(&of_lead, levels.clone()).await;
        let expected = [of("", Some(9.0)), of("A", Some(2.0)), of("B", None), of("C", None)];
        assert_eq!(figures(&seen), expected, "B is small, and C would tell it");
        let suppressed: Vec<bool> = seen.rows.iter().map(|row| row.figures[0].suppressed).collect();
        assert_eq!(suppressed, [false, false, true, true]);
        assert_eq!(total(&seen), Some(20.0));
        let all = house.report(levels).await;
        assert_eq!(figures(&all)[2], of("B", Some(13.0)), "the administrator may list them");
    }

    async fn x1_few_records_are_kept_back_from_whom_may_not_see_such_of_their_customers(engine) {
        let house = House::new(engine).await;
        let (wang, _) = house.person("wang", "", Role::Sales).await;
        house.person("zhao", "", Role::Service).await;
        let of_zhao = house.token("default", "zhao", Role::Finance | Role::Service);
        let customer = customers_of(&house, &wang.staff_id, "A", 1).await.remove(0);
        house.talks(&customer, Interaction { channel: Channel::Visit.into(), ..Interaction::default() }).await;
        let interactions = query(&[Measure::Interactions], &[]);
        let seen = house.report_of(&of_zhao, interactions.clone()).await;
        assert!(seen.totals[0].suppressed, "money is their business, what is said with others is not: {seen:?}");
        let request = wire::ListReportRecordsRequest {
            query: Some(interactions.clone()),
            measure: Measure::Interactions.into(),
            ..Default::default()
        };
        let listed = house.reports_of(&of_zhao).await.list_report_records(request).await.unwrap().into_inner();
        assert!(listed.customers.is_empty(), "{listed:?}");
        assert_eq!(total(&house.report(interactions).await), Some(1.0));
    }

    async fn x1_few_refunds_are_not_told_by_what_is_left_of_sales(engine) {
        let house = House::new(engine).await;
        let east = house.team("华东", "").await;
        let (_, of_lead) = house.person("lead", &east, Role::Sales).await;
        let (wang, _) = house.person("wang", &east, Role::Sales).await;
        let customer = customers_of(&house, &wang.staff_id, "A", 1).await.remove(0);
        let now = house.clock.now().as_micros();
        let mut sales = Vec::new();
        for _ in 0..6 {
            sales.push(house.buys(&customer, sale(now, vec![line("龙井", "1", 1_000)])).await);
        }
        let request = RefundTransactionRequest {
            transaction_id: sales.remove(0),
            amount: Some(money("CNY", 300)),
            ..Default::default()
        };
        house.transactions_of(&Bearer(None)).await.refund_transaction(request).await.unwrap();
        let kept_back = |report: &wire::Report| {
            let figures = report.rows[0].figures.iter().zip(&report.totals);
            figures.map(|(row, total)| [row.suppressed, total.suppressed]).collect::<Vec<_>>()
        };
        let asked = query(&[Measure::Sales, Measure::Refunds, Measure::NetSales], &[]);
        let seen = house.report_of(&of_lead, asked).await;
        assert_eq!(kept_back(&seen), [[false; 2], [true; 2], [true; 2]], "{seen:?}");
        let seen = house.report_of(&of_lead, query(&[Measure::AverageSale, Measure::NetSales], &[])).await;
        assert_eq!(kept_back(&seen), [[false; 2], [true; 2]], "{seen:?}");
        let seen = house.report_of(&of_lead, query(&[Measure::NetSales, Measure::Transactions], &[])).await;
        assert_eq!(kept_back(&seen), [[false; 2]; 2], "it tells of six sales: {seen:?}");
    }

    async fn x1_tenants_are_apart_and_strangers_see_nothing(engine) {
        let house = House::new(engine).await;
        customers_of(&house, "", "", 5).await;
        let elsewhere = house.token("elsewhere", "boss", Role::Administrator);
        let customers = query(&[Measure::Customers, Measure::CreatedCustomers], &[]);
        assert_eq!(total(&house.report_of(&elsewhere, customers.clone()).await), Some(0.0));
        let nobody = house.token("default", "nobody", Role::Sales);
        assert_eq!(total(&house.report_of(&nobody, customers.clone()).await), Some(0.0), "no member of staff");
        let mut reports = house.reports_of(&Bearer(Some("forged".into()))).await;
        let refused = reports.run_report(ask(customers)).await.unwrap_err();
        assert_problem(&refused, Code::Unauthenticated, ErrorReason::Unauthenticated.as_str_name());
    }
}
