//! `dossier claim`.

use clap::Args;
use contracts::customer::v1::ClaimCustomerRequest;

use super::read;
use crate::failure::Failure;
use crate::session::Session;

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// The id or number
    customer: String,
}

pub(crate) async fn run(arguments: Arguments, session: &Session) -> Result<(), Failure> {
    let current = read(session, &arguments.customer).await?;
    let request = ClaimCustomerRequest {
        customer: current.customer_id,
        etag: current.etag,
        request_id: session.request_id(),
        validate_only: false,
    };
    session.output.one(session.ownership().claim_customer(request).await?.get_ref())
}
