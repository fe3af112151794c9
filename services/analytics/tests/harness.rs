//! The service beside the customer service, and what tests do with both.

use std::marker::PhantomData;
use std::net::SocketAddr;

use access::Role;
use analytics::{AnalyticsSettings, Neighbours, Running};
use client::Peer;
use contracts::analytics::v1 as wire;
use contracts::analytics::v1::report_service_client::ReportServiceClient;
use contracts::customer::v1 as customers;
use contracts::google::r#type::{Date, Money};
use contracts::interaction::v1 as interactions;
use contracts::interaction::v1::interaction_service_client::InteractionServiceClient;
use contracts::interaction::v1::transaction_service_client::TransactionServiceClient;
use feed::Source;
pub use house::{Bearer, Stub, fields};
use house::{Guest, InteractionSettings, Neighbour, ReminderSettings};
use process::Opening;
use serde::Deserialize;
use testkit::Engine;

/// The analytics service beside the three others.
pub type House = house::House<Beside<Reached>>;
/// The same, which cannot ask the interaction and reminder services.
pub type HouseAlone = house::House<Beside<Alone>>;

/// Rows of an import that are sent at once.
const ROWS: usize = 200;
/// Microseconds of a day.
pub const DAY: i64 = 86_400_000_000;

/// The analytics service, and how it reaches the others.
pub struct Beside<R>(PhantomData<R>);

/// Where the interaction and reminder services are asked.
pub trait Reach {
    fn address(all: SocketAddr) -> String;
}

pub struct Reached;
pub struct Alone;

impl Reach for Reached {
    fn address(all: SocketAddr) -> String {
        format!("http://{all}")
    }
}

impl Reach for Alone {
    fn address(_: SocketAddr) -> String {
        // Where nobody listens.
        "http://127.0.0.1:1".to_owned()
    }
}

#[derive(Deserialize)]
pub struct Settings {
    analytics: AnalyticsSettings,
    interaction: InteractionSettings,
    reminder: ReminderSettings,
}

impl<R: Reach> Guest for Beside<R> {
    const SETTINGS: &'static [&'static str] =
        &[house::INTERACTION_SETTINGS, house::REMINDER_SETTINGS, analytics::SETTINGS];
    type Settings = Settings;

    async fn fresh(engine: Engine) -> Vec<(&'static str, String)> {
        let mut addresses = house::fresh_interactions(engine).await;
        addresses.extend(house::fresh_reminders(engine).await);
        addresses.extend(fresh_analytics(engine).await);
        addresses
    }

    async fn open(settings: Settings, opening: &Opening, customers: Neighbour) -> Vec<Box<dyn process::Running>> {
        let (interactions, publisher) = house::open_interactions(&settings.interaction, opening, &customers).await;
        let reminders = house::open_reminders(&settings.reminder, opening, &customers, publisher.clone()).await;
        let elsewhere = Peer::connect(&R::address(customers.address)).unwrap();
        let neighbours = Neighbours {
            heard: ::customers::WithInteractions {
                customers: customers.reached(),
                interaction_feed: Source::InProcess(publisher),
            },
            interactions: elsewhere.clone(),
            reminders: elsewhere,
        };
        let running = Running::open(&settings.analytics, opening, neighbours).await.unwrap();
        vec![interactions, reminders, Box::new(running)]
    }
}

/// Databases of the analytics service that has heard nothing yet.
pub async fn fresh_analytics(engine: Engine) -> Vec<(&'static str, String)> {
    vec![
        ("analytics.records", testkit::fresh_url::<analytics::Migrator>(engine).await),
        ("analytics.keyring", testkit::fresh_url::<keyring::Migrator>(engine).await),
    ]
}

