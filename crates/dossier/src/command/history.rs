//! `dossier history`.

use clap::Args;
use contracts::customer::v1::{CustomerRevision, ListCustomerRevisionsRequest};

use crate::failure::Failure;
use crate::output::record::Revision;
use crate::pages::Limit;
use crate::session::Session;

/// How many revisions are asked for at once; the server answers no more.
const PAGE: usize = 200;

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// The id or number
    customer: String,
    #[command(flatten)]
    limit: Limit,
}

/// Revisions come newest first: each is printed when the one before it is known, perhaps from the next page.
pub(crate) async fn run(arguments: Arguments, session: &Session) -> Result<(), Failure> {
    let mut pages = arguments.limit.and_one().pages(PAGE);
    let mut listing = session.output.listing();
    let mut held: Option<CustomerRevision> = None;
    let mut printed = 0;
    while let Some((page_size, page_token)) = pages.next() {
        let customer = arguments.customer.clone();
        let request = ListCustomerRevisionsRequest { customer, page_size, page_token };
        let page = session.customers().list_customer_revisions(request).await?.into_inner();
        pages.received(page.revisions.len(), page.next_page_token);
        let mut shown = Vec::new();
        for revision in page.revisions {
            let before = revision.customer.clone();
            shown.extend(held.replace(revision).map(|held| Revision::new(held, before.as_ref())));
        }
        if pages.is_over() && arguments.limit.includes(printed + shown.len()) {
            shown.extend(held.take().map(|first| Revision::new(first, None)));
        }
        printed += shown.len();
        listing.page(&shown)?;
    }
    listing.end()
}
