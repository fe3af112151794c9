//! A bare tonic server that answers each customer with itself: what a call costs before anything is done.

use std::convert::Infallible;
use std::future::{Ready, ready};
use std::net::SocketAddr;
use std::task::{Context, Poll};

use contracts::customer::v1::Customer;
use futures::future::BoxFuture;
use http::{Request, Response};
use tonic::body::Body;
use tonic::server::{Grpc, NamedService, UnaryService};
use tonic::transport::Server;
use tonic::transport::server::TcpIncoming;
use tonic_prost::ProstCodec;
use tower::Service;

use crate::Outcome;

/// The path of the method.
pub const PATH: &str = "/bench.Echo/Echo";

/// Answers calls at the address until the process is ended.
///
/// # Errors
/// The port cannot be had.
pub async fn serve(address: SocketAddr) -> Outcome<()> {
    let incoming = TcpIncoming::bind(address)?.with_nodelay(Some(true));
    let (_reporter, health) = tonic_health::server::health_reporter();
    Ok(Server::builder().add_service(EchoServer).add_service(health).serve_with_incoming(incoming).await?)
}

/// The service, as tonic would generate it.
#[derive(Clone)]
struct EchoServer;

impl NamedService for EchoServer {
    const NAME: &'static str = "bench.Echo";
}

impl Service<Request<Body>> for EchoServer {
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = BoxFuture<'static, Result<Response<Body>, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        Box::pin(async { Ok(Grpc::new(ProstCodec::default()).unary(Echo, request).await) })
    }
}

struct Echo;

impl UnaryService<Customer> for Echo {
    type Response = Customer;
    type Future = Ready<Result<tonic::Response<Customer>, tonic::Status>>;

    fn call(&mut self, request: tonic::Request<Customer>) -> Self::Future {
        ready(Ok(tonic::Response::new(request.into_inner())))
    }
}
