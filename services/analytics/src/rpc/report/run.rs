//! RunReport.

use access::log::Act;
use access::{Action, ClassSet, DataClass};
use contracts::analytics::v1::{Report, RunReportRequest};
use conventions::time::to_timestamp;

use super::{decode, encode};
use crate::call::Call;
use crate::error::Error;
use crate::store::tenant_zone;

/// What the access log calls a report.
pub(super) const KIND: &str = "report";

pub(super) async fn run(call: Call, request: RunReportRequest) -> Result<Report, Error> {
    call.audience(Action::ViewReports)?;
    let zones = tenant_zone::find(call.service.database(), call.tenant()).await?;
    let now = call.service.records.clock.now();
    let asked = call.allowed(decode::report(request, |zones| zones.day(now), &zones)?).await?;
    let (rows, totals) = call.figures(&asked).await?;
    call.log(Act::View, KIND, Vec::new(), ClassSet::only(DataClass::Fact)).await?;
    Ok(Report {
        query: Some(encode::query(&asked)),
        rows: rows.into_iter().map(|row| encode::row(&asked, row)).collect(),
        totals: totals.into_iter().map(|figure| encode::figure(&asked, figure)).collect(),
        create_time: Some(to_timestamp(now)),
    })
}
