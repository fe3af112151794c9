//! How a caller stands to a task or a reminder: as the one who has to do it, as one who watches it, and as to the customer that it is
//! about.

use access::{Action, ClassSet, Decision, RelationSet, Scope};
use contracts::customer::v1::get_customer_request::Key;
use customers::Customer;
use uuid::Uuid;

use crate::call::Call;
use crate::error::{CUSTOMERS, Error};
use crate::rpc::fields::reference;

/// Whose it is, and about whom.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Concern<'a> {
    /// Who has to do it.
    pub assignee: Option<Uuid>,
    /// Who is told of it too.
    pub watchers: &'a [Uuid],
    /// The customer that it is about.
    pub customer: Option<Uuid>,
}

impl Call {
    /// The classes that come with an action on a record of this concern. What the feed told of its customer is enough to allow; a
    /// refusal is confirmed with the customer service.
    ///
    /// # Errors
    /// [`Error::PermissionDenied`].
    pub(crate) async fn allow_on(&self, action: Action, concern: Concern<'_>) -> Result<ClassSet, Error> {
        let relations = self.relations(concern).await?;
        match (self.allow(action, relations), concern.customer) {
            (Err(Error::PermissionDenied), Some(customer)) => match self.ask_customer(customer).await {
                Ok(told) => self.allow(action, relations | told.relations(&self.caller)),
                Err(Error::NotFound) => Err(Error::PermissionDenied),
                Err(error) => Err(error),
            },
            (allowed, _) => allowed,
        }
    }

    /// The classes that come with a record of a list, if any do; what the feed told of its customer decides.
    pub(crate) async fn listed(&self, scope: Scope, concern: Concern<'_>) -> Result<Option<ClassSet>, Error> {
        Ok(match scope.decide(self.relations(concern).await?) {
            Decision::Allowed(classes) => Some(classes),
            Decision::Denied => None,
        })
    }

    /// The classes that come with making a record for somebody (the caller, when nobody is named) about a customer, who must be live.
    ///
    /// # Errors
    /// [`Error::PermissionDenied`]; [`Error::NotFound`] when there is no such customer; [`Error::State`] when it is not live.
    pub(crate) async fn allow_making(&self, assignee: &str, customer: &str) -> Result<ClassSet, Error> {
        let assignee = reference(assignee).or(self.caller.staff.as_ref().map(|staff| staff.id));
        let customer = reference(customer);
        if let Some(customer) = customer {
            let told = match customers::find(self.service.database(), self.tenant(), &customer.to_string()).await? {
                Some(told) if told.writable().is_ok() && !self.is_stranger_to(&told) => told,
                Some(_) | None => self.ask_customer(customer).await?,
            };
            told.writable().map_err(|state| Error::State(CUSTOMERS, customer, state))?;
        }
        self.allow_on(Action::WriteTasks, Concern { assignee, watchers: &[], customer }).await
    }

    async fn relations(&self, concern: Concern<'_>) -> Result<RelationSet, Error> {
        let own = self.caller.relations_to(concern.assignee, concern.watchers, None);
        let Some(customer) = concern.customer else { return Ok(own) };
        let told = customers::find(self.service.database(), self.tenant(), &customer.to_string()).await?;
        Ok(told.map_or(own, |told| own | told.relations(&self.caller)))
    }

    fn is_stranger_to(&self, customer: &Customer) -> bool {
        self.allow(Action::View, customer.relations(&self.caller)).is_err()
    }

    /// What the customer service says of a customer now, to this caller.
    async fn ask_customer(&self, customer: Uuid) -> Result<Customer, Error> {
        let key = Key::Customer(customer.to_string());
        Ok(customers::ask::customer(&self.service.customers, &self.origin, key).await?)
    }
}
