//! The figures of a report, as far as a caller may see them.

use access::Action;

use super::decode::Asked;
use crate::call::Call;
use crate::domain::report::{Figure, Part, Periods, Row, Subject, Table};
use crate::error::{Error, Objection};
use crate::store::audience::Audience;
use crate::store::daily_sum;
use crate::store::sums::{self, Question};

impl Call {
    /// What is asked, if the caller's roles let it see such records at all, and in the currency of most transactions where none is said.
    ///
    /// # Errors
    /// [`Error::PermissionDenied`]; those of the database.
    pub(super) async fn allowed(&self, mut asked: Asked) -> Result<Asked, Error> {
        for measure in &asked.measures {
            match measure.subject() {
                Subject::Customers | Subject::Stays => {}
                Subject::Sales => self.allow_on_some(Action::ViewTransactions)?,
                Subject::Interactions => self.allow_on_some(Action::ViewInteractions)?,
                Subject::Feedback | Subject::Complaints | Subject::ServiceCases => {
                    self.allow_on_some(Action::ViewCases)?;
                }
            }
        }
        if asked.currency.is_empty() && asked.asks_for(Subject::Sales) {
            asked.currency = daily_sum::main_currency(self.service.database(), self.tenant()).await?;
        }
        Ok(asked)
    }

    /// The rows of a report, and the figures of all of them together.
    ///
    /// # Errors
    /// Those of rights and of the database; [`Objection::TooManyRows`].
    pub(super) async fn figures(&self, asked: &Asked) -> Result<(Vec<Row>, Vec<Figure>), Error> {
        let audience = self.audience(Action::ViewReports)?;
        let listed = Audience::new(&self.caller, self.scope(Action::List));
        let mut table = Table::new(&asked.measures);
        let compared = asked.compared.as_ref().map(|(_, periods)| (Part::Compared, periods));
        for (part, periods) in [(Part::Shown, &asked.periods)].into_iter().chain(compared) {
            self.sums(asked, &mut table, part, periods, &audience, &listed).await?;
        }
        let rows = table.rows(&asked.periods, !asked.dimensions.is_empty());
        rows.map_err(|_| Error::Objection(Objection::TooManyRows))
    }

    /// Puts the sums of these periods into the table, and how many of them the caller may list.
    async fn sums(
        &self,
        asked: &Asked,
        table: &mut Table,
        part: Part,
        periods: &Periods,
        audience: &Audience,
        listed: &Audience,
    ) -> Result<(), Error> {
        for (measure, counted) in asked.measures.iter().enumerate() {
            let question = Question {
                tenant: self.tenant(),
                measure: *counted,
                dimensions: &asked.dimensions,
                days: periods.days(),
                zone: asked.zone.as_ref().map(|(_, zones)| zones),
                currency: Some(&asked.currency),
                filter: asked.filter.as_ref(),
                audience,
            };
            let answers = sums::read(self.service.database(), question).await?;
            // Who may list everybody may list all that is counted.
            let listable = if listed.is_everybody() {
                answers.clone()
            } else {
                sums::read(self.service.database(), Question { audience: listed, ..question }).await?
            };
            for answer in answers {
                if let Some(period) = periods.index(answer.day) {
                    table.add(part, measure, period, answer.values, answer.sum);
                }
            }
            for answer in listable {
                if let Some(period) = periods.index(answer.day) {
                    table.list(part, measure, period, answer.values, answer.sum.count);
                }
            }
        }
        Ok(())
    }
}
