//! GetCustomField.

use access::Action;
use access::log::Act;
use contracts::customer::v1::{CustomField as Sent, GetCustomFieldRequest};

use super::encode;
use crate::call::Call;
use crate::error::Error;
use crate::store::attribute_build;
use crate::store::custom_field::{self, KIND};

pub(super) async fn get(call: Call, request: GetCustomFieldRequest) -> Result<Sent, Error> {
    let classes = call.allow_in_tenant(Action::ViewVocabularies)?;
    let (database, tenant) = (call.service.database(), call.tenant());
    let fields = custom_field::all(database, tenant).await?;
    let field = fields.get(&request.field_id).ok_or(Error::NotFound)?;
    let builds = attribute_build::of_tenant(database, tenant).await?;
    call.log(Act::View, KIND, vec![field.id], classes).await?;
    Ok(encode::field(field, builds.get(&field.id)))
}
