//! What a service keeps of the customers that the customer service tells of, and whom it asks before it refuses for it.
//!
//! The feed of the customer service is kept as a small [`Customer`] for each ([`Customers`] is the projection). What it says is enough to
//! allow; a refusal that rests on it is first confirmed with the customer service itself ([`ask`]), so that what a caller just did
//! elsewhere is never held against it. Who a caller is among the staff, the customer service says too ([`Callers`]).

pub mod ask;
mod callers;
mod customer;
pub mod entity;
mod neighbours;
mod projection;
mod succession;
mod table;
mod with_interactions;

pub use callers::Callers;
pub use customer::{Customer, CustomerState};
pub use neighbours::{Neighbours, NeighboursError};
pub use projection::Customers;
pub use succession::succession;
pub use table::{create_tables, find, find_many};
pub use with_interactions::WithInteractions;
