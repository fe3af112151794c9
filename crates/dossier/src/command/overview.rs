//! `dossier overview`.

use clap::Args;
use contracts::analytics::v1::{Customer360, CustomerMetrics, GetCustomer360Request};
use contracts::google::r#type::Money;
use conventions::language::Language;
use prost_types::Timestamp;

use crate::failure::Failure;
use crate::output::{Form, code, json};
use crate::phrase::{Phrase, phrase};
use crate::session::Session;

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// The id or number of the customer
    customer: String,
    /// How many of the newest entries of the timeline, of the open tasks and of the reminders each
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(i32).range(1..=100))]
    limit: i32,
}

pub(crate) async fn run(arguments: Arguments, session: &Session) -> Result<(), Failure> {
    let customer = session.customer_id(arguments.customer).await?;
    let request = GetCustomer360Request { customer, page_size: arguments.limit };
    let view = session.overviews().get_customer360(request).await?.into_inner();
    match session.output.form() {
        Form::Json => session.output.text(&json::document(&view)?),
        Form::JsonLines => session.output.text(&json::line(&view)?),
        Form::Table | Form::Csv => print(&view, session),
    }
}

/// Prints the parts below each other, with what is missing last.
fn print(view: &Customer360, session: &Session) -> Result<(), Failure> {
    if let Some(customer) = &view.customer {
        session.output.one(customer)?;
    }
    let figures = figures(view, session.language);
    if !figures.is_empty() {
        session.output.text("")?;
        session.output.rows(vec![FIGURE.of(session.language).into(), String::new()], figures)?;
    }
    if !view.timeline.is_empty() {
        session.output.text("")?;
        session.output.listing().page(&view.timeline)?;
    }
    if !view.tasks.is_empty() {
        session.output.text("")?;
        session.output.listing().page(&view.tasks)?;
    }
    if !view.reminders.is_empty() {
        session.output.text("")?;
        session.output.listing().page(&view.reminders)?;
    }
    for missing in &view.missing {
        let part = code(missing.part().as_str_name(), "PART_");
        eprintln!("{}: {part}: {}", MISSING.of(session.language), missing.reason);
    }
    Ok(())
}

const FIGURE: Phrase = phrase("Figure", "指标");
const MISSING: Phrase = phrase("could not be had", "无法取得");

/// What the customer adds up to, each with what it is called.
fn figures(view: &Customer360, language: Language) -> Vec<Vec<String>> {
    let CustomerMetrics { days_in_stage, purchases, interactions, service } = view.metrics.clone().unwrap_or_default();
    let score = view.score.as_ref();
    let number = |number: f64| format!("{number:.1}");
    let share = |share: f64| format!("{:.0} %", share * 100.0);
    let known: [(Phrase, Option<String>); 12] = [
        (phrase("Days in its stage", "所处阶段天数"), view.metrics.as_ref().map(|_| number(days_in_stage))),
        (phrase("Interactions", "互动次数"), interactions.as_ref().map(|said| said.count.to_string())),
        (phrase("Last interaction", "最近互动"), interactions.as_ref().and_then(|said| day(said.last_time.as_ref()))),
        (phrase("Hours to reply", "平均回复小时数"), interactions.and_then(|said| said.hours_to_reply).map(number)),
        (phrase("Purchases", "购买次数"), purchases.as_ref().map(|bought| bought.count.to_string())),
        (phrase("Net sales", "净销售额"), purchases.as_ref().and_then(|bought| bought.net_sales.as_ref()).map(money)),
        (phrase("Last purchase", "最近购买"), purchases.as_ref().and_then(|bought| day(bought.last_time.as_ref()))),
        (phrase("Days between purchases", "购买周期天数"), purchases.and_then(|bought| bought.cycle_days).map(number)),
        (phrase("Average rating", "平均评分"), service.as_ref().and_then(|service| service.average_rating).map(number)),
        (phrase("Unsettled cases", "未结事项"), service.map(|service| service.unsettled_cases.to_string())),
        (phrase("Likely to stay away", "流失概率"), score.and_then(|score| score.churn).map(share)),
        (phrase("Lifetime value", "生命周期价值"), score.and_then(|score| score.lifetime_value.as_ref()).map(money)),
    ];
    known.into_iter().filter_map(|(what, figure)| Some(vec![what.of(language).to_owned(), figure?])).collect()
}

fn day(time: Option<&Timestamp>) -> Option<String> {
    let time = time?;
    let instant = jiff::Timestamp::new(time.seconds, time.nanos).ok()?;
    Some(instant.to_zoned(jiff::tz::TimeZone::system()).date().to_string())
}

fn money(money: &Money) -> String {
    format!("{}.{:02} {}", money.units, money.nanos.abs() / 10_000_000, money.currency_code)
}
