//! `dossier endpoints`.

use clap::Subcommand;
use contracts::reminder::v1::{
    CreateEndpointRequest, DeleteEndpointRequest, Endpoint, GetEndpointRequest, Guarantee, ListEndpointsRequest,
    RotateEndpointSecretRequest, UpdateEndpointRequest,
};

use super::{mask, set};
use crate::failure::Failure;
use crate::pages::Limit;
use crate::session::Session;

/// How many are asked for at once; the server answers no more.
const PAGE: usize = 1_000;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// List endpoints, oldest first
    List {
        #[command(flatten)]
        limit: Limit,
    },
    /// Read an endpoint
    Get {
        /// The id
        endpoint: String,
    },
    /// Add a webhook or an e-mail address; the secret that signs is told this once
    Create {
        /// What it is called
        #[arg(long)]
        title: String,
        /// The webhook: https://host/path
        #[arg(long, default_value_t, conflicts_with = "email", required_unless_present = "email")]
        url: String,
        /// The e-mail address
        #[arg(long, default_value_t)]
        email: String,
        /// Only of what this staff member has to do or watches, by id
        #[arg(long, default_value_t)]
        staff: String,
        /// Tell the title of the task too; it may name a person
        #[arg(long)]
        with_title: bool,
        /// Try once and never again: a notice may be lost, and never arrives twice
        #[arg(long)]
        at_most_once: bool,
    },
    /// Change the given fields; what waits to be delivered goes where the endpoint leads from then on
    Update {
        /// The id
        endpoint: String,
        /// What it is called
        #[arg(long)]
        title: Option<String>,
        /// Of a webhook: https://host/path
        #[arg(long)]
        url: Option<String>,
        /// Of an e-mail address: the address
        #[arg(long)]
        email: Option<String>,
        /// Only of what this staff member has to do or watches, by id; empty for everybody's
        #[arg(long)]
        staff: Option<String>,
        /// Whether the title of the task is told too; it may name a person
        #[arg(long, value_name = "true|false")]
        with_title: Option<bool>,
    },
    /// End an endpoint for good; what waits to be delivered to it is dropped
    Delete {
        /// The id
        endpoint: String,
    },
    /// Give a webhook another secret, told this once; the one before signs for a day too
    RotateSecret {
        /// The id
        endpoint: String,
    },
}

pub(crate) async fn run(command: Command, session: &Session) -> Result<(), Failure> {
    let mut calls = session.endpoints();
    let (request_id, etag) = (session.request_id(), String::new());
    let endpoint = match command {
        Command::List { limit } => return list(limit, session).await,
        Command::Get { endpoint } => calls.get_endpoint(GetEndpointRequest { endpoint_id: endpoint }).await?,
        Command::Create { title, url, email, staff, with_title, at_most_once } => {
            let guarantee = if at_most_once { Guarantee::AtMostOnce } else { Guarantee::AtLeastOnce }.into();
            let endpoint = Endpoint { title, url, email, staff, with_title, guarantee, ..Endpoint::default() };
            let request = CreateEndpointRequest { endpoint: Some(endpoint), request_id, validate_only: false };
            calls.create_endpoint(request).await?
        }
        Command::Update { endpoint, title, url, email, staff, with_title } => {
            let read = calls.get_endpoint(GetEndpointRequest { endpoint_id: endpoint }).await?;
            let (mut changed, mut paths) = (read.into_inner(), Vec::new());
            set("title", &mut changed.title, title, &mut paths);
            set("url", &mut changed.url, url, &mut paths);
            set("email", &mut changed.email, email, &mut paths);
            set("staff", &mut changed.staff, staff, &mut paths);
            set("with_title", &mut changed.with_title, with_title, &mut paths);
            let (endpoint, update_mask) = (Some(changed), Some(mask(paths)?));
            let request = UpdateEndpointRequest { endpoint, update_mask, request_id, validate_only: false };
            calls.update_endpoint(request).await?
        }
        Command::Delete { endpoint } => {
            let request = DeleteEndpointRequest { endpoint_id: endpoint, etag, request_id, validate_only: false };
            calls.delete_endpoint(request).await?
        }
        Command::RotateSecret { endpoint } => {
            let request = RotateEndpointSecretRequest { endpoint_id: endpoint, etag, request_id, validate_only: false };
            calls.rotate_endpoint_secret(request).await?
        }
    };
    session.output.one(endpoint.get_ref())
}

async fn list(limit: Limit, session: &Session) -> Result<(), Failure> {
    let mut pages = limit.pages(PAGE);
    let mut listing = session.output.listing();
    while let Some((page_size, page_token)) = pages.next() {
        let page =
            session.endpoints().list_endpoints(ListEndpointsRequest { page_size, page_token }).await?.into_inner();
        pages.received(page.endpoints.len(), page.next_page_token);
        listing.page(&page.endpoints)?;
    }
    listing.end()
}