/// What tests of this service do with a house.
pub trait Reporting {
    /// A caller with a token.
    async fn reports_of(&self, bearer: &Bearer) -> ReportServiceClient<Stub>;
    /// Waits until everything is counted.
    async fn counted(&self);
    /// A report as the local administrator sees it, when everything is counted.
    async fn report(&self, query: wire::ReportQuery) -> wire::Report;
    /// The same as somebody sees it.
    async fn report_of(&self, bearer: &Bearer, query: wire::ReportQuery) -> wire::Report;
    /// A member of staff of a team (empty for none) with a role, and its token.
    async fn person(&self, subject: &str, team: &str, role: Role) -> (customers::Staff, Bearer);
    /// A team within another; empty for none.
    async fn team(&self, name: &str, parent: &str) -> String;
    /// A customer.
    async fn customer(&self, customer: customers::Customer) -> customers::Customer;
    /// Moves a customer to another stage.
    async fn enter(&self, customer: &customers::Customer, stage: &str);
    /// Transactions of a caller.
    async fn transactions_of(&self, bearer: &Bearer) -> TransactionServiceClient<Stub>;
    /// Brings in what customers bought elsewhere.
    async fn brings_in(&self, sales: Vec<interactions::Transaction>);
    /// Something that a customer bought; its id.
    async fn buys(&self, customer: &customers::Customer, sale: interactions::Transaction) -> String;
    /// Something that was said with a customer.
    async fn talks(
        &self,
        customer: &customers::Customer,
        interaction: interactions::Interaction,
    ) -> interactions::Interaction;
    /// A connection of the local administrator.
    async fn desk(&self) -> Stub;
    /// Deletes what was said.
    async fn takes_back(&self, interaction: interactions::Interaction);
    /// Says in which zones the days of the tenant begin.
    async fn zones(&self, zones: &[(&str, Option<Date>)]);
}

impl<G: Guest> Reporting for house::House<G> {
    async fn reports_of(&self, bearer: &Bearer) -> ReportServiceClient<Stub> {
        ReportServiceClient::new(self.stub(bearer.clone()).await)
    }

    async fn counted(&self) {
        self.follow("analytics", "customer").await;
        self.follow("analytics", "interaction").await;
    }

    async fn report(&self, query: wire::ReportQuery) -> wire::Report {
        self.report_of(&Bearer(None), query).await
    }

    async fn report_of(&self, bearer: &Bearer, query: wire::ReportQuery) -> wire::Report {
        self.counted().await;
        self.reports_of(bearer).await.run_report(ask(query)).await.unwrap().into_inner()
    }

    async fn person(&self, subject: &str, team: &str, role: Role) -> (customers::Staff, Bearer) {
        let staff = customers::Staff {
            display_name: subject.into(),
            issuer: access::LOCAL_ISSUER.into(),
            subject: subject.into(),
            team_id: team.into(),
            ..customers::Staff::default()
        };
        let request = customers::CreateStaffRequest { staff: Some(staff), ..Default::default() };
        let staff = self.staff().await.create_staff(request).await.unwrap().into_inner();
        (staff, self.token("default", subject, role))
    }

    async fn team(&self, name: &str, parent: &str) -> String {
        let team =
            customers::Team { display_name: name.into(), parent_team_id: parent.into(), ..customers::Team::default() };
        let request = customers::CreateTeamRequest { team: Some(team), ..Default::default() };
        self.staff().await.create_team(request).await.unwrap().into_inner().team_id
    }

    async fn customer(&self, customer: customers::Customer) -> customers::Customer {
        let company = house::company("杭州云帆有限公司", "13912345678");
        self.given(customers::Customer {
            kind: company.kind,
            registered_name: company.registered_name,
            contact_points: company.contact_points,
            ..customer
        })
        .await
    }

    async fn enter(&self, customer: &customers::Customer, stage: &str) {
        self.clock.advance(1);
        let request = customers::ChangeStageRequest {
            customer: customer.customer_id.clone(),
            stage: stage.into(),
            reason: if stage == "lost" { "price".into() } else { String::new() },
            ..Default::default()
        };
        self.customers().await.change_stage(request).await.unwrap();
    }

