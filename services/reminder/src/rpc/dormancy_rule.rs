//! DormancyService: its RPCs, by name.

mod create;
mod decode;
mod delete;
mod encode;
mod get;
mod list;
mod preview;
mod target;
mod update;

use std::sync::Arc;

use contracts::reminder::v1::dormancy_service_server::DormancyService;
use contracts::reminder::v1::{
    CreateDormancyRuleRequest, DeleteDormancyRuleRequest, DormancyRule, GetDormancyRuleRequest,
    ListDormancyRulesRequest, ListDormancyRulesResponse, PreviewDormancyRuleRequest, PreviewDormancyRuleResponse,
    UpdateDormancyRuleRequest,
};
use operation::Serve;
use tonic::{Request, Response, Status};

use crate::Service;

/// DormancyService.
pub struct Dormancies(pub Arc<Service>);

type Answer<A> = Result<Response<A>, Status>;

#[tonic::async_trait]
impl DormancyService for Dormancies {
    async fn create_dormancy_rule(&self, request: Request<CreateDormancyRuleRequest>) -> Answer<DormancyRule> {
        self.0.answer(request, create::create).await
    }

    async fn get_dormancy_rule(&self, request: Request<GetDormancyRuleRequest>) -> Answer<DormancyRule> {
        self.0.answer(request, get::get).await
    }

    async fn update_dormancy_rule(&self, request: Request<UpdateDormancyRuleRequest>) -> Answer<DormancyRule> {
        self.0.answer(request, update::update).await
    }

    async fn delete_dormancy_rule(&self, request: Request<DeleteDormancyRuleRequest>) -> Answer<DormancyRule> {
        self.0.answer(request, delete::delete).await
    }

    async fn list_dormancy_rules(
        &self,
        request: Request<ListDormancyRulesRequest>,
    ) -> Answer<ListDormancyRulesResponse> {
        self.0.answer(request, list::list).await
    }

    async fn preview_dormancy_rule(
        &self,
        request: Request<PreviewDormancyRuleRequest>,
    ) -> Answer<PreviewDormancyRuleResponse> {
        self.0.answer(request, preview::preview).await
    }
}
