//! ReportService: its RPCs, by name.

mod decode;
mod encode;
mod figures;
mod forecast;
mod forecast_pipeline;
mod labels;
mod list_records;
mod render;
mod rights;
mod run;
mod words;

use std::sync::Arc;

use contracts::analytics::v1::report_service_server::ReportService;
use contracts::analytics::v1::{
    Forecast, ForecastPipelineRequest, ForecastReportRequest, ListReportRecordsRequest, ListReportRecordsResponse,
    PipelineForecast, RenderReportRequest, RenderReportResponse, Report, RunReportRequest,
};
use operation::Serve;
use tonic::{Request, Response, Status};

use crate::Service;

/// ReportService.
pub struct Reports(pub Arc<Service>);

type Answer<A> = Result<Response<A>, Status>;

#[tonic::async_trait]
impl ReportService for Reports {
    async fn run_report(&self, request: Request<RunReportRequest>) -> Answer<Report> {
        self.0.answer(request, run::run).await
    }

    async fn list_report_records(
        &self,
        request: Request<ListReportRecordsRequest>,
    ) -> Answer<ListReportRecordsResponse> {
        self.0.answer(request, list_records::list_records).await
    }

    async fn forecast_report(&self, request: Request<ForecastReportRequest>) -> Answer<Forecast> {
        self.0.answer(request, forecast::forecast).await
    }

    async fn forecast_pipeline(&self, request: Request<ForecastPipelineRequest>) -> Answer<PipelineForecast> {
        self.0.answer(request, forecast_pipeline::forecast_pipeline).await
    }

    async fn render_report(&self, request: Request<RenderReportRequest>) -> Answer<RenderReportResponse> {
        self.0.answer(request, render::render).await
    }
}
