//! BatchGetCustomers.

use contracts::customer::v1 as wire;
use contracts::customer::v1::customer_result::Outcome;
use contracts::customer::v1::{BatchGetCustomersRequest, ErrorReason};
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use super::{as_status, request_id, update};
use crate::harness::{House, company, fields};

on_both_engines! {
    async fn each_is_answered_in_order_and_what_is_not_there_fails_alone(engine) {
        let house = House::new(engine).await;
        let first = house.given(company("甲公司", "13912345678")).await;
        let second = house.given(company("乙公司", "13912345679")).await;
        let asked = [&second.customer_number, &request_id(5), &first.customer_id, "客户", &second.customer_id];
        let request = BatchGetCustomersRequest { customers: asked.map(|key| key.to_owned()).to_vec(), as_of: None };
        let results = house.customers().await.batch_get_customers(request).await.unwrap().into_inner().results;
        let outcomes: Vec<_> = results.into_iter().map(|result| result.outcome.unwrap()).collect();
        let expected = [(0, &second), (2, &first), (4, &second)];
        for (index, customer) in expected {
            assert_eq!(outcomes[index], Outcome::Customer(customer.clone()), "{index}");
        }
        let missing = as_status(&outcomes[1]);
        assert_problem(&missing, Code::NotFound, ErrorReason::NotFound.as_str_name());
        let malformed = as_status(&outcomes[3]);
        assert_problem(&malformed, Code::InvalidArgument, ErrorReason::InvalidFields.as_str_name());
        assert_eq!(fields(&malformed), ["customer"]);
    }

    async fn c48_all_are_read_as_of_one_time(engine) {
        let house = House::new(engine).await;
        let first = house.given(company("甲公司", "13912345678")).await;
        house.clock.advance(1_000_000);
        let time = conventions::time::to_timestamp(house.clock.now());
        house.clock.advance(1_000_000);
        let sent = wire::Customer { registered_name: "丙公司".into(), ..first.clone() };
        house.customers().await.update_customer(update(sent, &[])).await.unwrap();
        let second = house.given(company("乙公司", "13912345679")).await;
        let customers = vec![first.customer_id.clone(), second.customer_id];
        let request = BatchGetCustomersRequest { customers, as_of: Some(time) };
        let results = house.customers().await.batch_get_customers(request).await.unwrap().into_inner().results;
        assert_eq!(results[0].outcome, Some(Outcome::Customer(first)));
        let not_yet = as_status(results[1].outcome.as_ref().unwrap());
        assert_problem(&not_yet, Code::NotFound, ErrorReason::NotFound.as_str_name());
    }

    async fn none_and_more_than_a_thousand_are_refused(engine) {
        let house = House::new(engine).await;
        for count in [0, 1_001] {
            let customers = vec!["C20240520001".to_owned(); count];
            let request = BatchGetCustomersRequest { customers, as_of: None };
            let refused = house.customers().await.batch_get_customers(request).await.unwrap_err();
            assert_problem(&refused, Code::InvalidArgument, ErrorReason::InvalidFields.as_str_name());
            assert_eq!(fields(&refused), ["customers"]);
        }
    }
}
