//! What is made of the feeds of other services.

mod customer;
mod interaction;

pub(crate) use customer::CustomersAndTenants;
pub(crate) use interaction::NextStepsAndContacts;
