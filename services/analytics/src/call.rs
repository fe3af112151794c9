//! A call of this service.

use access::Action;
use derive_more::{Deref, DerefMut, From};

use crate::Service;
use crate::error::Error;
use crate::store::audience::Audience;
use crate::store::tag::{self, Synonyms};

/// What an operation knows of the call that it answers, and what this service lets it do.
#[derive(Clone, Deref, DerefMut, From)]
pub struct Call(operation::Call<Service>);

impl Call {
    /// The customers on which the caller's roles allow an action.
    ///
    /// # Errors
    /// [`Error::PermissionDenied`] when they allow it on none.
    pub(crate) fn audience(&self, action: Action) -> Result<Audience, Error> {
        self.allow_on_some(action)?;
        Ok(Audience::new(&self.caller, self.scope(action)))
    }

    /// Which tags of the tenant mean the same.
    ///
    /// # Errors
    /// Those of the database.
    pub(crate) async fn tag_synonyms(&self) -> Result<Synonyms, Error> {
        Ok(tag::find_synonyms(self.service.database(), self.tenant()).await?)
    }

    /// Whether the caller's roles allow an action on some customers at all.
    ///
    /// # Errors
    /// [`Error::PermissionDenied`].
    pub(crate) fn allow_on_some(&self, action: Action) -> Result<(), Error> {
        self.scope(action).grants().next().map(drop).ok_or(Error::PermissionDenied)
    }
}
