//! GetCustomField.

use access::Role;
use contracts::customer::v1::{ErrorReason, GetCustomFieldRequest};
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use super::{field, given, text};
use crate::harness::House;

on_both_engines! {
    async fn everybody_of_the_tenant_reads_the_dictionary_and_nobody_else(engine) {
        let house = House::new(engine).await;
        let created = given(&house, field("plate", text())).await;
        let get = || GetCustomFieldRequest { field_id: "plate".into() };
        for role in [Role::Sales, Role::Service, Role::Finance, Role::System] {
            let mut client = house.fields_of(house.token("default", "li.na", role)).await;
            assert_eq!(client.get_custom_field(get()).await.unwrap().into_inner(), created);
        }
        let mut elsewhere = house.fields_of(house.token("elsewhere", "li.na", Role::Administrator)).await;
        let refused = elsewhere.get_custom_field(get()).await.unwrap_err();
        assert_problem(&refused, Code::NotFound, ErrorReason::NotFound.as_str_name());
    }
}
