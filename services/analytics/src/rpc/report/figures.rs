//! The figures of a report, as far as a caller may see them.

use std::sync::Arc;

use access::Action;

use super::decode::Asked;
use crate::call::Call;
use crate::domain::report::{Figure, Measure, Part, Periods, Row, Table, tells_refunds};
use crate::error::{Error, Objection};
use crate::store::sums::Question;

impl Call {
    /// The rows of a report, and the figures of all of them together.
    ///
    /// # Errors
    /// Those of rights and of the database; [`Objection::TooManyRows`].
    pub(super) async fn figures(&self, asked: &Asked) -> Result<(Vec<Row>, Vec<Figure>), Error> {
        let measures = summed(&asked.measures);
        let (mut rows, mut totals) = self.table(asked, &measures).await?;
        if let Some(once) = asked.each_once() {
            let (_, once) = self.table(&once, &measures).await?;
            totals = totals.into_iter().zip(once).map(|(all, once)| if all.suppressed { all } else { once }).collect();
        }
        for row in &mut rows {
            row.figures = answered(&asked.measures, &measures, &row.figures);
        }
        Ok((rows, answered(&asked.measures, &measures, &totals)))
    }

    /// The rows of these measures, and the figures of all of them together.
    async fn table(&self, asked: &Asked, measures: &[Measure]) -> Result<(Vec<Row>, Vec<Figure>), Error> {
        let mut table = Table::new(measures);
        let compared = asked.compared.as_ref().map(|(_, periods)| (Part::Compared, periods));
        for (part, periods) in [(Part::Shown, &asked.periods)].into_iter().chain(compared) {
            self.sums(asked, measures, &mut table, part, periods).await?;
        }
        Ok(table.rows(&asked.periods, !asked.dimensions.is_empty()).map_err(|_| Objection::TooManyRows)?)
    }

    /// Puts the sums of these periods into the table, and how many of them the caller may list.
    async fn sums(
        &self,
        asked: &Asked,
        measures: &[Measure],
        table: &mut Table,
        part: Part,
        periods: &Periods,
    ) -> Result<(), Error> {
        let audience = &self.audience(Action::ViewReports)?;
        for (measure, counted) in measures.iter().enumerate() {
            let question = Question {
                tenant: self.tenant(),
                measure: *counted,
                dimensions: &asked.dimensions,
                days: periods.days(),
                periods: periods.starts(),
                zone: asked.zone.as_ref().map(|(_, zones)| zones),
                currency: Some(&asked.currency),
                filter: asked.filter.as_ref(),
                audience,
            };
            let read = async |question| self.service.answers.read(self.service.database(), asked.turn, question).await;
            let answers = read(question).await?;
            let listable = &self.listable(*counted, audience);
            let listable = if listable == audience {
                Arc::clone(&answers)
            } else {
                read(Question { audience: listable, ..question }).await?
            };
            for answer in answers.iter() {
                if let Some(period) = periods.index(answer.day) {
                    table.add(part, measure, period, answer.values.clone(), answer.sum);
                }
            }
            for answer in listable.iter() {
                if let Some(period) = periods.index(answer.day) {
                    table.list(part, measure, period, answer.values.clone(), answer.sum.count);
                }
            }
        }
        Ok(())
    }
}

/// The measures that are added up for those that are asked for: of a share of one in another the two, and what those tell besides.
fn summed(asked: &[Measure]) -> Vec<Measure> {
    let mut summed = Vec::with_capacity(asked.len());
    for measure in asked {
        let parts = measure.parts().map_or_else(|| vec![*measure], |(done, target)| vec![done, target]);
        summed.extend(parts.into_iter().filter(|part| !summed.contains(part)).collect::<Vec<_>>());
    }
    if tells_refunds(&summed) && !summed.contains(&Measure::Refunds) {
        summed.push(Measure::Refunds);
    }
    summed
}

/// The figures of the measures that are asked for, made of those that were added up.
fn answered(asked: &[Measure], summed: &[Measure], figures: &[Figure]) -> Vec<Figure> {
    let figure = |measure: Measure| {
        let known = summed.iter().zip(figures).find(|(summed, _)| **summed == measure);
        known.map(|(_, figure)| *figure).unwrap_or_default()
    };
    let answer = |measure: &Measure| match measure.parts() {
        Some((done, target)) => figure(done).percent_of(&figure(target)),
        None => figure(*measure),
    };
    asked.iter().map(answer).collect()
}
