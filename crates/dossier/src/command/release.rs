//! `dossier release`.

use clap::Args;
use contracts::customer::v1::ReleaseCustomerRequest;

use super::read;
use crate::failure::Failure;
use crate::session::Session;

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// The id or number
    customer: String,
    /// Why; kept with the change
    #[arg(long)]
    reason: String,
}

pub(crate) async fn run(arguments: Arguments, session: &Session) -> Result<(), Failure> {
    let current = read(session, &arguments.customer).await?;
    let request = ReleaseCustomerRequest {
        customer: current.customer_id,
        etag: current.etag,
        reason: arguments.reason,
        request_id: session.request_id(),
        validate_only: false,
    };
    session.output.one(session.ownership().release_customer(request).await?.get_ref())
}
