//! A disk that is full while a writer writes, and then has space again.

use contracts::customer::v1::customer_service_client::CustomerServiceClient;
use contracts::customer::v1::{CreateCustomerRequest, ErrorReason};
use testkit::{Engine, assert_problem};
use tonic::Code;

use super::model::{self, Writer};
use crate::process::{Ground, Process};

#[test]
fn on_a_full_disk_what_is_there_is_read_and_writing_goes_on_when_there_is_space() {
    testkit::run(async {
        let ground = Ground::fresh(Engine::Sqlite).await;
        let process = Process::start_on_a_small_disk(&ground);
        let mut writer = Writer::default();
        writer.write(process.channel().await).await;

        let request = CreateCustomerRequest { customer: Some(model::customer(1)), ..Default::default() };
        let refused = CustomerServiceClient::new(process.channel().await).create_customer(request).await.unwrap_err();
        assert_problem(&refused, Code::Unavailable, ErrorReason::StorageUnavailable.as_str_name());
        assert!(refused.message().contains("disk"), "{refused:?}");
        assert!(writer.check(process.channel().await).await > 0, "all was refused");

        process.limit_files(None);
        writer.ask_again(process.channel().await).await;
        let expected = writer.check(process.channel().await).await;
        assert_eq!(model::count(process.channel().await).await, expected, "a customer too many");
        model::verify(process.channel().await).await;
        process.kill();

        let process = Process::start(&ground);
        assert_eq!(writer.check(process.channel().await).await, expected);
    });
}
