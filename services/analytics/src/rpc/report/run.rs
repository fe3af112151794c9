//! RunReport.

use access::log::Act;
use access::{Action, ClassSet, DataClass};
use contracts::analytics::v1::{Report, RunReportRequest};
use conventions::time::to_timestamp;

use super::{decode, encode};
use crate::call::Call;
use crate::error::Error;

/// What the access log calls a report.
pub(super) const KIND: &str = "report";

pub(super) async fn run(call: Call, request: RunReportRequest) -> Result<Report, Error> {
    let with_labels = request.with_labels;
    call.audience(Action::ViewReports)?;
    let reading = call.reading().await?;
    let asked = call.allowed(decode::report(request, &reading)?).await?;
    let (rows, totals) = call.figures(&asked).await?;
    call.log(Act::View, KIND, Vec::new(), ClassSet::only(DataClass::Fact)).await?;
    let query = encode::query(&asked);
    let mut rows: Vec<_> = rows.into_iter().map(|row| encode::row(&asked, row)).collect();
    if with_labels {
        call.label(&query, &mut rows).await;
    }
    Ok(Report {
        query: Some(query),
        rows,
        totals: totals.into_iter().map(|figure| encode::figure(&asked, figure)).collect(),
        create_time: Some(to_timestamp(reading.now)),
    })
}
