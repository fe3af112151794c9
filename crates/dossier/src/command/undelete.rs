//! `dossier undelete`.

use clap::Args;
use contracts::customer::v1::UndeleteCustomerRequest;

use crate::failure::Failure;
use crate::session::Session;

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// The id or number
    customer: String,
}

pub(crate) async fn run(arguments: Arguments, session: &Session) -> Result<(), Failure> {
    let request = UndeleteCustomerRequest {
        customer: arguments.customer,
        request_id: session.request_id(),
        ..UndeleteCustomerRequest::default()
    };
    session.output.one(session.customers().undelete_customer(request).await?.get_ref())
}
