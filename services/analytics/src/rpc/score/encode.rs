//! Scores as they are kept and sent.

use clock::Instant;
use contracts::analytics::v1 as wire;
use conventions::language::Language;
use conventions::time::{to_date, to_timestamp};
use lifetime::repurchase::{Feature, Reason, Score as ClassifierScore, Trained};
use lifetime::{Error as ModelError, Fitted};
use uuid::Uuid;

use crate::domain::purchases::History;
use crate::domain::scores::{Model, Score, Terms};
use crate::domain::zones::day_of;
use crate::error::Error;
use crate::rpc::money::money;
use crate::store::entity::customer_score;

/// Millionths in one.
const MILLION: f64 = 1_000_000.0;

/// What was asked, with all that was left to the server.
pub(super) fn request(sent: &wire::ComputeScoresRequest, terms: Terms) -> wire::ComputeScoresRequest {
    let (recency, frequency, monetary) = terms.buckets.counts();
    wire::ComputeScoresRequest {
        currency_code: sent.currency_code.clone(),
        last_day: Some(to_date(day_of(terms.today))),
        recency_buckets: recency.into(),
        frequency_buckets: frequency.into(),
        monetary_buckets: monetary.into(),
        horizon_days: i32::try_from(terms.horizon_days).unwrap_or(i32::MAX),
        months: i32::try_from(terms.months).unwrap_or(i32::MAX),
        monthly_discount_percent: Some(terms.monthly_discount * 100.0),
    }
}

/// What the scores rest on.
pub(super) fn model(model: &Model, now: Instant, language: Language) -> wire::ScoreModel {
    wire::ScoreModel {
        compute_time: Some(to_timestamp(now)),
        recency_cuts: model.scale.recency.clone(),
        frequency_cuts: model.scale.frequency.clone(),
        monetary_cuts: model.scale.monetary.clone(),
        purchases: Some(fit(&model.purchases, ["r", "alpha", "a", "b"], language)),
        spend: Some(fit(&model.spend, ["p", "q", "gamma"], language)),
        repurchase: Some(classifier(&model.repurchase, language)),
        ..wire::ScoreModel::default()
    }
}

fn fit<M: Copy + Into<[f64; N]>, const N: usize>(
    fitted: &Result<Fitted<M>, ModelError>,
    names: [&str; N],
    language: Language,
) -> wire::ModelFit {
    let fitted = match fitted {
        Ok(fitted) => fitted,
        Err(error) => return wire::ModelFit { missing: Some(missing(error, language)), ..Default::default() },
    };
    let values: [f64; N] = fitted.model.into();
    let errors = fitted.standard_errors.iter().copied().chain(std::iter::repeat(None));
    let parameters = names.iter().zip(values).zip(errors).map(|((name, value), standard_error)| wire::Parameter {
        name: (*name).to_owned(),
        value,
        standard_error,
    });
    wire::ModelFit {
        parameters: parameters.collect(),
        log_likelihood: fitted.log_likelihood,
        customers: i64::try_from(fitted.customers).unwrap_or(i64::MAX),
        missing: None,
    }
}

fn classifier(trained: &Result<Trained, ModelError>, language: Language) -> wire::Classifier {
    let score = |score: &ClassifierScore| wire::ClassifierScore {
        log_loss: score.log_loss,
        brier: score.brier,
        auc: score.auc,
        calibration_error: score.calibration_error,
    };
    match trained {
        Ok(trained) => wire::Classifier {
            features: trained.features.iter().map(|feature| name(*feature).to_owned()).collect(),
            score: Some(score(&trained.score)),
            floor: Some(score(&trained.floor)),
            missing: None,
        },
        Err(error) => wire::Classifier { missing: Some(missing(error, language)), ..Default::default() },
    }
}

