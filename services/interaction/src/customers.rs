//! The customer that a call is about: as the feed told, or else as the customer service says now.

use access::{Action, Caller, ClassSet, RelationSet};
use contracts::customer::v1 as wire;
use contracts::customer::v1::customer_service_client::CustomerServiceClient;
use contracts::customer::v1::get_customer_request::Key;
use conventions::record_state::StateError;
use uuid::Uuid;

use crate::call::Call;
use crate::callers::refused;
use crate::error::{CUSTOMERS, Error};
use crate::store;

/// What this service knows of a customer.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Customer {
    /// The id.
    pub id: Uuid,
    /// Whether the record is live.
    pub state: CustomerState,
    /// Who is responsible; none in the pool.
    pub owner: Option<Uuid>,
    /// The owner's team.
    pub team: Option<Uuid>,
    /// Who works on it beside the owner.
    pub collaborators: Vec<Uuid>,
}

/// Whether a customer is live.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum CustomerState {
    /// In use.
    Active,
    /// Put away.
    Archived,
    /// Deleted.
    Deleted,
    /// Without its personal part.
    Erased,
}

impl Customer {
    /// How a caller stands to the customer, and so to all that happened with it.
    pub fn relations(&self, caller: &Caller) -> RelationSet {
        caller.relations_to(self.owner, &self.collaborators, self.team)
    }

    /// Whether something may be written about it.
    fn writable(&self) -> Result<(), StateError> {
        match self.state {
            CustomerState::Active => Ok(()),
            CustomerState::Archived => Err(StateError::Archived),
            CustomerState::Deleted => Err(StateError::Deleted),
            CustomerState::Erased => Err(StateError::Erased),
        }
    }
}

impl CustomerState {
    const ALL: [(Self, &'static str); 4] =
        [(Self::Active, "active"), (Self::Archived, "archived"), (Self::Deleted, "deleted"), (Self::Erased, "erased")];

    /// The word that is stored.
    pub fn code(self) -> &'static str {
        Self::ALL.iter().find(|(state, _)| *state == self).map_or("", |(_, code)| code)
    }

    /// The state of a stored word.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == code).map(|(state, _)| *state)
    }

    /// The state that the customer service tells.
    pub fn told(state: i32) -> Option<Self> {
        match wire::CustomerState::try_from(state) {
            Ok(wire::CustomerState::Active) => Some(Self::Active),
            Ok(wire::CustomerState::Archived) => Some(Self::Archived),
            Ok(wire::CustomerState::Deleted) => Some(Self::Deleted),
            // What was purged was erased with it.
            Ok(wire::CustomerState::Erased | wire::CustomerState::Purged) => Some(Self::Erased),
            Ok(wire::CustomerState::Unspecified) | Err(_) => None,
        }
    }
}

impl Call {
    /// The customer of an id or a number, of whose records the caller may do this, with the classes that come with it. Rights come
    /// before existence. What the feed told is enough to allow; a refusal is confirmed with the customer service.
    pub(crate) async fn customer(&self, key: &str, action: Action) -> Result<(Customer, ClassSet), Error> {
        let known = store::customer::find(self.service.database(), self.tenant(), key).await?;
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
        let request = wire::GetCustomerRequest { key: Some(key), as_of: None };
        let ask = |channel, request| async move { CustomerServiceClient::new(channel).get_customer(request).await };
        let told = self.service.customers.ask(&self.origin, request, ask).await;
        let told = told.map_err(|status| refused(&status))?;
        let malformed = || Error::Internal("the customer service answered a customer that is none");
        Ok(Customer {
            id: Uuid::try_parse(&told.customer_id).map_err(|_| malformed())?,
            state: CustomerState::told(told.state).ok_or_else(malformed)?,
            owner: Uuid::try_parse(&told.owner).ok(),
            team: Uuid::try_parse(&told.team).ok(),
            collaborators: told.collaborators.iter().filter_map(|id| Uuid::try_parse(id).ok()).collect(),
        })
    }
}
