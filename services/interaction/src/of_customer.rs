//! The customer that a call is about: as the feed told, or else as the customer service says now.

use access::{Action, ClassSet};
use contracts::customer::v1::get_customer_request::Key;
use customers::Customer;

use crate::call::Call;
use crate::error::{CUSTOMERS, Error};

impl Call {
    /// The customer of an id or a number, of whose records the caller may do this, with the classes that come with it. Rights come
    /// before existence. What the feed told is enough to allow; a refusal is confirmed with the customer service.
    pub(crate) async fn customer(&self, key: &str, action: Action) -> Result<(Customer, ClassSet), Error> {
        let known = customers::find(self.service.database(), self.tenant(), key).await?;
        if let Some(known) = known
            && let Ok(classes) = self.allow(action, known.relations(&self.caller))
        {
            return Ok((known, classes));
        }
        let told = match self.ask_customer(key).await {
            Err(Error::PermissionDenied | Error::NotFound) => None,
            told => Some(told?),
        };
        let Some(told) = told else {
            self.allow_in_tenant(action)?;
            return Err(Error::NotFound);
        };
        let classes = self.allow(action, told.relations(&self.caller))?;
        Ok((told, classes))
    }

    /// As [`Call::customer`], of one that something is to be written about: it must be live.
    pub(crate) async fn live_customer(&self, key: &str, action: Action) -> Result<(Customer, ClassSet), Error> {
        let (mut customer, mut classes) = self.customer(key, action).await?;
        if customer.writable().is_err() {
            customer = self.ask_customer(key).await?;
            classes = self.allow(action, customer.relations(&self.caller))?;
        }
        customer.writable().map_err(|state| Error::State(CUSTOMERS, customer.id, state))?;
        Ok((customer, classes))
    }

    /// What the customer service says of a customer now, to this caller.
    async fn ask_customer(&self, key: &str) -> Result<Customer, Error> {
        self.ask_customer_by(Key::Customer(key.to_owned())).await
    }

    /// As [`Call::ask_customer`], by whatever the customer is known.
    pub(crate) async fn ask_customer_by(&self, key: Key) -> Result<Customer, Error> {
        Ok(customers::ask::customer(&self.service.customers, &self.origin, key).await?)
    }
}