    async fn transactions_of(&self, bearer: &Bearer) -> TransactionServiceClient<Stub> {
        TransactionServiceClient::new(self.stub(bearer.clone()).await)
    }

    async fn brings_in(&self, sales: Vec<interactions::Transaction>) {
        use interactions::import_transactions_request::Part;
        let rows = (1..).zip(sales).map(|(row_number, sale)| interactions::ImportTransactionsRow {
            row_number,
            transaction: Some(sale),
            customer_external_id: None,
        });
        let rows: Vec<_> = rows.collect();
        let mut parts = vec![Part::Header(interactions::ImportTransactionsHeader { validate_only: false })];
        parts.extend(
            rows.chunks(ROWS).map(|rows| Part::Rows(interactions::ImportTransactionsRows { rows: rows.to_vec() })),
        );
        let messages = parts.into_iter().map(|part| interactions::ImportTransactionsRequest { part: Some(part) });
        let mut transactions = self.transactions_of(&Bearer(None)).await;
        let answers = transactions.import_transactions(futures::stream::iter(messages.collect::<Vec<_>>())).await;
        let mut answers = answers.unwrap().into_inner();
        while let Some(message) = answers.message().await.unwrap() {
            assert!(message.outcomes.iter().all(|outcome| outcome.error.is_none()), "{message:?}");
        }
    }

    async fn buys(&self, customer: &customers::Customer, sale: interactions::Transaction) -> String {
        let transaction = interactions::Transaction { customer: customer.customer_id.clone(), ..sale };
        let request = interactions::CreateTransactionRequest { transaction: Some(transaction), ..Default::default() };
        let mut transactions = self.transactions_of(&Bearer(None)).await;
        transactions.create_transaction(request).await.unwrap().into_inner().transaction_id
    }

    async fn talks(
        &self,
        customer: &customers::Customer,
        interaction: interactions::Interaction,
    ) -> interactions::Interaction {
        let interaction = interactions::Interaction { customer: customer.customer_id.clone(), ..interaction };
        let request = interactions::CreateInteractionRequest { interaction: Some(interaction), ..Default::default() };
        let mut interactions = InteractionServiceClient::new(self.stub(Bearer(None)).await);
        interactions.create_interaction(request).await.unwrap().into_inner()
    }

    async fn desk(&self) -> Stub {
        self.stub(Bearer(None)).await
    }

    async fn takes_back(&self, interaction: interactions::Interaction) {
        let interactions::Interaction { interaction_id, etag, .. } = interaction;
        let request = interactions::DeleteInteractionRequest { interaction_id, etag, ..Default::default() };
        let mut interactions = InteractionServiceClient::new(self.stub(Bearer(None)).await);
        interactions.delete_interaction(request).await.unwrap();
    }

    async fn zones(&self, zones: &[(&str, Option<Date>)]) {
        let mut tenants = self.tenants().await;
        let before = tenants.get_tenant(customers::GetTenantRequest {}).await.unwrap().into_inner();
        let zones = zones
            .iter()
            .map(|(zone, valid_from)| customers::ZonePeriod { zone: (*zone).into(), valid_from: *valid_from });
        let tenant = customers::Tenant { zones: zones.collect(), etag: before.etag, ..customers::Tenant::default() };
        let update_mask = Some(prost_types::FieldMask { paths: vec!["zones".into()] });
        let request = customers::UpdateTenantRequest { tenant: Some(tenant), update_mask, ..Default::default() };
        tenants.update_tenant(request).await.unwrap();
    }
}

/// The address of the records of the analytics service.
pub fn records(addresses: &house::Addresses) -> String {
    addresses.guest.iter().find(|(key, _)| *key == "analytics.records").unwrap().1.clone()
}

/// The request for a report.
pub fn ask(query: wire::ReportQuery) -> wire::RunReportRequest {
    wire::RunReportRequest { query: Some(query), ..wire::RunReportRequest::default() }
}

