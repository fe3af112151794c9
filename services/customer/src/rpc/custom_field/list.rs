//! ListCustomFields.

use access::Action;
use access::log::Act;
use contracts::customer::v1::{ListCustomFieldsRequest, ListCustomFieldsResponse};
use conventions::page;

use super::encode;
use crate::call::Call;
use crate::domain::custom_field::{CustomField, MAX_FIELDS};
use crate::error::Error;
use crate::store::attribute_build;
use crate::store::custom_field::{self, KIND};

pub(super) async fn list(call: Call, mut request: ListCustomFieldsRequest) -> Result<ListCustomFieldsResponse, Error> {
    let classes = call.allow_in_tenant(Action::ViewVocabularies)?;
    let size = page::size(std::mem::take(&mut request.page_size), MAX_FIELDS);
    let token = std::mem::take(&mut request.page_token);
    let actor = call.caller.actor();
    let query = page::Query::new(&call.keys, &actor, &request);
    let after: Option<(i32, String)> = query.cursor(&token)?;

    let (database, tenant) = (call.service.database(), call.tenant());
    let fields = custom_field::all(database, tenant).await?;
    let builds = attribute_build::of_tenant(database, tenant).await?;
    let is_asked_for = |field: &&CustomField| {
        let is_beyond = after.as_ref().is_none_or(|(position, id)| field.facts.place() > (*position, id.as_str()));
        is_beyond && (request.show_retired || !field.facts.retired)
    };
    let mut rest = fields.all().iter().filter(is_asked_for);
    let page: Vec<_> = rest.by_ref().take(size).collect();
    let next_page_token = match (page.last(), rest.next()) {
        (Some(last), Some(_)) => query.token(&last.facts.place())?,
        _ => String::new(),
    };
    call.log(Act::List, KIND, page.iter().map(|field| field.id).collect(), classes).await?;
    let custom_fields = page.into_iter().map(|field| encode::field(field, builds.get(&field.id))).collect();
    Ok(ListCustomFieldsResponse { custom_fields, next_page_token })
}
