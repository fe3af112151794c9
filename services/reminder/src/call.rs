//! A call of this service.

use derive_more::{Deref, DerefMut, From};

use crate::Service;

/// What an operation knows of the call that it answers, and what this service lets it do.
#[derive(Clone, Deref, DerefMut, From)]
pub struct Call(operation::Call<Service>);
