//! Calls that create and change customers: each has a body of its own.

use std::collections::VecDeque;

use bytes::Bytes;
use contracts::customer::v1::customer_service_client::CustomerServiceClient;
use contracts::customer::v1::{
    BatchCreateCustomersRequest, BatchGetCustomersRequest, CreateCustomerRequest, Customer, UpdateCustomerRequest,
    customer_result,
};
use prost::Message;
use prost_types::FieldMask;

use super::Workload;
use crate::Outcome;
use crate::data::Customers;
use crate::framing::framed;
use crate::interactions::Interactions;
use crate::target::Target;

/// Customers in a BatchCreate.
const BATCH: usize = 100;
/// Customers that are updated in turn.
const UPDATED: usize = 10_000;
/// Customers in a BatchGet.
const READ_AT_ONCE: usize = 1_000;

/// CreateCustomer.
pub(super) struct Creates<'a>(pub(super) &'a mut Customers);

impl Workload for Creates<'_> {
    fn path(&self) -> &'static str {
        "/dossier.customer.v1.CustomerService/CreateCustomer"
    }

    fn next(&mut self) -> Outcome<Bytes> {
        Ok(framed(&create(self.0)))
    }

    fn accept(&mut self, answer: Bytes) -> Result<(), String> {
        Revision::read(answer).map(|_| ())
    }
}

/// BatchCreateCustomers.
pub(super) struct BatchCreates<'a>(pub(super) &'a mut Customers);

impl Workload for BatchCreates<'_> {
    fn path(&self) -> &'static str {
        "/dossier.customer.v1.CustomerService/BatchCreateCustomers"
    }

    fn next(&mut self) -> Outcome<Bytes> {
        Ok(framed(&BatchCreateCustomersRequest { requests: (0..BATCH).map(|_| create(self.0)).collect() }))
    }

    fn accept(&mut self, answer: Bytes) -> Result<(), String> {
        let results = Results::decode(answer).map_err(|error| error.to_string())?.results;
        let created = results.iter().filter(|result| result.customer.is_some()).count();
        if created == BATCH { Ok(()) } else { Err(format!("only {created} of {BATCH} customers were created")) }
    }
}

/// UpdateCustomer, each with the etag that the answer before gave.
pub(super) struct Updates<'a> {
    revisions: VecDeque<Revision>,
    customers: &'a mut Customers,
}

impl<'a> Updates<'a> {
    pub(super) async fn new(target: &Target, ids: &[String], customers: &'a mut Customers) -> Outcome<Self> {
        let mut client = CustomerServiceClient::new(target.connect().await?);
        let mut revisions = VecDeque::new();
        for ids in ids.iter().take(UPDATED).collect::<Vec<_>>().chunks(READ_AT_ONCE) {
            let customers = ids.iter().map(|&id| id.clone()).collect();
            let request = BatchGetCustomersRequest { customers, as_of: None };
            for result in client.batch_get_customers(request).await?.into_inner().results {
                match result.outcome {
                    Some(customer_result::Outcome::Customer(Customer { customer_id, etag, .. })) => {
                        revisions.push_back(Revision { customer_id, etag });
                    }
                    other => return Err(format!("a customer that was loaded cannot be read: {other:?}").into()),
                }
            }
        }
        Ok(Self { revisions, customers })
    }
}

impl Workload for Updates<'_> {
    fn path(&self) -> &'static str {
        "/dossier.customer.v1.CustomerService/UpdateCustomer"
    }

    fn next(&mut self) -> Outcome<Bytes> {
        let Revision { customer_id, etag } = self.revisions.pop_front().ok_or("every update was refused")?;
        let (level, remarks) = (self.customers.level(), self.customers.remark());
        let customer = Customer { customer_id, etag, level, remarks, ..Customer::default() };
        Ok(framed(&UpdateCustomerRequest {
            customer: Some(customer),
            update_mask: Some(FieldMask { paths: vec!["level".to_owned(), "remarks".to_owned()] }),
            request_id: self.customers.uuid(),
            validate_only: false,
        }))
    }

    fn accept(&mut self, answer: Bytes) -> Result<(), String> {
        self.revisions.push_back(Revision::read(answer)?);
        Ok(())
    }
}

/// CreateInteraction.
pub(super) struct Logs<'a> {
    interactions: Interactions,
    customers: &'a [String],
}

impl<'a> Logs<'a> {
    /// With these customers.
    pub(super) fn new(customers: &'a [String]) -> Self {
        Self { interactions: Interactions::logged(), customers }
    }
}

impl Workload for Logs<'_> {
    fn path(&self) -> &'static str {
        "/dossier.interaction.v1.InteractionService/CreateInteraction"
    }

    fn next(&mut self) -> Outcome<Bytes> {
        Ok(framed(&self.interactions.next(self.customers)))
    }

    fn accept(&mut self, answer: Bytes) -> Result<(), String> {
        match Logged::decode(answer) {
            Ok(logged) if !logged.interaction_id.is_empty() => Ok(()),
            _ => Err("the answer is not an interaction".to_owned()),
        }
    }
}

/// Of an interaction no more than shows that it is one.
#[derive(Clone, PartialEq, Message)]
struct Logged {
    #[prost(string, tag = "1")]
    interaction_id: String,
}

/// The call that creates the next customer.
pub fn create(customers: &mut Customers) -> CreateCustomerRequest {
    CreateCustomerRequest { customer: Some(customers.customer()), request_id: customers.uuid(), validate_only: false }
}

/// Of a customer what the next update needs; the generator must be cheap.
#[derive(Clone, PartialEq, Message)]
struct Revision {
    #[prost(string, tag = "1")]
    customer_id: String,
    #[prost(string, tag = "25")]
    etag: String,
}

impl Revision {
    fn read(answer: Bytes) -> Result<Self, String> {
        let revision = Self::decode(answer).map_err(|error| error.to_string())?;
        if revision.etag.is_empty() { Err("the answer is not a customer".to_owned()) } else { Ok(revision) }
    }
}

/// Results whose customers are not looked into.
#[derive(Clone, PartialEq, Message)]
struct Results {
    #[prost(message, repeated, tag = "1")]
    results: Vec<Created>,
}

#[derive(Clone, PartialEq, Message)]
struct Created {
    #[prost(bytes = "bytes", optional, tag = "1")]
    customer: Option<Bytes>,
}
