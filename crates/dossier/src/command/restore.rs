//! `dossier restore`.

use clap::Args;
use contracts::customer::v1::RestoreCustomerRevisionRequest;
use prost_types::FieldMask;

use super::read;
use crate::failure::Failure;
use crate::session::Session;

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// The id or number
    customer: String,
    /// The revision that is wanted, as `history` tells it
    revision: i64,
    /// Only this field, such as remarks; may be given several times
    #[arg(long = "field", value_name = "FIELD")]
    fields: Vec<String>,
}

pub(crate) async fn run(arguments: Arguments, session: &Session) -> Result<(), Failure> {
    let current = read(session, &arguments.customer).await?;
    let request = RestoreCustomerRevisionRequest {
        customer: current.customer_id,
        revision: arguments.revision,
        field_mask: Some(FieldMask { paths: arguments.fields }).filter(|mask| !mask.paths.is_empty()),
        etag: current.etag,
        request_id: session.request_id(),
        validate_only: false,
    };
    session.output.one(session.customers().restore_customer_revision(request).await?.get_ref())
}
