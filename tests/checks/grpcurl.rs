//! What `grpcurl` does: it knows of a server only what that tells by reflection.

use std::collections::HashSet;

use prost::Message;
use prost_reflect::{DescriptorPool, DynamicMessage, MessageDescriptor, MethodDescriptor};
use prost_types::FileDescriptorProto;
use tonic::Status;
use tonic::client::Grpc;
use tonic::codec::{Codec, DecodeBuf, Decoder, EncodeBuf, Encoder};
use tonic::transport::Channel;
use tonic_reflection::pb::v1::ServerReflectionRequest;
use tonic_reflection::pb::v1::server_reflection_client::ServerReflectionClient;
use tonic_reflection::pb::v1::server_reflection_request::MessageRequest;
use tonic_reflection::pb::v1::server_reflection_response::MessageResponse;

/// Why a command was not answered, or said nothing.
pub type Problem = Box<dyn std::error::Error>;

/// Runs a command with these words behind `grpcurl -plaintext`, with the server behind `channel` in the place of `address`.
pub async fn run(words: &[&str], address: &str, channel: Channel) -> Result<(), Problem> {
    let (words, body) = match words {
        ["-d", body, words @ ..] => (words, *body),
        words => (words, "{}"),
    };
    match words {
        [at, ..] if *at != address => Err(format!("{at} is not where the server listens").into()),
        [_, "list"] => list(channel).await,
        [_, "list" | "describe", symbol] => contract(symbol, &channel).await.map(drop),
        [_, method] => call(method, body, channel).await,
        _ => Err("this test does not know such a command".into()),
    }
}

async fn list(channel: Channel) -> Result<(), Problem> {
    match reflect(MessageRequest::ListServices(String::new()), &channel).await? {
        MessageResponse::ListServicesResponse(list) if !list.service.is_empty() => Ok(()),
        other => Err(format!("{other:?}").into()),
    }
}

/// Calls a method with one message, whether it takes one or many, and reads its answers to their end.
async fn call(method: &str, body: &str, channel: Channel) -> Result<(), Problem> {
    let (service, name) = method.split_once('/').ok_or("a method is written SERVICE/METHOD")?;
    let contract = contract(service, &channel).await?;
    let service = contract.get_service_by_name(service).ok_or("there is no such service")?;
    let method = service.methods().find(|method| method.name() == name).ok_or("there is no such method")?;
    let mut json = serde_json::Deserializer::from_str(body);
    let message = DynamicMessage::deserialize(method.input(), &mut json)?;
    json.end()?;
    let last = answers(method, message, channel).await?.pop().ok_or("it answered nothing")?;
    if last.fields().next().is_none() {
        return Err("it answered a message without a field".into());
    }
    Ok(())
}

async fn answers(
    method: MethodDescriptor,
    message: DynamicMessage,
    channel: Channel,
) -> Result<Vec<DynamicMessage>, Problem> {
    let path = format!("/{}/{}", method.parent_service().full_name(), method.name()).parse()?;
    let mut client = Grpc::new(channel);
    client.ready().await?;
    let request = tonic::Request::new(tokio_stream::once(message));
    let mut stream = client.streaming(request, path, Dynamic(method.output())).await?.into_inner();
    let mut answers = Vec::new();
    while let Some(answer) = stream.message().await? {
        answers.push(answer);
    }
    Ok(answers)
}

/// The file in which the symbol is, and all that it stands on.
async fn contract(symbol: &str, channel: &Channel) -> Result<DescriptorPool, Problem> {
    let mut wanted = vec![MessageRequest::FileContainingSymbol(symbol.to_owned())];
    let mut known = HashSet::new();
    let mut files = Vec::new();
    while let Some(request) = wanted.pop() {
        let MessageResponse::FileDescriptorResponse(response) = reflect(request, channel).await? else {
            return Err("the server answered no file".into());
        };
        for file in response.file_descriptor_proto {
            let file = FileDescriptorProto::decode(file.as_slice())?;
            if known.insert(file.name().to_owned()) {
                wanted.extend(file.dependency.iter().cloned().map(MessageRequest::FileByFilename));
                files.push(file);
            }
        }
    }
    let mut contract = DescriptorPool::new();
    contract.add_file_descriptor_protos(files)?;
    Ok(contract)
}

async fn reflect(request: MessageRequest, channel: &Channel) -> Result<MessageResponse, Problem> {
    let request = ServerReflectionRequest { host: String::new(), message_request: Some(request) };
    let mut client = ServerReflectionClient::new(channel.clone());
    let mut responses = client.server_reflection_info(tokio_stream::once(request)).await?.into_inner();
    let response = responses.message().await?.and_then(|response| response.message_response);
    match response.ok_or("reflection answered nothing")? {
        MessageResponse::ErrorResponse(error) => Err(error.error_message.into()),
        response => Ok(response),
    }
}

/// Messages known by their descriptors alone; this is the one of answers.
struct Dynamic(MessageDescriptor);

impl Codec for Dynamic {
    type Encode = DynamicMessage;
    type Decode = DynamicMessage;
    type Encoder = Self;
    type Decoder = Self;

    fn encoder(&mut self) -> Self {
        Self(self.0.clone())
    }

    fn decoder(&mut self) -> Self {
        Self(self.0.clone())
    }
}

impl Encoder for Dynamic {
    type Item = DynamicMessage;
    type Error = Status;

    fn encode(&mut self, message: DynamicMessage, buffer: &mut EncodeBuf<'_>) -> Result<(), Status> {
        message.encode(buffer).map_err(|error| Status::internal(error.to_string()))
    }
}

impl Decoder for Dynamic {
    type Item = DynamicMessage;
    type Error = Status;

    fn decode(&mut self, buffer: &mut DecodeBuf<'_>) -> Result<Option<DynamicMessage>, Status> {
        let message = DynamicMessage::decode(self.0.clone(), buffer);
        message.map(Some).map_err(|error| Status::internal(error.to_string()))
    }
}
