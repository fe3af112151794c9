//! The generated code of the contract, its descriptor set and its validation.

pub mod resource;
pub mod validation;

#[allow(missing_docs, unreachable_pub, unused_qualifications, clippy::all, rustdoc::all)]
mod generated {
    include!(concat!(env!("OUT_DIR"), "/packages.rs"));
}

pub use generated::dossier::*;

/// The published types of Google that the contract uses.
pub mod google {
    pub use tonic_types::pb as rpc;

    pub use crate::generated::google::r#type;
}

/// Every file of the contract with its imports, comments and custom options, as an encoded
/// `google.protobuf.FileDescriptorSet`. Includes `google/rpc/error_details.proto`, without which reflection
/// clients cannot print the details of an error.
pub const DESCRIPTOR_SET: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/descriptor_set.bin"));