/// Why a model could not be fitted, and how many more there must be.
fn missing(error: &ModelError, language: Language) -> wire::Missing {
    let count = match error {
        ModelError::TooLittle { have, need, .. } => i64::try_from(need.saturating_sub(*have)).unwrap_or(i64::MAX),
        ModelError::OutOfRange { .. } | ModelError::NoMaximum { .. } | ModelError::NoAverage { .. } => 0,
    };
    let reason = match language {
        Language::English => error.to_string(),
        Language::Chinese => error.chinese(),
    };
    wire::Missing { reason, count }
}

fn name(feature: Feature) -> &'static str {
    match feature {
        Feature::Recency => "recency",
        Feature::Frequency => "frequency",
        Feature::Monetary => "monetary",
        Feature::Cycle => "cycle",
        Feature::Overdue => "overdue",
    }
}

/// The scores of a customer as they are kept.
pub(super) fn row(
    tenant: &str,
    computation: Uuid,
    history: &History,
    score: &Score,
) -> Result<customer_score::Model, Error> {
    let (first_day, last_day) = history.ends().unwrap_or_default();
    let repurchase = score.repurchase.as_ref();
    let reasons = repurchase.map(|prediction| prediction.reasons.as_slice()).unwrap_or_default();
    Ok(customer_score::Model {
        tenant_id: tenant.to_owned(),
        computation,
        customer_id: history.customer,
        first_day,
        last_day,
        recency_days: score.behaviour.recency_days.into(),
        frequency: history.purchases(),
        monetary: i64::try_from(history.amount()).unwrap_or(i64::MAX),
        cycle_days: history.cycle_days().map(millionths),
        recency_score: score.rfm.recency.into(),
        frequency_score: score.rfm.frequency.into(),
        monetary_score: score.rfm.monetary.into(),
        alive: score.alive.map(millionths),
        expected_purchases: score.expected_purchases.map(millionths),
        expected_spend: score.expected_spend.map(millionths),
        lifetime_value: score.lifetime_value.map(millionths),
        repurchase: repurchase.map(|prediction| millionths(prediction.repurchase)),
        churn: repurchase.map(|prediction| millionths(prediction.churn)),
        reasons: serde_json::to_string(reasons).map_err(|error| Error::Fault(error.to_string()))?,
    })
}

/// The scores of a customer as they are sent.
pub(in crate::rpc) fn score(row: customer_score::Model, currency: &str) -> Result<wire::Score, Error> {
    let reasons: Vec<Reason> =
        serde_json::from_str(&row.reasons).map_err(|_| Error::Internal("the reasons of a score are malformed"))?;
    let money = |amount: i64| money(i128::from(amount), currency);
    let part = |stored: Option<i64>| stored.map(|stored| stored as f64 / MILLION);
    let small = |stored: i64| i32::try_from(stored).unwrap_or(i32::MAX);
    Ok(wire::Score {
        customer: row.customer_id.to_string(),
        first_purchase_day: Some(to_date(day_of(row.first_day))),
        last_purchase_day: Some(to_date(day_of(row.last_day))),
        recency_days: row.recency_days,
        frequency: row.frequency,
        monetary: Some(money(row.monetary)),
        cycle_days: part(row.cycle_days),
        recency_score: small(row.recency_score),
        frequency_score: small(row.frequency_score),
        monetary_score: small(row.monetary_score),
        alive: part(row.alive),
        expected_purchases: part(row.expected_purchases),
        expected_spend: row.expected_spend.map(money),
        lifetime_value: row.lifetime_value.map(money),
        repurchase: part(row.repurchase),
        churn: part(row.churn),
        reasons: reasons.iter().map(reason).collect(),
    })
}

fn reason(reason: &Reason) -> wire::ScoreReason {
    wire::ScoreReason { feature: name(reason.feature).to_owned(), value: reason.value, log_odds: reason.log_odds }
}

/// The nearest number of millionths; the largest that is kept for what is beyond.
fn millionths(value: f64) -> i64 {
    (value * MILLION).round() as i64
}
