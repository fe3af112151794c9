//! Which records a caller may see add up.

use access::Action;

use super::decode::Asked;
use crate::call::Call;
use crate::domain::report::{Measure, Subject};
use crate::error::Error;
use crate::store::audience::Audience;
use crate::store::daily_sum;

impl Call {
    /// What is asked, if the caller's roles let it see such records at all, and in the currency of most transactions where none is said.
    ///
    /// # Errors
    /// [`Error::PermissionDenied`]; those of the database.
    pub(super) async fn allowed(&self, mut asked: Asked) -> Result<Asked, Error> {
        for action in asked.measures.iter().filter_map(|measure| action(measure.subject())) {
            self.allow_on_some(action)?;
        }
        if asked.currency.is_empty() && asked.measures.iter().any(|measure| measure.has_currency()) {
            asked.currency = daily_sum::main_currency(self.service.database(), self.tenant()).await?;
        }
        Ok(asked)
    }

    /// Those of an audience whose records of a measure the caller may see one by one. Targets are records of nobody.
    pub(super) fn listable(&self, measure: Measure, audience: &Audience) -> Audience {
        let audience = audience.clone();
        if measure.subject() == Subject::Targets {
            return audience;
        }
        let actions = [Some(Action::List), action(measure.subject())];
        let scopes = actions.into_iter().flatten().map(|action| self.scope(action));
        scopes.fold(audience, |audience, scope| audience.and(Audience::new(&self.caller, scope)))
    }
}

/// What it takes to see such records, beside reports.
fn action(subject: Subject) -> Option<Action> {
    match subject {
        Subject::Customers | Subject::Stays | Subject::Targets => None,
        Subject::Sales | Subject::Cohorts | Subject::Purchases => Some(Action::ViewTransactions),
        Subject::Interactions => Some(Action::ViewInteractions),
        Subject::Feedback | Subject::Complaints | Subject::ServiceCases => Some(Action::ViewCases),
    }
}