/// The request for a named report.
pub fn named(name: &str, query: wire::ReportQuery) -> wire::RunReportRequest {
    wire::RunReportRequest { name: name.into(), ..ask(query) }
}

/// A query of the year of the tests.
pub fn query(measures: &[wire::Measure], dimensions: &[wire::Dimension]) -> wire::ReportQuery {
    wire::ReportQuery {
        measures: measures.iter().map(|measure| (*measure).into()).collect(),
        dimensions: dimensions.iter().map(|dimension| (*dimension).into()).collect(),
        first_day: Some(day(2024, 1, 1)),
        last_day: Some(day(2024, 12, 31)),
        ..wire::ReportQuery::default()
    }
}

pub fn day(year: i32, month: i32, day: i32) -> Date {
    Date { year, month, day }
}

/// The first figures of a report by month: year and month, value.
pub fn months(report: &wire::Report) -> Vec<((i32, i32), Option<f64>)> {
    let month = |row: &wire::ReportRow| row.period_start.map(|start| (start.year, start.month)).unwrap();
    report.rows.iter().map(|row| (month(row), row.figures[0].value)).collect()
}

/// The first figures of a report without periods, by value.
pub fn figures(report: &wire::Report) -> Vec<(String, Option<f64>)> {
    report.rows.iter().map(|row| (row.values.join("/"), row.figures[0].value)).collect()
}

/// The first total.
pub fn total(report: &wire::Report) -> Option<f64> {
    report.totals[0].value
}

/// So much of a product for so many hundredths of a yuan.
pub fn line(product: &str, quantity: &str, hundredths: i64) -> interactions::TransactionLine {
    let amount = Some(money("CNY", hundredths));
    interactions::TransactionLine { product: product.into(), quantity: quantity.into(), amount }
}

/// A sale of these lines at a time, in microseconds.
pub fn sale(micros: i64, lines: Vec<interactions::TransactionLine>) -> interactions::Transaction {
    let transaction_time = Some(conventions::time::to_timestamp(clock::Instant::from_micros(micros)));
    interactions::Transaction { transaction_time, lines, ..Default::default() }
}

/// So many hundredths of a unit of a currency.
pub fn money(currency: &str, hundredths: i64) -> Money {
    let nanos = i32::try_from(hundredths % 100).unwrap() * 10_000_000;
    Money { currency_code: currency.into(), units: hundredths / 100, nanos }
}

/// A customer that carries tags.
pub fn tagged(tags: &[&str]) -> customers::Customer {
    let tag = |code: &&str| customers::CustomerTag { code: (*code).into(), ..customers::CustomerTag::default() };
    customers::Customer { tags: tags.iter().map(tag).collect(), ..customers::Customer::default() }
}

/// Adds a stage of a category to the vocabulary, which leads to every other.
pub async fn stage(house: &House, code: &str, category: customers::StageCategory) {
    let term = customers::Term {
        vocabulary: customers::Vocabulary::Stage.into(),
        code: code.into(),
        names: [("en".to_owned(), code.to_owned())].into(),
        category: category.into(),
        next_stages: vec!["*".into()],
        ..customers::Term::default()
    };
    let request = customers::CreateTermRequest { term: Some(term), ..Default::default() };
    house.vocabularies().await.create_term(request).await.unwrap();
}

/// Merges a tag into another; into none, it stands for itself again.
pub async fn merge(house: &House, code: &str, into: &str) {
    let mut terms = house.vocabularies().await;
    let request = customers::GetTermRequest { vocabulary: customers::Vocabulary::Tag.into(), code: code.into() };
    let mut term = terms.get_term(request).await.unwrap().into_inner();
    term.merged_into = into.into();
    let update_mask = Some(prost_types::FieldMask { paths: vec!["merged_into".into()] });
    terms
        .update_term(customers::UpdateTermRequest { term: Some(term), update_mask, ..Default::default() })
        .await
        .unwrap();
}
