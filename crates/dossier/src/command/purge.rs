//! `dossier purge`.

use clap::Args;
use contracts::customer::v1::PurgeCustomerRequest;

use super::erase::confirmed;
use super::read;
use crate::failure::Failure;
use crate::session::Session;

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// The id or number of a customer that is deleted
    customer: String,
    /// Do it: what is purged cannot be brought back
    #[arg(long)]
    yes: bool,
}

pub(crate) async fn run(arguments: Arguments, session: &Session) -> Result<(), Failure> {
    confirmed(arguments.yes)?;
    let current = read(session, &arguments.customer).await?;
    let request = PurgeCustomerRequest {
        customer: current.customer_id,
        etag: current.etag,
        request_id: session.request_id(),
        validate_only: false,
    };
    session.customers().purge_customer(request).await?;
    Ok(())
}
