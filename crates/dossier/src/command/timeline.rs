//! `dossier timeline`.

use clap::Args;
use contracts::interaction::v1::ListTimelineRequest;

use crate::failure::Failure;
use crate::pages::Limit;
use crate::session::Session;

/// How many entries are asked for at once; the server answers no more.
const PAGE: usize = 1_000;

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// The id or number of the customer
    customer: String,
    #[command(flatten)]
    limit: Limit,
}

pub(crate) async fn run(arguments: Arguments, session: &Session) -> Result<(), Failure> {
    let mut pages = arguments.limit.pages(PAGE);
    let mut listing = session.output.listing();
    while let Some((page_size, page_token)) = pages.next() {
        let customer = arguments.customer.clone();
        let request = ListTimelineRequest { customer, page_size, page_token, kinds: Vec::new() };
        let page = session.timelines().list_timeline(request).await?.into_inner();
        pages.received(page.entries.len(), page.next_page_token);
        listing.page(&page.entries)?;
    }
    listing.end()
}
