//! ComputeScores.

use std::collections::BTreeMap;
use std::sync::Arc;

use access::Action;
use contracts::analytics::v1::{ComputeScoresRequest, ComputeScoresResponse, ComputeScoresStep, RfmCell, ScoreModel};
use futures::stream::{self, Stream};
use prost::Message;
use uuid::Uuid;

use super::{decode, encode};
use crate::call::Call;
use crate::domain::purchases::History;
use crate::domain::rfm::Scores;
use crate::domain::scores::{Model, Terms};
use crate::domain::zones::day_of;
use crate::error::Error;
use crate::store::entity::score_model;
use crate::store::{daily_sum, purchases, score, tenant_zone};

/// How many customers are scored and kept at once.
const SLICE: usize = 1_000;

pub(super) async fn compute(
    call: Call,
    mut request: ComputeScoresRequest,
) -> Result<impl Stream<Item = Result<ComputeScoresResponse, Error>> + Send + 'static, Error> {
    call.allow_in_tenant(Action::ViewReports)?;
    call.allow_on_some(Action::ViewTransactions)?;
    let zones = tenant_zone::find(call.service.database(), call.tenant()).await?;
    let today = zones.day(call.service.records.clock.now());
    let terms = decode::terms(&request, today)?;
    if request.currency_code.is_empty() {
        request.currency_code = daily_sum::main_currency(call.service.database(), call.tenant()).await?;
    }
    let asked = encode::request(&request, terms);
    let id = call.service.records.clock.id();
    let computation = Computation { call, id, asked, terms, cells: BTreeMap::new(), kept: 0, next: Next::Read };
    Ok(stream::try_unfold(computation, Computation::step))
}

/// A computation under way.
struct Computation {
    call: Call,
    id: Uuid,
    asked: ComputeScoresRequest,
    terms: Terms,
    cells: BTreeMap<Scores, i64>,
    kept: usize,
    next: Next,
}

/// What is to be done next.
enum Next {
    Read,
    Fit(Arc<Vec<History>>),
    Keep(Arc<Vec<History>>, Arc<Model>),
    Done,
}

type Step = Option<(ComputeScoresResponse, Computation)>;

impl Computation {
    async fn step(mut self) -> Result<Step, Error> {
        let (tenant, currency) = (Arc::clone(self.call.tenant()), self.asked.currency_code.clone());
        let database = self.call.service.database();
        let (step, customers, model) = match std::mem::replace(&mut self.next, Next::Done) {
            Next::Read => {
                let histories = purchases::histories(database, &tenant, &currency, self.terms.today).await?;
                let histories = Arc::new(histories);
                self.next = Next::Fit(Arc::clone(&histories));
                (ComputeScoresStep::Read, histories.len(), None)
            }
            Next::Fit(histories) => {
                let (fitted_to, terms) = (Arc::clone(&histories), self.terms);
                let fitting = tokio::task::spawn_blocking(move || Model::of(&fitted_to, terms));
                let model = fitting.await.map_err(|error| Error::Fault(error.to_string()))?;
                let customers = histories.len();
                self.next = Next::Keep(histories, Arc::new(model));
                (ComputeScoresStep::Fitted, customers, None)
            }
            Next::Keep(histories, model) if self.kept < histories.len() => {
                self.kept = self.keep(&histories, &model).await?;
                self.next = Next::Keep(histories, model);
                (ComputeScoresStep::Kept, self.kept, None)
            }
            Next::Keep(histories, model) => {
                let answer = self.publish(&model, histories.len()).await?;
                (ComputeScoresStep::Done, histories.len(), Some(answer))
            }
            Next::Done => return Ok(None),
        };
        let customers = i64::try_from(customers).unwrap_or(i64::MAX);
        Ok(Some((ComputeScoresResponse { step: step.into(), customers, model }, self)))
    }

    /// Scores and keeps the next customers; answers how many it are with those before.
    async fn keep(&mut self, histories: &[History], model: &Model) -> Result<usize, Error> {
        let slice = histories.iter().skip(self.kept).take(SLICE);
        let mut rows = Vec::with_capacity(SLICE);
        for history in slice.clone() {
            let Some(scores) = model.score(history) else { continue };
            *self.cells.entry(scores.rfm).or_default() += 1;
            rows.push(encode::row(self.call.tenant(), self.id, history, &scores)?);
        }
        score::keep(self.call.service.database(), &rows).await?;
        Ok(self.kept + slice.count())
    }

    /// Answers the computation from now on.
    async fn publish(&self, model: &Model, customers: usize) -> Result<ScoreModel, Error> {
        let now = self.call.service.records.clock.now();
        let cells = self.cells.iter().map(|(scores, customers)| RfmCell {
            recency_score: scores.recency.into(),
            frequency_score: scores.frequency.into(),
            monetary_score: scores.monetary.into(),
            customers: *customers,
        });
        let answer = ScoreModel {
            request: Some(self.asked.clone()),
            customers: i64::try_from(customers).unwrap_or(i64::MAX),
            cells: cells.collect(),
            ..encode::model(model, now, self.call.language())
        };
        let row = score_model::Model {
            tenant_id: self.call.tenant().to_string(),
            computation: self.id,
            currency: self.asked.currency_code.clone(),
            model: answer.encode_to_vec(),
        };
        if !score::publish(self.call.service.database(), &row).await? {
            tracing::info!(until = %day_of(self.terms.today), "scores that were begun later are answered already");
        }
        Ok(answer)
    }
}
