//! `dossier tag` and `dossier untag`.

use clap::Args;
use contracts::customer::v1::{AddTagsRequest, RemoveTagsRequest};

use crate::failure::Failure;
use crate::session::Session;

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// The id or number
    customer: String,
    /// Codes or names of tags
    #[arg(required = true, value_name = "TAG")]
    tags: Vec<String>,
}

pub(crate) async fn add(arguments: Arguments, session: &Session) -> Result<(), Failure> {
    let Arguments { customer, tags } = arguments;
    let request = AddTagsRequest { customer, tags, request_id: session.request_id(), ..AddTagsRequest::default() };
    session.output.one(session.customers().add_tags(request).await?.get_ref())
}

pub(crate) async fn remove(arguments: Arguments, session: &Session) -> Result<(), Failure> {
    let Arguments { customer, tags } = arguments;
    let request =
        RemoveTagsRequest { customer, tags, request_id: session.request_id(), ..RemoveTagsRequest::default() };
    session.output.one(session.customers().remove_tags(request).await?.get_ref())
}
