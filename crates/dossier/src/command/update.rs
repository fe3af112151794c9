//! `dossier update`.

use clap::Args;
use contracts::customer::v1::{Customer, UpdateCustomerRequest};
use prost_types::FieldMask;

use super::customer_fields::{self, CustomerFields};
use super::read;
use crate::failure::Failure;
use crate::session::Session;

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// The id or number
    customer: String,
    #[command(flatten)]
    fields: CustomerFields,
    /// Check everything, change nothing
    #[arg(long)]
    dry_run: bool,
}

/// Reads the customer for its etag, and sends the given fields alone. JSON that has an etag, such as what `get -o json`
/// printed, is refused if the record was changed since.
pub(crate) async fn run(arguments: Arguments, session: &Session) -> Result<(), Failure> {
    let (mut customer, mut paths) = customer_fields::from_json(arguments.fields.json.as_deref())?;
    let current = read(session, &arguments.customer).await?;
    keep(&mut customer, current, &paths);
    paths.extend(customer_fields::apply_own(&arguments.fields, &mut customer, session).await?);
    paths.extend(arguments.fields.apply(&mut customer)?);
    paths.sort_unstable();
    paths.dedup();
    if paths.is_empty() {
        return Err(Failure::usage(
            "nothing to change: give the fields as flags or with --json",
            "没有要修改的内容：请用参数或 --json 给出字段",
        ));
    }
    let request = UpdateCustomerRequest {
        customer: Some(customer),
        update_mask: Some(FieldMask { paths }),
        request_id: session.request_id(),
        validate_only: arguments.dry_run,
    };
    session.output.one(session.customers().update_customer(request).await?.get_ref())
}

/// Takes over what identifies the record, and the lists of which flags change a part, unless JSON has them.
fn keep(customer: &mut Customer, current: Customer, given: &[String]) {
    let is_given = |name: &str| given.iter().any(|field| field == name);
    customer.customer_id = current.customer_id;
    customer.masked_classes = current.masked_classes;
    if customer.etag.is_empty() {
        customer.etag = current.etag;
    }
    if !is_given("contact_points") {
        customer.contact_points = current.contact_points;
    }
    if !is_given("external_ids") {
        customer.external_ids = current.external_ids;
    }
    if !is_given("important_dates") {
        customer.important_dates = current.important_dates;
    }
}
