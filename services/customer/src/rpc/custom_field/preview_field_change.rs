//! PreviewFieldChange.

use access::Action;
use access::log::Act;
use contracts::customer::v1::{FieldChangeFinding, PreviewFieldChangeRequest, PreviewFieldChangeResponse};
use conventions::mask::UpdateMask;
use conventions::page;
use conventions::violations::{Bilingual, Violations, Wording, require};
use futures::stream::{self, Stream};
use uuid::Uuid;

use super::decode::{self, Reading};
use crate::call::Call;
use crate::domain::custom_field::{FieldFacts, Standing, values};
use crate::domain::customer::Customer;
use crate::error::Error;
use crate::store::record::KIND;
use crate::store::{custom_field, customer_list};

/// How many customers are read at once.
const PAGE: u64 = 500;
/// The most customers that are named.
const LARGEST_SAMPLE: usize = 1_000;
/// How many are named of whom nothing is said.
const SAMPLE: usize = 20;

/// A preview while it runs.
struct Preview {
    call: Call,
    facts: FieldFacts,
    after: Uuid,
    so_far: PreviewFieldChangeResponse,
    /// How many may still be named.
    sample: usize,
}

pub(super) async fn preview_field_change(
    call: Call,
    request: PreviewFieldChangeRequest,
) -> Result<impl Stream<Item = Result<PreviewFieldChangeResponse, Error>> + Send + 'static, Error> {
    let classes = call.allow_in_tenant(Action::ManageVocabularies)?;
    let facts = proposed(&call, &request).await?;
    if !classes.contains(facts.data_class) {
        return Err(Error::PermissionDenied);
    }
    let count = customer_list::count_live(call.service.database(), call.tenant()).await?;
    let sample = match request.sample_size {
        0 => SAMPLE,
        size => page::size(size, LARGEST_SAMPLE),
    };
    let so_far = PreviewFieldChangeResponse { customer_count: count, ..PreviewFieldChangeResponse::default() };
    let preview = Preview { call, facts, after: Uuid::nil(), so_far, sample };
    Ok(stream::try_unfold(preview, |mut preview| async move {
        if preview.so_far.done {
            return Ok(None);
        }
        preview.read_page().await?;
        Ok(Some((preview.so_far.clone(), preview)))
    }))
}

/// The field as it would be.
async fn proposed(call: &Call, request: &PreviewFieldChangeRequest) -> Result<FieldFacts, Error> {
    let sent = request.custom_field.clone().unwrap_or_default();
    let fields = custom_field::all(call.service.database(), call.tenant()).await?;
    let vocabularies = call.service.vocabularies.get(call.tenant()).await?;
    let mut violations = Violations::default();
    let mask =
        violations.field("update_mask", |violations| UpdateMask::new(request.update_mask.as_ref(), &sent, violations));
    let field_id = violations.field("custom_field", |violations| decode::field_id(&sent, violations));
    let field_id = require(violations, field_id)?;
    let update = fields.get(field_id.as_str()).map(|before| (before, &mask));
    let now = call.service.records.clock.now();
    decode::read(&sent, &Reading { field_id: &field_id, update, fields: &fields, vocabularies: &vocabularies, now })
}

impl Preview {
    /// Reads the next customers, and adds what they lack or break to what was found.
    async fn read_page(&mut self) -> Result<(), Error> {
        let (database, tenant) = (self.call.service.database(), self.call.tenant());
        let rows = customer_list::live_after(database, tenant, self.after, PAGE).await?;
        self.so_far.findings.clear();
        let mut read = Vec::with_capacity(rows.len());
        for row in &rows {
            let customer = self.call.opener().row(row).await?;
            read.push(row.customer_id);
            self.after = row.customer_id;
            self.so_far.checked_count += 1;
            self.check(&customer);
        }
        self.so_far.done = read.is_empty();
        // More may have been created since they were counted.
        self.so_far.customer_count = self.so_far.customer_count.max(self.so_far.checked_count);
        if !read.is_empty() {
            self.call.log(Act::List, KIND, read, self.facts.data_class.into()).await?;
        }
        Ok(())
    }

    fn check(&mut self, customer: &Customer) {
        let held = values(&customer.facts, customer.personal.as_ref());
        let problem = match held.get(&self.facts.field_id) {
            Some((_, value)) => {
                self.so_far.value_count += 1;
                let broken = self.facts.value_type.broken_by(value).into_iter().next();
                broken.map(|broken| Wording::new(broken.to_string(), broken.chinese()))
            }
            None => {
                let standing = Standing { kind: Some(customer.facts.kind), stage: &customer.facts.stage };
                let is_missing = !self.facts.retired && self.facts.required.applies(standing);
                self.so_far.missing_count += i64::from(is_missing);
                is_missing.then(|| Wording::new("has no value and must have one", "未填写，但必填"))
            }
        };
        let Some(problem) = problem else { return };
        self.so_far.invalid_count += i64::from(held.contains_key(&self.facts.field_id));
        if self.sample > 0 {
            self.sample -= 1;
            self.so_far.findings.push(FieldChangeFinding {
                customer_id: customer.id.to_string(),
                customer_number: customer.facts.number.to_string(),
                problem: self.call.language().choose(&problem).to_owned(),
            });
        }
    }
}
