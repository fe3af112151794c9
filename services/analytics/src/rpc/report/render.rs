//! RenderReport.

use contracts::analytics::v1::{RenderReportRequest, RenderReportResponse};

use super::run;
use crate::call::Call;
use crate::error::Error;
use crate::page;

pub(super) async fn render(call: Call, request: RenderReportRequest) -> Result<RenderReportResponse, Error> {
    let (language, asked) = (call.language(), request.report.unwrap_or_default());
    let name = asked.name.clone();
    let report = run::run(call, asked).await?;
    let html = page::render(&name, &report, language).map_err(|error| Error::Fault(error.to_string()))?;
    Ok(RenderReportResponse { html })
}
