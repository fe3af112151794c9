//! `dossier deliveries`.

use clap::Subcommand;
use contracts::reminder::v1::{DeliveryState, GetDeliveryRequest, ListDeliveriesRequest, ReplayDeliveryRequest};

use crate::failure::Failure;
use crate::pages::Limit;
use crate::session::Session;

/// How many are asked for at once; the server answers no more.
const PAGE: usize = 1_000;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// List deliveries, oldest first
    List {
        /// Only those to this endpoint, by id
        #[arg(long, default_value_t)]
        endpoint: String,
        /// Only those that tell of this task, by id
        #[arg(long, default_value_t)]
        task: String,
        /// Only the dead letters: those that were given up
        #[arg(long)]
        dead: bool,
        #[command(flatten)]
        limit: Limit,
    },
    /// Read a delivery
    Get {
        /// The id
        delivery: String,
    },
    /// Send a delivery that was given up again, as if it were new
    Replay {
        /// The id
        delivery: String,
    },
}

pub(crate) async fn run(command: Command, session: &Session) -> Result<(), Failure> {
    let mut calls = session.deliveries();
    let delivery = match command {
        Command::List { endpoint, task, dead, limit } => {
            let state = if dead { DeliveryState::Dead } else { DeliveryState::Unspecified }.into();
            let wanted = ListDeliveriesRequest { endpoint_id: endpoint, task_id: task, state, ..Default::default() };
            return list(wanted, limit, session).await;
        }
        Command::Get { delivery } => calls.get_delivery(GetDeliveryRequest { delivery_id: delivery }).await?,
        Command::Replay { delivery } => {
            let (etag, request_id) = (String::new(), session.request_id());
            let request = ReplayDeliveryRequest { delivery_id: delivery, etag, request_id, validate_only: false };
            calls.replay_delivery(request).await?
        }
    };
    session.output.one(delivery.get_ref())
}

async fn list(wanted: ListDeliveriesRequest, limit: Limit, session: &Session) -> Result<(), Failure> {
    let mut pages = limit.pages(PAGE);
    let mut listing = session.output.listing();
    while let Some((page_size, page_token)) = pages.next() {
        let request = ListDeliveriesRequest { page_size, page_token, ..wanted.clone() };
        let page = session.deliveries().list_deliveries(request).await?.into_inner();
        pages.received(page.deliveries.len(), page.next_page_token);
        listing.page(&page.deliveries)?;
    }
    listing.end()
}
