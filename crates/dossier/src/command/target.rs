//! `dossier target`.

use clap::{ArgGroup, Args, Subcommand, ValueEnum};
use contracts::analytics::v1::{ListTargetsRequest, SetTargetRequest, Target, TargetMeasure};
use contracts::google::r#type::{Date, Money};

use crate::failure::Failure;
use crate::pages::Limit;
use crate::session::Session;

/// How many are asked for at once; the server answers no more.
const PAGE: usize = 1_000;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Set what a person or a team is to reach in a month; 0 takes the target away
    Set(Aim),
    /// List targets
    List {
        /// Of this month alone: 2026-01
        #[arg(long, value_parser = month)]
        month: Option<Date>,
        #[command(flatten)]
        limit: Limit,
    },
}

#[derive(Args, Debug)]
#[command(group(ArgGroup::new("holder").required(true).multiple(true).args(["staff", "team"])))]
pub(crate) struct Aim {
    /// The month: 2026-01
    #[arg(value_parser = month)]
    month: Date,
    /// What is to be reached
    #[arg(value_enum)]
    measure: Measure,
    /// How much: whole units of the currency, or how many
    value: i64,
    /// The id of the staff member
    #[arg(long, default_value_t)]
    staff: String,
    /// The id of the team; of a staff member that to whose target it adds [default: that of the staff member]
    #[arg(long, default_value_t)]
    team: String,
    /// The currency of sales, ISO 4217
    #[arg(long, value_name = "CODE", default_value = "CNY")]
    currency: String,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Measure {
    /// Sales less what was paid back
    Sales,
    /// New customers
    Customers,
    /// Interactions
    Interactions,
}

pub(crate) async fn run(command: Command, session: &Session) -> Result<(), Failure> {
    match command {
        Command::Set(aim) => {
            let (target, request_id) = (Some(aim.target()), session.request_id());
            let request = SetTargetRequest { target, etag: String::new(), request_id, validate_only: false };
            session.output.one(session.targets().set_target(request).await?.get_ref())
        }
        Command::List { month, limit } => {
            let mut pages = limit.pages(PAGE);
            let mut listing = session.output.listing();
            while let Some((page_size, page_token)) = pages.next() {
                let request = ListTargetsRequest { month, page_size, page_token };
                let page = session.targets().list_targets(request).await?.into_inner();
                pages.received(page.targets.len(), page.next_page_token);
                listing.page(&page.targets)?;
            }
            listing.end()
        }
    }
}

impl Aim {
    fn target(self) -> Target {
        let Self { month, measure, value, staff: staff_id, team: team_id, currency } = self;
        let measure_sent = TargetMeasure::from(measure).into();
        let target = Target { staff_id, team_id, month: Some(month), measure: measure_sent, ..Target::default() };
        match measure {
            Measure::Sales => {
                Target { amount: Some(Money { currency_code: currency, units: value, nanos: 0 }), ..target }
            }
            Measure::Customers | Measure::Interactions => Target { count: value, ..target },
        }
    }
}

/// Reads a month, written 2026-01, as its first day.
fn month(text: &str) -> Result<Date, String> {
    let day: jiff::civil::Date = format!("{text}-01").parse().map_err(|_| "write a month as 2026-01".to_owned())?;
    Ok(Date { year: day.year().into(), month: day.month().into(), day: 1 })
}

impl From<Measure> for TargetMeasure {
    fn from(measure: Measure) -> Self {
        match measure {
            Measure::Sales => Self::NetSales,
            Measure::Customers => Self::CreatedCustomers,
            Measure::Interactions => Self::Interactions,
        }
    }
}
