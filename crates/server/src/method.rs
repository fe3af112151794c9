//! The methods that the contract has.

use std::collections::HashMap;
use std::sync::Arc;

use prost::Message;
use prost_types::FileDescriptorSet;
use telemetry::names;

use crate::ServerError;

/// A method, as far as the layers distinguish them.
#[derive(Clone, Debug)]
pub(crate) struct Method {
    /// The full name, such as `dossier.customer.v1.CustomerService/GetCustomer`.
    pub(crate) name: Arc<str>,
    /// Whether requests or responses are a stream.
    pub(crate) is_stream: bool,
}

/// All methods, by the path of their calls.
#[derive(Debug)]
pub(crate) struct Methods {
    by_name: HashMap<Arc<str>, Method>,
    other: Method,
}

impl Methods {
    /// The methods of these encoded descriptor sets.
    pub(crate) fn of(descriptor_sets: &[&[u8]]) -> Result<Self, ServerError> {
        let mut by_name = HashMap::new();
        for encoded in descriptor_sets {
            let set =
                FileDescriptorSet::decode(*encoded).map_err(|error| ServerError::Descriptors(error.to_string()))?;
            for file in &set.file {
                for service in &file.service {
                    for method in &service.method {
                        let name: Arc<str> = format!("{}.{}/{}", file.package(), service.name(), method.name()).into();
                        let is_stream = method.client_streaming() || method.server_streaming();
                        by_name.insert(name.clone(), Method { name, is_stream });
                    }
                }
            }
        }
        Ok(Self { by_name, other: Method { name: names::OTHER_METHOD.into(), is_stream: false } })
    }

    pub(crate) fn at(&self, path: &str) -> &Method {
        path.strip_prefix('/').and_then(|name| self.by_name.get(name)).unwrap_or(&self.other)
    }
}
