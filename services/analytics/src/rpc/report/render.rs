//! RenderReport.

use contracts::analytics::v1::{RenderReportRequest, RenderReportResponse, ReportFormat, RunReportRequest};

use super::run;
use crate::call::Call;
use crate::error::Error;
use crate::page;

pub(super) async fn render(call: Call, request: RenderReportRequest) -> Result<RenderReportResponse, Error> {
    let (language, format) = (call.language(), request.format());
    let asked = RunReportRequest { with_labels: true, ..request.report.unwrap_or_default() };
    let name = asked.name.clone();
    let report = run::run(call, asked).await?;
    let mut answer = RenderReportResponse::default();
    match format {
        ReportFormat::Unspecified | ReportFormat::Html => {
            answer.html = page::render(&name, &report, language).map_err(|error| Error::Fault(error.to_string()))?;
        }
        ReportFormat::Xlsx => {
            answer.xlsx = page::workbook(&name, &report, language).map_err(|error| Error::Fault(error.to_string()))?;
        }
    }
    Ok(answer)
}
