//! `dossier archive`.

use clap::Args;
use contracts::customer::v1::ArchiveCustomerRequest;

use crate::failure::Failure;
use crate::session::Session;

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// The id or number
    customer: String,
}

pub(crate) async fn run(arguments: Arguments, session: &Session) -> Result<(), Failure> {
    let request = ArchiveCustomerRequest {
        customer: arguments.customer,
        request_id: session.request_id(),
        ..ArchiveCustomerRequest::default()
    };
    session.output.one(session.customers().archive_customer(request).await?.get_ref())
}
