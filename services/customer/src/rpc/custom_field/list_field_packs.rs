//! ListFieldPacks.

use access::Action;
use access::log::Act;
use contracts::customer::v1::{FieldPack, ListFieldPacksRequest, ListFieldPacksResponse};

use super::encode;
use crate::call::Call;
use crate::domain::custom_field::PACKS;
use crate::error::Error;
use crate::store::custom_field::{self, KIND};

pub(super) async fn list_field_packs(call: Call, _: ListFieldPacksRequest) -> Result<ListFieldPacksResponse, Error> {
    let classes = call.allow_in_tenant(Action::ViewVocabularies)?;
    let fields = custom_field::all(call.service.database(), call.tenant()).await?;
    let now = call.service.records.clock.now();
    let packs = PACKS.iter().map(|pack| {
        let planned = pack.fields(0, now);
        FieldPack {
            pack: pack.code.to_owned(),
            names: pack.names().as_ref().map(encode::names).unwrap_or_default(),
            installed: planned.iter().all(|facts| fields.get(facts.field_id.as_str()).is_some()),
            custom_fields: planned.iter().map(encode::planned).collect(),
        }
    });
    let packs = packs.collect();
    call.log(Act::List, KIND, Vec::new(), classes).await?;
    Ok(ListFieldPacksResponse { packs })
}
