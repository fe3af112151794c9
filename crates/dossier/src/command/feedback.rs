//! `dossier feedback`.

use clap::Subcommand;
use contracts::interaction::v1 as wire;
use contracts::interaction::v1::{CreateFeedbackRequest, Feedback, ListFeedbackRequest};

use super::channel::Channel;
use crate::failure::Failure;
use crate::pages::Limit;
use crate::session::Session;

/// How many are asked for at once; the server answers no more.
const PAGE: usize = 1_000;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// List feedback, newest first
    List {
        /// Only that of this customer, by id or number
        #[arg(long, default_value_t)]
        customer: String,
        /// Only that which matches, such as 'rating <= 2'
        #[arg(long, default_value_t)]
        filter: String,
        #[command(flatten)]
        limit: Limit,
    },
    /// Record what a customer thinks of us
    Create {
        /// The id or number of the customer
        customer: String,
        /// The way by which it came
        #[arg(long, value_enum)]
        channel: Channel,
        /// How satisfied the customer is, 1 to 5
        #[arg(long, value_parser = clap::value_parser!(i32).range(1..=5))]
        rating: Option<i32>,
        /// How likely the customer would recommend us, 0 to 10
        #[arg(long, value_parser = clap::value_parser!(i32).range(0..=10))]
        recommendation: Option<i32>,
        /// What the customer said
        #[arg(long, value_name = "TEXT", default_value_t)]
        comment: String,
        /// What the customer would have us do
        #[arg(long, value_name = "TEXT", default_value_t)]
        suggestion: String,
    },
}

pub(crate) async fn run(command: Command, session: &Session) -> Result<(), Failure> {
    match command {
        Command::List { customer, filter, limit } => {
            list(ListFeedbackRequest { customer, filter, ..Default::default() }, limit, session).await
        }
        Command::Create { customer, channel, rating, recommendation, comment, suggestion } => {
            let feedback = Feedback {
                customer,
                channel: wire::Channel::from(channel).into(),
                rating: rating.unwrap_or_default(),
                recommendation,
                comment,
                suggestion,
                ..Feedback::default()
            };
            let request_id = session.request_id();
            let request = CreateFeedbackRequest { feedback: Some(feedback), request_id, validate_only: false };
            session.output.one(session.feedback().create_feedback(request).await?.get_ref())
        }
    }
}

async fn list(wanted: ListFeedbackRequest, limit: Limit, session: &Session) -> Result<(), Failure> {
    let mut pages = limit.pages(PAGE);
    let mut listing = session.output.listing();
    while let Some((page_size, page_token)) = pages.next() {
        let request = ListFeedbackRequest { page_size, page_token, ..wanted.clone() };
        let page = session.feedback().list_feedback(request).await?.into_inner();
        pages.received(page.feedback.len(), page.next_page_token);
        listing.page(&page.feedback)?;
    }
    listing.end()
}
