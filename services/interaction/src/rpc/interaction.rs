//! InteractionService: its RPCs, by name.

mod create;
mod decode;
mod delete;
mod encode;
mod field_class;
mod get;
mod list;
mod list_revisions;
mod participants;
mod undelete;
mod update;

use std::sync::Arc;

use access::{Action, ClassSet, DataClass};
use clock::Instant;
use contracts::interaction::v1::interaction_service_server::InteractionService;
use contracts::interaction::v1::{
    CreateInteractionRequest, DeleteInteractionRequest, GetInteractionRequest, Interaction as Sent,
    ListInteractionRevisionsRequest, ListInteractionRevisionsResponse, ListInteractionsRequest,
    ListInteractionsResponse, UndeleteInteractionRequest, UpdateInteractionRequest,
};
use conventions::violations::Violations;
use expression::Schema;
use operation::{Answer as Again, Serve};
use tonic::{Request, Response, Status};
use uuid::Uuid;

use super::draft::{Before, Draft, Meant, Written};
use super::target::Resource;
use crate::Service;
use crate::call::Call;
use crate::domain::activity::Activity;
use crate::domain::interaction::Interaction;
use crate::error::Error;
use crate::store::activity_filter;

/// InteractionService.
pub struct Interactions(pub Arc<Service>);

type Answer<A> = Result<Response<A>, Status>;

#[tonic::async_trait]
impl InteractionService for Interactions {
    async fn create_interaction(&self, request: Request<CreateInteractionRequest>) -> Answer<Sent> {
        self.0.answer(request, create::create).await
    }

    async fn get_interaction(&self, request: Request<GetInteractionRequest>) -> Answer<Sent> {
        self.0.answer(request, get::get).await
    }

    async fn update_interaction(&self, request: Request<UpdateInteractionRequest>) -> Answer<Sent> {
        self.0.answer(request, update::update).await
    }

    async fn list_interactions(&self, request: Request<ListInteractionsRequest>) -> Answer<ListInteractionsResponse> {
        self.0.answer(request, list::list).await
    }

    async fn delete_interaction(&self, request: Request<DeleteInteractionRequest>) -> Answer<Sent> {
        self.0.answer(request, delete::delete).await
    }

    async fn undelete_interaction(&self, request: Request<UndeleteInteractionRequest>) -> Answer<Sent> {
        self.0.answer(request, undelete::undelete).await
    }

    async fn list_interaction_revisions(
        &self,
        request: Request<ListInteractionRevisionsRequest>,
    ) -> Answer<ListInteractionRevisionsResponse> {
        self.0.answer(request, list_revisions::list_revisions).await
    }
}

impl Resource for Interaction {
    type Sent = Sent;
    const VIEW: Action = Action::ViewInteractions;
    const EDIT: Action = Action::EditInteractions;

    fn filters() -> &'static Schema {
        &activity_filter::INTERACTION
    }

    fn encode(activity: &Activity<Self>, classes: ClassSet) -> Sent {
        encode::interaction(activity, classes)
    }
}

impl Written for Interaction {
    const FIELD: &'static str = "interaction";
    const ID: &'static str = "interaction_id";

    fn class(field: &str) -> DataClass {
        field_class::field_class(field)
    }

    fn meant(sent: &Sent) -> Meant<'_> {
        Meant { customer: &sent.customer, id: &sent.interaction_id, etag: &sent.etag }
    }

    fn read(sent: &Sent, before: Before<'_, Self>, now: Instant, violations: &mut Violations) -> Option<Draft<Self>> {
        decode::interaction(sent, before, now, violations)
    }

    async fn confirm(call: &Call, draft: &Draft<Self>, before: Option<&Draft<Self>>) -> Result<(), Error> {
        let (staff, persons) = participants::new(&draft.1, before.map(|(_, facts, _)| facts));
        call.confirm_participants(staff, persons).await
    }
}

impl Again<Service> for Sent {
    async fn again(call: &Call, id: Uuid, revision: i64) -> Result<Self, Error> {
        call.again::<Interaction>(id, revision).await
    }
}
