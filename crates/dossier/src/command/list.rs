//! `dossier list`.

use clap::Args;
use contracts::customer::v1::ListCustomersRequest;

use crate::failure::Failure;
use crate::pages::Limit;
use crate::session::Session;

/// How many customers are asked for at once; the server answers no more.
const PAGE: usize = 1_000;

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// An AIP-160 filter: stage = "intent" AND create_time > "2026-01-01T00:00:00Z"
    #[arg(long, default_value_t)]
    filter: String,
    /// create_time or update_time, with " desc" for newest first [default: create_time desc]
    #[arg(long, value_name = "FIELD", default_value_t)]
    order_by: String,
    /// List deleted and erased customers too
    #[arg(long)]
    show_deleted: bool,
    /// Archived customers too
    #[arg(long)]
    show_archived: bool,
    #[command(flatten)]
    limit: Limit,
}

pub(crate) async fn run(arguments: Arguments, session: &Session) -> Result<(), Failure> {
    let mut pages = arguments.limit.pages(PAGE);
    let mut listing = session.output.listing();
    while let Some((page_size, page_token)) = pages.next() {
        let request = ListCustomersRequest {
            filter: arguments.filter.clone(),
            order_by: arguments.order_by.clone(),
            page_size,
            page_token,
            show_deleted: arguments.show_deleted,
            show_archived: arguments.show_archived,
        };
        let page = session.customers().list_customers(request).await?.into_inner();
        pages.received(page.customers.len(), page.next_page_token);
        listing.page(&page.customers)?;
    }
    listing.end()
}
