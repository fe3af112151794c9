//! `dossier search`.

use clap::Args;
use contracts::customer::v1::SearchCustomersRequest;

use crate::failure::Failure;
use crate::pages::Limit;
use crate::session::Session;

/// How many customers are asked for at once; the server answers no more.
const PAGE: usize = 200;

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// Part of a name as it is written or read (`zhangsan`, `zs`), a customer number, a phone (whole, its last four or its first three
    /// or seven digits), a whole e-mail address or a WeChat id
    query: String,
    #[command(flatten)]
    limit: Limit,
}

pub(crate) async fn run(arguments: Arguments, session: &Session) -> Result<(), Failure> {
    let mut pages = arguments.limit.pages(PAGE);
    let mut listing = session.output.listing();
    while let Some((page_size, page_token)) = pages.next() {
        let request = SearchCustomersRequest { query: arguments.query.clone(), page_size, page_token };
        let page = session.customers().search_customers(request).await?.into_inner();
        pages.received(page.customers.len(), page.next_page_token);
        listing.page(&page.customers)?;
    }
    listing.end()
}
