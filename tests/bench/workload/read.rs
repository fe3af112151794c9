//! Calls that change nothing: their bodies are prepared and sent in turn, over and over.

use bytes::Bytes;
use contracts::analytics::v1::{
    Customer360, Dimension, GetCustomer360Request, Measure, Report, ReportQuery, RunReportRequest,
};
use contracts::customer::v1::get_customer_request::Key;
use contracts::customer::v1::{Customer, GetCustomerRequest, ListCustomersRequest, SearchCustomersRequest};
use contracts::interaction::v1::ListTimelineRequest;
use prost::Message;
use rand::SeedableRng;
use rand::rngs::StdRng;
use rand::seq::SliceRandom;

use super::Workload;
use crate::Outcome;
use crate::data::{self, Customers, INDUSTRIES, STAGES};
use crate::echo;
use crate::framing::framed;

/// Customers that the echo is sent.
const ECHOED: usize = 1_000;
/// Customers on a page.
const PAGE_SIZE: i32 = 50;
/// What has happened, on a page.
const TIMELINE_PAGE_SIZE: i32 = 20;

/// Calls whose bodies are there already.
pub struct Prepared {
    path: &'static str,
    bodies: Vec<Bytes>,
    next: usize,
    accept: fn(Bytes) -> Result<(), String>,
}

impl Prepared {
    pub fn echo() -> Self {
        let mut customers = Customers::loaded();
        Self::of_records(echo::PATH, (0..ECHOED).map(|_| framed(&customers.answered())))
    }

    /// Customers in random order, so that neighbours are not asked for one after the other.
    pub fn get(ids: &[String]) -> Self {
        let request = |id: &String| GetCustomerRequest { key: Some(Key::Customer(id.clone())), as_of: None };
        Self::of_records("/dossier.customer.v1.CustomerService/GetCustomer", ids.iter().map(|id| framed(&request(id))))
    }

    pub fn list_by_stage() -> Self {
        Self::list(STAGES.iter().map(|stage| format!("stage = \"{stage}\"")))
    }

    pub fn list_by_stage_and_industry() -> Self {
        let filter = |stage, industry| format!("stage = \"{stage}\" AND industry = \"{industry}\"");
        Self::list(STAGES.iter().flat_map(|stage| INDUSTRIES.iter().map(move |industry| filter(stage, industry))))
    }

    pub fn search_by_name(samples: &[Customer]) -> Self {
        Self::search(samples.iter().map(data::part_of_name))
    }

    pub fn search_by_phone(samples: &[Customer]) -> Self {
        Self::search(samples.iter().filter_map(data::phone).map(str::to_owned))
    }

    pub fn search_by_last_four(samples: &[Customer]) -> Self {
        let last_four =
            |phone: &str| phone.split_at_checked(phone.len().checked_sub(4)?).map(|(_, last)| last.to_owned());
        Self::search(samples.iter().filter_map(data::phone).filter_map(last_four))
    }

    /// The newest of what has happened with customers, in random order.
    pub fn timeline(ids: &[String]) -> Self {
        let request = |id: &String| ListTimelineRequest {
            customer: id.clone(),
            page_size: TIMELINE_PAGE_SIZE,
            ..ListTimelineRequest::default()
        };
        let bodies = ids.iter().map(|id| framed(&request(id)));
        Self::new("/dossier.interaction.v1.TimelineService/ListTimeline", bodies, |answer| match Page::decode(answer) {
            Ok(_) => Ok(()),
            Err(error) => Err(format!("the answer is no timeline: {error}")),
        })
    }

    pub fn report() -> Self {
        let query = ReportQuery {
            measures: vec![Measure::Customers.into()],
            dimensions: vec![Dimension::Stage.into(), Dimension::Industry.into()],
            ..ReportQuery::default()
        };
        let request = RunReportRequest { query: Some(query), ..RunReportRequest::default() };
        let bodies = std::iter::once(framed(&request));
        Self::new("/dossier.analytics.v1.ReportService/RunReport", bodies, |answer| match Report::decode(answer) {
            Ok(report) if !report.rows.is_empty() => Ok(()),
            _ => Err("the answer is an empty report".to_owned()),
        })
    }

    /// Customers in random order, as they are looked at before a call.
    pub fn customer360(ids: &[String]) -> Self {
        let request = |id: &String| GetCustomer360Request { customer: id.clone(), ..GetCustomer360Request::default() };
        let bodies = ids.iter().map(|id| framed(&request(id)));
        Self::new(
            "/dossier.analytics.v1.Customer360Service/GetCustomer360",
            bodies,
            |answer| match Customer360::decode(answer) {
                Ok(seen) if seen.customer.is_some() && seen.missing.is_empty() => Ok(()),
                Ok(seen) => Err(format!("parts are missing: {:?}", seen.missing)),
                Err(error) => Err(format!("the answer is no overview: {error}")),
            },
        )
    }

    fn list(filters: impl Iterator<Item = String>) -> Self {
        let request = |filter| ListCustomersRequest { filter, page_size: PAGE_SIZE, ..ListCustomersRequest::default() };
        let bodies = filters.map(|filter| framed(&request(filter)));
        Self::of_pages("/dossier.customer.v1.CustomerService/ListCustomers", bodies)
    }

    fn search(queries: impl Iterator<Item = String>) -> Self {
        let request =
            |query| SearchCustomersRequest { query, page_size: PAGE_SIZE, ..SearchCustomersRequest::default() };
        let bodies = queries.map(|query| framed(&request(query)));
        Self::of_pages("/dossier.customer.v1.CustomerService/SearchCustomers", bodies)
    }

    fn of_records(path: &'static str, bodies: impl Iterator<Item = Bytes>) -> Self {
        Self::new(path, bodies, |answer| match Record::decode(answer) {
            Ok(record) if !record.customer_id.is_empty() => Ok(()),
            _ => Err("the answer is not a customer".to_owned()),
        })
    }

    fn of_pages(path: &'static str, bodies: impl Iterator<Item = Bytes>) -> Self {
        Self::new(path, bodies, |answer| match Page::decode(answer) {
            Ok(page) if !page.records.is_empty() => Ok(()),
            _ => Err("the answer is an empty page".to_owned()),
        })
    }

    fn new(path: &'static str, bodies: impl Iterator<Item = Bytes>, accept: fn(Bytes) -> Result<(), String>) -> Self {
        let mut bodies: Vec<_> = bodies.collect();
        bodies.shuffle(&mut StdRng::seed_from_u64(1));
        Self { path, bodies, next: 0, accept }
    }
}

impl Workload for Prepared {
    fn path(&self) -> &'static str {
        self.path
    }

    fn next(&mut self) -> Outcome<Bytes> {
        let body = self.bodies.get(self.next % self.bodies.len().max(1)).ok_or("there is nothing to ask for")?;
        self.next += 1;
        Ok(body.clone())
    }

    fn accept(&mut self, answer: Bytes) -> Result<(), String> {
        (self.accept)(answer)
    }
}

/// Of a customer no more than shows that it is one; the generator must be cheap.
#[derive(Clone, PartialEq, Message)]
struct Record {
    #[prost(string, tag = "1")]
    customer_id: String,
}

/// A page whose records are not looked into.
#[derive(Clone, PartialEq, Message)]
struct Page {
    #[prost(bytes = "bytes", repeated, tag = "1")]
    records: Vec<Bytes>,
}
