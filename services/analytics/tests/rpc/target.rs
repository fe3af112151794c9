mod list;
mod set;

use contracts::analytics::v1 as wire;
use contracts::google::r#type::Money;
use wire::target_service_client::TargetServiceClient;

use crate::harness::{Bearer, House, Stub, day, money};

async fn targets_of(house: &House, bearer: &Bearer) -> TargetServiceClient<Stub> {
    TargetServiceClient::new(house.stub(bearer.clone()).await)
}

/// So many yuan that somebody is to sell for in a month of 2024.
pub(super) fn sales(staff_id: &str, month: i32, yuan: i64) -> wire::Target {
    wire::Target {
        staff_id: staff_id.into(),
        month: Some(day(2024, month, 1)),
        measure: wire::TargetMeasure::NetSales.into(),
        amount: Some(yuans(yuan)),
        ..wire::Target::default()
    }
}

fn yuans(yuan: i64) -> Money {
    money("CNY", yuan * 100)
}

fn request(target: wire::Target) -> wire::SetTargetRequest {
    wire::SetTargetRequest { target: Some(target), ..Default::default() }
}

/// Sets a target as the local administrator.
pub(super) async fn set(house: &House, target: wire::Target) -> wire::Target {
    targets_of(house, &Bearer(None)).await.set_target(request(target)).await.unwrap().into_inner()
}
