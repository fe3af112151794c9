//! StaffService: its RPCs, by name. Those of teams are in `rpc/team`.

mod create;
mod decode;
mod encode;
mod get;
mod get_caller;
mod list;
mod update;
mod write;

use std::sync::Arc;

use contracts::customer::v1::staff_service_server::StaffService;
use contracts::customer::v1::{
    Caller, CreateStaffRequest, CreateTeamRequest, GetCallerRequest, GetStaffRequest, GetTeamRequest, ListStaffRequest,
    ListStaffResponse, ListTeamsRequest, ListTeamsResponse, Staff, Team, UpdateStaffRequest, UpdateTeamRequest,
};
use operation::Serve;
use tonic::{Request, Response, Status};

use super::team;
use crate::Service;

/// StaffService.
pub struct StaffAndTeams(pub Arc<Service>);

type Answer<A> = Result<Response<A>, Status>;

#[tonic::async_trait]
impl StaffService for StaffAndTeams {
    async fn create_staff(&self, request: Request<CreateStaffRequest>) -> Answer<Staff> {
        self.0.answer(request, create::create).await
    }

    async fn get_staff(&self, request: Request<GetStaffRequest>) -> Answer<Staff> {
        self.0.answer(request, get::get).await
    }

    async fn get_caller(&self, request: Request<GetCallerRequest>) -> Answer<Caller> {
        self.0.answer(request, get_caller::get_caller).await
    }

    async fn update_staff(&self, request: Request<UpdateStaffRequest>) -> Answer<Staff> {
        self.0.answer(request, update::update).await
    }

    async fn list_staff(&self, request: Request<ListStaffRequest>) -> Answer<ListStaffResponse> {
        self.0.answer(request, list::list).await
    }

    async fn create_team(&self, request: Request<CreateTeamRequest>) -> Answer<Team> {
        self.0.answer(request, team::create::create).await
    }

    async fn get_team(&self, request: Request<GetTeamRequest>) -> Answer<Team> {
        self.0.answer(request, team::get::get).await
    }

    async fn update_team(&self, request: Request<UpdateTeamRequest>) -> Answer<Team> {
        self.0.answer(request, team::update::update).await
    }

    async fn list_teams(&self, request: Request<ListTeamsRequest>) -> Answer<ListTeamsResponse> {
        self.0.answer(request, team::list::list).await
    }
}
