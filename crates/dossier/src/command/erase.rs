//! `dossier erase`.

use clap::Args;
use contracts::customer::v1::EraseCustomerRequest;

use super::read;
use crate::failure::Failure;
use crate::session::Session;

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// The id or number
    customer: String,
    /// Do it: what is erased cannot be brought back
    #[arg(long)]
    yes: bool,
}

pub(crate) async fn run(arguments: Arguments, session: &Session) -> Result<(), Failure> {
    confirmed(arguments.yes)?;
    let current = read(session, &arguments.customer).await?;
    let request = EraseCustomerRequest {
        customer: current.customer_id,
        etag: current.etag,
        request_id: session.request_id(),
        validate_only: false,
    };
    session.output.one(session.customers().erase_customer(request).await?.get_ref())
}

/// Refuses to erase what the user did not mean to lose.
pub(super) fn confirmed(yes: bool) -> Result<(), Failure> {
    if yes {
        return Ok(());
    }
    Err(Failure::usage(
        "erasing cannot be undone: the name, contacts and remarks become unreadable in all revisions; add --yes to do it",
        "抹除不可恢复：姓名、联系方式和备注在所有版本中都将无法读取；确认请加 --yes",
    ))
}
