//! The service on a socket of its own, and callers of all roles.

pub use house::{Addresses, Bearer, Stub, company, create, fields, get, phone_number};

/// The customer service alone.
pub type House = house::House<house::Nobody>;
