//! ReminderService: its RPCs, by name.

mod create;
mod decode;
mod delete;
pub(crate) mod encode;
mod get;
mod list;
mod schedule;
mod simulate;
mod target;
mod update;
mod watch;

use std::sync::Arc;

use contracts::reminder::v1::reminder_service_server::ReminderService;
use contracts::reminder::v1::{
    CreateReminderRequest, DeleteReminderRequest, GetReminderRequest, ListRemindersRequest, ListRemindersResponse,
    Reminder, SimulateRequest, SimulateResponse, UpdateReminderRequest, WatchRemindersRequest, WatchRemindersResponse,
};
use futures::stream::BoxStream;
use operation::Serve;
use tonic::{Request, Response, Status};

use crate::Service;

/// ReminderService.
pub struct Reminders(pub Arc<Service>);

type Answer<A> = Result<Response<A>, Status>;

#[tonic::async_trait]
impl ReminderService for Reminders {
    type WatchRemindersStream = BoxStream<'static, Result<WatchRemindersResponse, Status>>;

    async fn create_reminder(&self, request: Request<CreateReminderRequest>) -> Answer<Reminder> {
        self.0.answer(request, create::create).await
    }

    async fn get_reminder(&self, request: Request<GetReminderRequest>) -> Answer<Reminder> {
        self.0.answer(request, get::get).await
    }

    async fn update_reminder(&self, request: Request<UpdateReminderRequest>) -> Answer<Reminder> {
        self.0.answer(request, update::update).await
    }

    async fn delete_reminder(&self, request: Request<DeleteReminderRequest>) -> Answer<Reminder> {
        self.0.answer(request, delete::delete).await
    }

    async fn list_reminders(&self, request: Request<ListRemindersRequest>) -> Answer<ListRemindersResponse> {
        self.0.answer(request, list::list).await
    }

    async fn simulate(&self, request: Request<SimulateRequest>) -> Answer<SimulateResponse> {
        self.0.answer(request, simulate::simulate).await
    }

    async fn watch_reminders(&self, request: Request<WatchRemindersRequest>) -> Answer<Self::WatchRemindersStream> {
        self.0.answer_with_stream(request, watch::watch).await
    }
}
