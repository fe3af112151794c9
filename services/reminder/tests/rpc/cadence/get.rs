//! GetCadence.

use access::Role;
use contracts::reminder::v1::GetCadenceRequest;
use contracts::reminder::v1::cadence_service_client::CadenceServiceClient;
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use crate::harness::{Callers, House, cadence, days};

on_both_engines! {
    async fn r4_everybody_of_the_tenant_reads_a_cadence_and_nobody_else(engine) {
        let house = House::new(engine).await;
        let (_, li_na) = house.person("li.na", Role::Sales).await;
        let created = house.cadence(cadence("intent", "", days(7))).await;
        let get = GetCadenceRequest { cadence_id: created.cadence_id.clone() };
        let mut hers = CadenceServiceClient::new(house.stub(li_na).await);
        assert_eq!(hers.get_cadence(get.clone()).await.unwrap().into_inner(), created);
        assert_eq!(house.reads_of(&created.cadence_id).await.len(), 1);
        let neighbour = house.token("neighbour", "admin", Role::Administrator);
        let mut theirs = CadenceServiceClient::new(house.stub(neighbour).await);
        assert_problem(&theirs.get_cadence(get).await.unwrap_err(), Code::NotFound, "NOT_FOUND");
    }
}
