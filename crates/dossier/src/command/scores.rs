//! `dossier scores`.

use clap::{Args, Subcommand};
use contracts::analytics::v1 as wire;
use contracts::google::r#type::Money;

use crate::failure::Failure;
use crate::output::{Form, json};
use crate::session::Session;

/// How many are asked for at once; the server answers no more.
const PAGE: usize = 1_000;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Score all customers by what they bought, and keep the scores
    Compute(Terms),
    /// Say what the scores rest on, in JSON
    Model,
    /// Say how a customer scores and why, in JSON
    Get {
        /// The id or number
        customer: String,
    },
    /// List scores
    List {
        /// An AIP-160 filter of scores and customers: churn > 0.5 AND level = "A"
        #[arg(long, default_value_t)]
        filter: String,
        /// In which order, such as `churn desc`
        #[arg(long, value_name = "SCORE", default_value = "lifetime_value desc")]
        order: String,
        /// How many at most
        #[arg(long, default_value_t = 50)]
        limit: usize,
    },
}

#[derive(Args, Debug)]
pub(crate) struct Terms {
    /// The currency of the transactions, ISO 4217 [default: that of most]
    #[arg(long, value_name = "CODE", default_value_t)]
    currency: String,
    /// Into how many buckets recency, frequency and amount are cut, 2 to 10
    #[arg(long, default_value_t = 5)]
    buckets: i32,
    /// Within how many days a further purchase is asked for
    #[arg(long, value_name = "DAYS", default_value_t = 180)]
    horizon: i32,
    /// How many months the value of a customer looks ahead
    #[arg(long, default_value_t = 12)]
    months: i32,
}

pub(crate) async fn run(command: Command, session: &Session) -> Result<(), Failure> {
    match command {
        Command::Compute(terms) => compute(terms, session).await,
        Command::Model => {
            let model = session.scores().get_score_model(wire::GetScoreModelRequest {}).await?.into_inner();
            session.output.text(&json::document(&model)?)
        }
        Command::Get { customer } => {
            let customer = session.customer_id(customer).await?;
            let score = session.scores().get_score(wire::GetScoreRequest { customer }).await?.into_inner();
            session.output.text(&json::document(&score)?)
        }
        Command::List { filter, order, limit } => list(filter, order, limit, session).await,
    }
}

async fn compute(terms: Terms, session: &Session) -> Result<(), Failure> {
    let request = wire::ComputeScoresRequest {
        currency_code: terms.currency,
        recency_buckets: terms.buckets,
        frequency_buckets: terms.buckets,
        monetary_buckets: terms.buckets,
        horizon_days: terms.horizon,
        months: terms.months,
        ..wire::ComputeScoresRequest::default()
    };
    let mut answers = session.scores().compute_scores(request).await?.into_inner();
    while let Some(answer) = answers.message().await? {
        match answer.model {
            None => eprintln!("{} {}", step(answer.step()), answer.customers),
            Some(model) => session.output.text(&json::document(&model)?)?,
        }
    }
    Ok(())
}

/// The step in a word.
fn step(step: wire::ComputeScoresStep) -> String {
    step.as_str_name().trim_start_matches("COMPUTE_SCORES_STEP_").to_ascii_lowercase()
}

async fn list(filter: String, order_by: String, limit: usize, session: &Session) -> Result<(), Failure> {
    let mut request = wire::ListScoresRequest { filter, order_by, ..wire::ListScoresRequest::default() };
    let mut scores = Vec::new();
    while scores.len() < limit {
        request.page_size = i32::try_from((limit - scores.len()).min(PAGE)).unwrap_or(i32::MAX);
        let page = session.scores().list_scores(request.clone()).await?.into_inner();
        scores.extend(page.scores);
        if page.next_page_token.is_empty() {
            break;
        }
        request.page_token = page.next_page_token;
    }
    if matches!(session.output.form(), Form::Json | Form::JsonLines) {
        for score in &scores {
            session.output.text(&json::line(score)?)?;
        }
        return Ok(());
    }
    let header =
        ["customer", "r", "f", "m", "recency_days", "frequency", "monetary", "alive", "churn", "lifetime_value"];
    session.output.rows(header.map(ToOwned::to_owned).to_vec(), scores.iter().map(row).collect())
}

fn row(score: &wire::Score) -> Vec<String> {
    let share = |share: Option<f64>| share.map(|share| format!("{share:.3}")).unwrap_or_default();
    vec![
        score.customer.clone(),
        score.recency_score.to_string(),
        score.frequency_score.to_string(),
        score.monetary_score.to_string(),
        score.recency_days.to_string(),
        score.frequency.to_string(),
        money(score.monetary.as_ref()),
        share(score.alive),
        share(score.churn),
        money(score.lifetime_value.as_ref()),
    ]
}

fn money(money: Option<&Money>) -> String {
    money
        .map(|money| format!("{}.{:02} {}", money.units, money.nanos.abs() / 10_000_000, money.currency_code))
        .unwrap_or_default()
}
