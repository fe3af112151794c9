//! The bytes that stand for what a request asks.

use prost::Name;

/// The full name of the message and its encoding: the same for the same request, other for any other, also for one of
/// another method that happens to have the same fields. Generated code keeps maps in order, so the encoding is one.
pub(crate) fn of<R: Name>(request: &R) -> Vec<u8> {
    let mut bytes = R::full_name().into_bytes();
    bytes.push(0);
    bytes.extend(request.encode_to_vec());
    bytes
}
