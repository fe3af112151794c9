//! Records of a newer release.

use contracts::customer::v1::ErrorReason;
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use crate::harness::{House, company, create, get};

on_both_engines! {
    async fn a_record_that_a_newer_release_wrote_is_neither_answered_nor_overwritten(engine) {
        let house = House::new(engine).await;
        let mut customers = house.customers().await;
        let created = customers.create_customer(create(company("甲公司", "13912345678"))).await.unwrap().into_inner();
        let (addresses, clock) = house.close().await;
        {
            let address = addresses.records.parse().unwrap();
            let records = database::Database::connect(&address, database::Connections::default()).await.unwrap();
            let mut transaction = records.begin().await.unwrap();
            transaction.execute("UPDATE customer SET schema = 2", Vec::new()).await.unwrap();
            transaction.commit().await.unwrap();
            records.close().await;
        }
        let house = House::open(addresses, clock).await;
        let mut customers = house.customers().await;
        let refused = customers.get_customer(get(&created.customer_id)).await.unwrap_err();
        assert_problem(&refused, Code::Unavailable, ErrorReason::SchemaNewer.as_str_name());
        let change = contracts::customer::v1::ChangeStageRequest {
            customer: created.customer_id,
            stage: "intent".into(),
            ..Default::default()
        };
        let refused = customers.change_stage(change).await.unwrap_err();
        assert_problem(&refused, Code::Unavailable, ErrorReason::SchemaNewer.as_str_name());
    }
}
