//! Whom an expression is evaluated over, in the name of a caller.

use access::Action;
use expression::Filter;
use uuid::Uuid;

use crate::call::Call;
use crate::domain::segment::Segment;
use crate::domain::zones::number;
use crate::error::{Error, Objection};
use crate::store::audience::Audience;
use crate::store::members::{self, Membership};
use crate::store::{daily_sum, score, tenant_zone};

/// An expression, and what it needs to be evaluated.
pub(super) struct Evaluation {
    filter: Filter,
    currency: String,
    today: i64,
    computation: Uuid,
    audience: Audience,
}

impl Call {
    /// The expression of a segment, over the live customers that the caller may list and whose metrics it may see.
    ///
    /// # Errors
    /// [`Error::PermissionDenied`]; [`Objection::SegmentDeleted`]; those of the database.
    pub(super) async fn evaluation_of(&self, segment: &Segment) -> Result<Evaluation, Error> {
        if segment.facts.deleted {
            return Err(Objection::SegmentDeleted(segment.id).into());
        }
        let schema = members::schema(&self.tag_synonyms().await?);
        let filter = Filter::parse(&segment.facts.filter, &schema);
        // What was understood when it was kept is understood for ever.
        let filter = filter.map_err(|_| Error::Internal("the filter of a segment is not understood any more"))?;
        self.evaluation(filter, &segment.facts.currency).await
    }

    /// An expression over the live customers that the caller may list and whose metrics it may see; in the currency of most transactions
    /// where none is said.
    ///
    /// # Errors
    /// [`Error::PermissionDenied`]; those of the database.
    pub(super) async fn evaluation(&self, filter: Filter, currency: &str) -> Result<Evaluation, Error> {
        let mut audience = self.audience(Action::List)?;
        for action in members::actions(&filter) {
            audience = audience.and(self.audience(action)?);
        }
        let (database, tenant) = (self.service.database(), self.tenant());
        let zones = tenant_zone::find(database, tenant).await?;
        let currency = match currency {
            "" => daily_sum::main_currency(database, tenant).await?,
            code => code.to_owned(),
        };
        let model = score::model(database, tenant).await?;
        Ok(Evaluation {
            filter,
            currency,
            today: number(zones.day(self.service.records.clock.now())),
            computation: model.map(|model| model.computation).unwrap_or_default(),
            audience,
        })
    }
}

impl Evaluation {
    /// Who belongs to it.
    pub(super) fn membership<'a>(&'a self, tenant: &'a str) -> Membership<'a> {
        Membership {
            tenant,
            filter: &self.filter,
            currency: &self.currency,
            today: self.today,
            computation: self.computation,
            audience: &self.audience,
        }
    }

    /// The same over those of whom the caller may see another metric too.
    ///
    /// # Errors
    /// [`Error::PermissionDenied`] when the caller may see it of nobody.
    pub(super) fn narrowed(&self, call: &Call, action: Action) -> Result<Self, Error> {
        let audience = self.audience.clone().and(call.audience(action)?);
        let (filter, currency) = (self.filter.clone(), self.currency.clone());
        Ok(Self { filter, currency, audience, ..*self })
    }
}
