//! GetDormancyRule.

use access::Role;
use contracts::reminder::v1::GetDormancyRuleRequest;
use contracts::reminder::v1::dormancy_service_client::DormancyServiceClient;
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use crate::harness::{Callers, House, days, dormancy_rule};

on_both_engines! {
    async fn r5_everybody_of_the_tenant_reads_a_rule_and_nobody_else(engine) {
        let house = House::new(engine).await;
        let (_, li_na) = house.person("li.na", Role::Sales).await;
        let created = house.dormancy_rule(dormancy_rule("", days(90))).await;
        let get = GetDormancyRuleRequest { dormancy_rule_id: created.dormancy_rule_id.clone() };
        let mut hers = DormancyServiceClient::new(house.stub(li_na).await);
        assert_eq!(hers.get_dormancy_rule(get.clone()).await.unwrap().into_inner(), created);
        assert_eq!(house.reads_of(&created.dormancy_rule_id).await.len(), 1);
        let neighbour = house.token("neighbour", "admin", Role::Administrator);
        let mut theirs = DormancyServiceClient::new(house.stub(neighbour).await);
        assert_problem(&theirs.get_dormancy_rule(get).await.unwrap_err(), Code::NotFound, "NOT_FOUND");
    }
}
