//! Reflection, in both versions.

use prost::Message;
use prost_types::FileDescriptorProto;
use tokio_stream::StreamExt;

use crate::house::House;

/// The services that the test server answers, besides reflection itself.
const SERVICES: [&str; 4] = [
    "dossier.customer.v1.ImportService",
    "dossier.customer.v1.TenantService",
    "dossier.journal.v1.JournalService",
    "grpc.health.v1.Health",
];

macro_rules! in_version {
    ($version:ident) => {
        mod $version {
            use tonic_reflection::pb::$version::ServerReflectionRequest;
            use tonic_reflection::pb::$version::server_reflection_client::ServerReflectionClient;
            use tonic_reflection::pb::$version::server_reflection_request::MessageRequest;
            use tonic_reflection::pb::$version::server_reflection_response::MessageResponse;

            use super::*;

            async fn ask(house: &House, question: MessageRequest) -> MessageResponse {
                let request = ServerReflectionRequest { host: String::new(), message_request: Some(question) };
                let mut reflection = ServerReflectionClient::with_origin(house.connection(), house.uri());
                let answers = reflection.server_reflection_info(tokio_stream::iter([request])).await.unwrap();
                answers.into_inner().next().await.unwrap().unwrap().message_response.unwrap()
            }

            #[tokio::test]
            async fn lists_the_services_that_are_served() {
                let house = House::with(&[]).await;
                let MessageResponse::ListServicesResponse(listed) =
                    ask(&house, MessageRequest::ListServices(String::new())).await
                else {
                    panic!("no list")
                };
                let mut names: Vec<String> = listed.service.into_iter().map(|service| service.name).collect();
                names.sort();
                assert_eq!(names, SERVICES);
            }

            #[tokio::test]
            async fn resolves_the_details_of_errors_and_the_files_of_the_contract() {
                let house = House::with(&[]).await;
                for (symbol, file) in [
                    ("google.rpc.BadRequest", "google/rpc/error_details.proto"),
                    ("google.rpc.Status", "google/rpc/status.proto"),
                    ("dossier.customer.v1.TenantService", "dossier/customer/v1/tenant_service.proto"),
                    ("grpc.health.v1.Health", "health.proto"),
                ] {
                    let MessageResponse::FileDescriptorResponse(found) =
                        ask(&house, MessageRequest::FileContainingSymbol(symbol.to_owned())).await
                    else {
                        panic!("{symbol} is not resolved")
                    };
                    let found = FileDescriptorProto::decode(&*found.file_descriptor_proto[0]).unwrap();
                    assert_eq!(found.name(), file);
                }
            }
        }
    };
}

in_version!(v1);
in_version!(v1alpha);
