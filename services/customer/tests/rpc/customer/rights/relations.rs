//! With owners, collaborators and teams by chance, what a list shows is what each row is decided to be (X1 to X3).

use std::collections::BTreeMap;

use access::Role;
use contracts::customer::v1 as wire;
use contracts::customer::v1::customer_result::Outcome;
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng, rngs::StdRng};
use testkit::on_both_engines;

use crate::harness::{House, company};
use crate::rpc::ownership::add;

const CUSTOMERS: usize = 60;
const SUBJECTS: [&str; 4] = ["li", "chen", "wang", "zhao"];

on_both_engines! {
    async fn x1_with_owners_and_collaborators_by_chance_who_is_listed_is_who_can_be_read(engine) {
        let house = House::new(engine).await;
        let mut random = StdRng::seed_from_u64(20_240_520);
        let mut staff = Vec::new();
        for subject in SUBJECTS {
            staff.push(house.employ(subject).await);
        }
        let (mut ids, mut shared) = (Vec::new(), 0);
        for number in 0..CUSTOMERS {
            let owner = staff.choose(&mut random).filter(|_| random.random_bool(0.7));
            let owner = owner.map(|staff| staff.staff_id.clone()).unwrap_or_default();
            let customer = house.given(wire::Customer { owner: owner.clone(), ..company(&format!("第{number}"), "13912345678") }).await;
            for other in staff.iter().filter(|staff| staff.staff_id != owner) {
                if random.random_bool(0.25) {
                    house.ownership().await.add_collaborator(add(&customer, other)).await.unwrap();
                    shared += 1;
                }
            }
            ids.push(customer.customer_id);
        }
        assert!(shared > 20, "too few to show anything: {shared}");
        let mut seen = 0;
        for subject in SUBJECTS {
            for role in [Role::Administrator, Role::Sales, Role::Service, Role::Finance] {
                let mut customers = house.customers_of(house.token("default", subject, role)).await;
                let list = wire::ListCustomersRequest { page_size: 1_000, ..Default::default() };
                let listed = customers.list_customers(list).await.unwrap().into_inner().customers;
                let batch = wire::BatchGetCustomersRequest { customers: ids.clone(), as_of: None };
                let results = customers.batch_get_customers(batch).await.unwrap().into_inner().results;
                let read = results.into_iter().filter_map(|result| match result.outcome.unwrap() {
                    Outcome::Customer(customer) => Some(customer),
                    Outcome::Error(_) => None,
                });
                let by_id = |customer: wire::Customer| (customer.customer_id.clone(), customer);
                let read: BTreeMap<_, _> = read.map(by_id).collect();
                assert_eq!(listed.into_iter().map(by_id).collect::<BTreeMap<_, _>>(), read, "{subject} {role:?}");
                seen += read.len();
            }
        }
        let all = CUSTOMERS * SUBJECTS.len() * 4;
        assert!((all / 4..all).contains(&seen), "too uniform to show anything: {seen}");
    }
}
