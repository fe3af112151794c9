//! What a server answers.

use std::convert::Infallible;

use tonic::body::Body;
use tonic::codegen::http::{Request, Response};
use tonic::server::NamedService;
use tonic::service::Routes;
use tonic_health::pb::health_server::{Health, HealthServer};
use tower::Service;

use crate::ServerError;
use crate::method::Methods;

/// The generated services of a process, and the contract that they are of.
#[derive(Debug)]
pub struct Services {
    descriptor_set: &'static [u8],
    names: Vec<&'static str>,
    routes: Routes,
}

impl Services {
    /// No services yet, of the contract whose encoded `FileDescriptorSet` this is, with
    /// `google/rpc/error_details.proto` in it, so that reflection clients can print the details of errors.
    pub fn new(descriptor_set: &'static [u8]) -> Self {
        Self { descriptor_set, names: Vec::new(), routes: Routes::default() }
    }

    /// Adds a generated service, which has its limits from [`limited!`](crate::limited).
    #[must_use]
    pub fn with<S>(mut self, service: S) -> Self
    where
        S: Service<Request<Body>, Response = Response<Body>, Error = Infallible> + NamedService,
        S: Clone + Send + Sync + 'static,
        S::Future: Send + 'static,
    {
        self.names.push(S::NAME);
        self.routes = self.routes.add_service(service);
        self
    }

    /// The full names of the services added.
    pub fn names(&self) -> &[&'static str] {
        &self.names
    }

    pub(crate) fn into_routes(self) -> Routes {
        self.routes.prepare()
    }

    /// The methods that calls are known by, those of health and reflection among them.
    pub(crate) fn methods(&self) -> Result<Methods, ServerError> {
        Methods::of(&[
            self.descriptor_set,
            tonic_health::pb::FILE_DESCRIPTOR_SET,
            tonic_reflection::pb::v1::FILE_DESCRIPTOR_SET,
            tonic_reflection::pb::v1alpha::FILE_DESCRIPTOR_SET,
        ])
    }

    /// Health, and reflection in both versions. Reflection lists the services added and health, and resolves every file
    /// of the contract with its custom options.
    pub(crate) fn open_routes<H: Health>(&self, health: HealthServer<H>) -> Result<Routes, ServerError> {
        let reflection = || {
            let builder = tonic_reflection::server::Builder::configure()
                .register_encoded_file_descriptor_set(self.descriptor_set)
                .register_encoded_file_descriptor_set(tonic_health::pb::FILE_DESCRIPTOR_SET)
                .with_service_name(<HealthServer<H> as NamedService>::NAME);
            self.names.iter().fold(builder, |builder, &name| builder.with_service_name(name))
        };
        let broken = |error: tonic_reflection::server::Error| ServerError::Descriptors(error.to_string());
        Ok(Routes::new(health)
            .add_service(reflection().build_v1().map_err(broken)?)
            .add_service(reflection().build_v1alpha().map_err(broken)?)
            .prepare())
    }
}
