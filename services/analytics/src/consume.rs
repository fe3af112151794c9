//! What this service makes of what others tell.

mod customer;

pub(crate) use customer::Customers;
