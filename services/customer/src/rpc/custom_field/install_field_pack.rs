//! InstallFieldPack.

use access::Action;
use access::log::Act;
use contracts::customer::v1::{InstallFieldPackRequest, InstallFieldPackResponse};
use conventions::violations::{Violations, require, require_none};
use journal::{Outcome, Refusal, Write, WriteError};

use super::encode;
use crate::call::Call;
use crate::domain::custom_field::{CustomField, CustomFields, MAX_FIELDS, PACKS, Pack};
use crate::error::Error;
use crate::store::attribute_build;
use crate::store::custom_field::{self, KIND};

/// How often it is decided what is to be added, each time after another change of the fields came first.
const MOST_TRIES: usize = 100;

pub(super) async fn install_field_pack(
    call: Call,
    request: InstallFieldPackRequest,
) -> Result<InstallFieldPackResponse, Error> {
    let classes = call.allow_in_tenant(Action::ManageVocabularies)?;
    let mut violations = Violations::default();
    let pack = violations.field("pack", |violations| pack(&request.pack, violations));
    let pack = require(violations, pack)?;
    for _ in 0..MOST_TRIES {
        let fields = custom_field::all(call.service.database(), call.tenant()).await?;
        let (added, present) = plan(&call, pack, &fields)?;
        if added.is_empty() || install(&call, &fields, &added, request.validate_only).await? {
            let builds = attribute_build::of_tenant(call.service.database(), call.tenant()).await?;
            let installed = custom_field::all(call.service.database(), call.tenant()).await?;
            let as_kept = |field: &CustomField| {
                let kept = installed.get(field.facts.field_id.as_str()).unwrap_or(field);
                encode::field(kept, builds.get(&kept.id))
            };
            call.log(Act::List, KIND, Vec::new(), classes).await?;
            return Ok(InstallFieldPackResponse {
                added_fields: added.iter().map(as_kept).collect(),
                present_field_ids: present,
            });
        }
    }
    Err(Error::StorageUnavailable("the custom fields are being changed by too many at once".into()))
}

fn pack(code: &str, violations: &mut Violations) -> Option<&'static Pack> {
    let found = Pack::find(code);
    if found.is_none() {
        let codes = PACKS.each_ref().map(|pack| pack.code);
        violations.add(format!("must be one of {}", codes.join(", ")), format!("须为 {} 之一", codes.join("、")));
    }
    found
}

/// The fields of the pack that are to be added, and the ids of those that are there.
fn plan(call: &Call, pack: &Pack, fields: &CustomFields) -> Result<(Vec<CustomField>, Vec<String>), Error> {
    let clock = &call.service.records.clock;
    let now = clock.now();
    let last = fields.all().iter().map(|field| field.facts.position).max().unwrap_or_default();
    let is_there = |id: &str| fields.get(id).is_some();
    let planned = pack.fields(last, now).into_iter();
    let (present, new): (Vec<_>, Vec<_>) = planned.partition(|facts| is_there(facts.field_id.as_str()));
    let mut violations = Violations::default();
    violations.field("pack", |violations| {
        let taken = new
            .iter()
            .flat_map(|facts| facts.names.iter())
            .find_map(|(_, name)| fields.all().iter().find(|field| field.facts.is_called(name)));
        if let Some(field) = taken {
            let id = &field.facts.field_id;
            violations.add(
                format!("brings a field that is called like `{id}`: rename that one first"),
                format!("包含与字段 {id} 名称重复的字段，请先为该字段改名"),
            );
        }
        if fields.all().len() + new.len() > MAX_FIELDS {
            violations.add(
                format!("would bring more than {MAX_FIELDS} fields in all: a tenant has no more"),
                format!("安装后字段总数将超过 {MAX_FIELDS} 个"),
            );
        }
    });
    require_none(violations)?;
    let field = |facts| CustomField { id: clock.id_of(now), revision: 1, update_time: now, facts };
    let present = present.iter().map(|facts| facts.field_id.to_string()).collect();
    Ok((new.into_iter().map(field).collect(), present))
}

/// Adds the fields at once; whether nothing came first.
async fn install(
    call: &Call,
    fields: &CustomFields,
    added: &[CustomField],
    validate_only: bool,
) -> Result<bool, Error> {
    let change = |field| custom_field::change(call.tenant(), None, field, call.service.records.clock.salt());
    let mut records = added.iter().map(change).collect::<Result<Vec<_>, Error>>()?;
    let Some(first) = records.pop() else { return Ok(true) };
    let write = call.write(None, vec![custom_field::next_change_key(fields)], Vec::new(), first);
    records.extend(write.records.iter().cloned());
    match call.commit(Write { records, ..write }, validate_only).await {
        Ok(Outcome::Committed(_) | Outcome::Replayed { .. }) => {
            call.service.custom_fields.changed(call.tenant()).await;
            Ok(true)
        }
        Err(WriteError::Refused(Refusal::KeyTaken { .. })) => Ok(false),
        Err(error) => Err(error.into()),
    }
}
