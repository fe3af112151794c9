//! What a caller may write of a resource.

/// A message with an etag: a record that callers create and update.
pub trait Resource {
    /// The fields that are not output only, by the names and in the order of the contract.
    const WRITABLE: &'static [&'static str];

    /// Those of them that are set on create and keep their value from then on.
    const IMMUTABLE: &'static [&'static str];

    /// Those of the writable fields that are maps of messages, whose entries are changed each for itself.
    const MAPS: &'static [&'static str];

    /// The keys in one of these maps.
    fn keys(&self, map: &str) -> Vec<&str>;

    /// The writable fields that hold something: not empty, not zero, not absent.
    fn populated(&self) -> Vec<&'static str>;
}

#[allow(clippy::all)]
mod generated {
    use super::Resource;

    include!(concat!(env!("OUT_DIR"), "/resources.rs"));
}
