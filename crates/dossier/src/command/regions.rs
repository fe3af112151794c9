//! `dossier regions`.

use clap::Args;
use contracts::customer::v1::ListRegionsRequest;

use crate::failure::Failure;
use crate::session::Session;

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// The code of the region whose divisions are listed, such as 440000
    #[arg(default_value_t)]
    parent: String,
}

pub(crate) async fn run(arguments: Arguments, session: &Session) -> Result<(), Failure> {
    let request = ListRegionsRequest { parent: arguments.parent };
    let regions = session.vocabularies().list_regions(request).await?.into_inner().regions;
    let mut listing = session.output.listing();
    listing.page(&regions)?;
    listing.end()
}
