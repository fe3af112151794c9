//! GetScoreModel.

use access::log::Act;
use access::{Action, ClassSet, DataClass};
use contracts::analytics::v1::{GetScoreModelRequest, ScoreModel};
use prost::Message;

use super::KIND;
use crate::call::Call;
use crate::error::{Error, Objection};
use crate::store::entity::score_model;
use crate::store::score;

pub(super) async fn get_model(call: Call, _: GetScoreModelRequest) -> Result<ScoreModel, Error> {
    call.allow_in_tenant(Action::ViewReports)?;
    call.allow_on_some(Action::ViewTransactions)?;
    let model = call.score_model().await?;
    call.log(Act::View, KIND, Vec::new(), ClassSet::only(DataClass::Fact)).await?;
    ScoreModel::decode(model.model.as_slice()).map_err(|error| Error::Fault(error.to_string()))
}

impl Call {
    /// What the scores of the caller's tenant rest on.
    ///
    /// # Errors
    /// [`Objection::ScoresNotComputed`]; those of the database.
    pub(in crate::rpc) async fn score_model(&self) -> Result<score_model::Model, Error> {
        let model = score::model(self.service.database(), self.tenant()).await?;
        model.ok_or(Error::Objection(Objection::ScoresNotComputed))
    }
}
