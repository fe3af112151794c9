//! GetScore.

use access::log::Act;
use access::{Action, ClassSet, DataClass};
use contracts::analytics::v1::{GetScoreRequest, Score};
use uuid::Uuid;

use super::{KIND, encode};
use crate::call::Call;
use crate::error::Error;
use crate::store::score;

pub(super) async fn get(call: Call, request: GetScoreRequest) -> Result<Score, Error> {
    let audience = call.audience(Action::ViewTransactions)?;
    let model = call.score_model().await?;
    let id = Uuid::try_parse(&request.customer).map_err(|_| Error::NotFound)?;
    let database = call.service.database();
    let row = score::find(database, call.tenant(), model.computation, &audience, id).await?.ok_or(Error::NotFound)?;
    call.log(Act::View, KIND, vec![id], ClassSet::only(DataClass::Fact)).await?;
    encode::score(row, &model.currency)
}
