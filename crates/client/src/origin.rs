//! The call in whose course another service is asked.

use conventions::TENANT_HEADER;
use conventions::language::Language;
use telemetry::TraceContext;
use tokio::time::Instant;
use tonic::Request;
use tonic::metadata::{Ascii, MetadataMap, MetadataValue};

/// Where the caller proves who it is.
const AUTHORIZATION: &str = "authorization";

/// The call in whose course another service is asked: in the name of its caller, within its time, in its trace.
#[derive(Clone, Debug, Default)]
pub struct Origin {
    /// What the caller proves itself with; none for a caller from this machine.
    pub authorization: Option<MetadataValue<Ascii>>,
    /// When its time is over; none is never.
    pub deadline: Option<Instant>,
    /// The trace that it belongs to.
    pub trace: Option<TraceContext>,
    /// The language in which the caller is told what went wrong.
    pub language: Language,
    /// The tenant that a service names; none for that of the caller.
    pub tenant: Option<MetadataValue<Ascii>>,
}

impl Origin {
    /// The origin of a call that came with this metadata.
    pub fn new(metadata: &MetadataMap, deadline: Option<Instant>, trace: Option<TraceContext>) -> Self {
        let authorization = metadata.get(AUTHORIZATION).cloned().map(|mut authorization| {
            authorization.set_sensitive(true);
            authorization
        });
        let tenant = metadata.get(TENANT_HEADER).cloned();
        Self { authorization, deadline, trace, language: Language::of(metadata), tenant }
    }

    /// The request that carries a message to another service.
    pub(crate) fn request<M>(&self, message: M) -> Request<M> {
        let mut request = Request::new(message);
        if let Some(deadline) = self.deadline {
            request.set_timeout(deadline.saturating_duration_since(Instant::now()));
        }
        let metadata = request.metadata_mut();
        if let Some(authorization) = &self.authorization {
            metadata.insert(AUTHORIZATION, authorization.clone());
        }
        if let Some(trace) = self.trace.and_then(|trace| trace.to_header().parse().ok()) {
            metadata.insert(TraceContext::HEADER, trace);
        }
        if let Some(tenant) = &self.tenant {
            metadata.insert(TENANT_HEADER, tenant.clone());
        }
        if let Ok(language) = self.language.tag().parse() {
            metadata.insert("accept-language", language);
        }
        request
    }
}
