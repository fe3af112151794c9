//! A call of this service.

use std::ops::{Deref, DerefMut};

use crate::Service;

/// What an operation knows of the call that it answers, and what this service lets it do.
#[derive(Clone)]
pub struct Call(operation::Call<Service>);

impl From<operation::Call<Service>> for Call {
    fn from(call: operation::Call<Service>) -> Self {
        Self(call)
    }
}

impl Deref for Call {
    type Target = operation::Call<Service>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl DerefMut for Call {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.0
    }
}
