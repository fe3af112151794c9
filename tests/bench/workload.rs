//! What is asked of a server, call after call.

mod read;
mod write;

use bytes::Bytes;
use clap::ValueEnum;
use contracts::customer::v1::Customer;
use serde::{Deserialize, Serialize};
use strum::Display;

pub use self::read::Prepared;
pub use self::write::create;
use self::write::{BatchCreates, Creates, Logs, Updates};
use crate::Outcome;
use crate::data::Customers;
use crate::target::Target;

/// Calls of one method.
pub trait Workload {
    /// The path of the method.
    fn path(&self) -> &'static str;

    /// The body of the next call.
    ///
    /// # Errors
    /// There is nothing left to ask.
    fn next(&mut self) -> Outcome<Bytes>;

    /// Looks at a good answer.
    ///
    /// # Errors
    /// It is not what was asked for.
    fn accept(&mut self, answer: Bytes) -> Result<(), String>;
}

/// What is measured.
#[derive(Clone, Copy, Debug, Deserialize, Display, Eq, PartialEq, Serialize, ValueEnum)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Operation {
    /// A customer is sent to a bare tonic server, which sends it back. Always measured first.
    #[value(skip)]
    Echo,
    /// GetCustomer by id.
    Get,
    /// ListCustomers: the 50 newest of a stage.
    List,
    /// ListCustomers: the 50 newest of a stage and an industry.
    ListNarrow,
    /// SearchCustomers by a part of a name.
    SearchName,
    /// SearchCustomers by a whole phone number.
    SearchPhone,
    /// SearchCustomers by the last four digits of a phone number.
    SearchLastFour,
    /// CreateCustomer.
    Create,
    /// BatchCreateCustomers: 100 at a time.
    BatchCreate,
    /// UpdateCustomer: the level and the remarks.
    Update,
    /// CreateInteraction: a call with a customer.
    LogInteraction,
    /// ListTimeline: the 20 newest of a customer.
    Timeline,
    /// RunReport: the live customers by stage and industry.
    Report,
    /// GetCustomer360: all that is known of a customer.
    Customer360,
}

/// What a server was loaded with, and what is created in it next.
pub struct Stock {
    /// The server.
    pub target: Target,
    /// The ids of its customers, in the order in which they were loaded.
    pub ids: Vec<String>,
    /// Some of these customers as they were sent.
    pub samples: Vec<Customer>,
    /// Customers that it does not have yet.
    pub created: Customers,
}

impl Operation {
    /// Whether it shows what happened with customers, which has to be there.
    pub fn shows_interactions(self) -> bool {
        matches!(self, Self::Timeline | Self::Customer360)
    }

    /// Whether the customer service serves it.
    pub fn is_of_customers(self) -> bool {
        !matches!(self, Self::LogInteraction | Self::Timeline | Self::Report | Self::Customer360)
    }

    /// The calls of this operation. Those that write take new customers from the stock.
    ///
    /// # Errors
    /// Something has to be asked of the server before, and the server refuses.
    pub async fn workload(self, stock: &mut Stock) -> Outcome<Box<dyn Workload + '_>> {
        Ok(match self {
            Self::Echo => Box::new(Prepared::echo()),
            Self::Get => Box::new(Prepared::get(&stock.ids)),
            Self::List => Box::new(Prepared::list_by_stage()),
            Self::ListNarrow => Box::new(Prepared::list_by_stage_and_industry()),
            Self::SearchName => Box::new(Prepared::search_by_name(&stock.samples)),
            Self::SearchPhone => Box::new(Prepared::search_by_phone(&stock.samples)),
            Self::SearchLastFour => Box::new(Prepared::search_by_last_four(&stock.samples)),
            Self::Create => Box::new(Creates(&mut stock.created)),
            Self::BatchCreate => Box::new(BatchCreates(&mut stock.created)),
            Self::Update => Box::new(Updates::new(&stock.target, &stock.ids, &mut stock.created).await?),
            Self::LogInteraction => Box::new(Logs::new(&stock.ids)),
            Self::Timeline => Box::new(Prepared::timeline(&stock.ids)),
            Self::Report => Box::new(Prepared::report()),
            Self::Customer360 => Box::new(Prepared::customer360(&stock.ids)),
        })
    }
}
