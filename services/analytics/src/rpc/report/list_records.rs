//! ListReportRecords.

use access::log::Act;
use access::{Action, ClassSet, DataClass};
use contracts::analytics::v1::{ListReportRecordsRequest, ListReportRecordsResponse};
use conventions::page;
use conventions::time::to_day;
use conventions::violations::{Violations, require};
use uuid::Uuid;

use super::decode;
use crate::call::Call;
use crate::error::Error;
use crate::store::records;
use crate::store::sums::Question;

/// The most customers on a page.
const LARGEST_PAGE: usize = 1_000;

pub(super) async fn list_records(
    call: Call,
    mut request: ListReportRecordsRequest,
) -> Result<ListReportRecordsResponse, Error> {
    let size = page::size(std::mem::take(&mut request.page_size), LARGEST_PAGE);
    let token = std::mem::take(&mut request.page_token);
    let actor = call.caller.actor();
    let query = page::Query::new(&call.keys, &actor, &request);
    let after: Option<Uuid> = query.cursor(&token)?;
    call.allow_on_some(Action::List)?;
    let reported = call.audience(Action::ViewReports)?;
    let asked = call.allowed(decode::query(request.query.clone(), &call.reading().await?)?).await?;

    let mut violations = Violations::default();
    let measure = decode::measure(request.measure).filter(|measure| asked.measures.contains(measure));
    if measure.is_none() {
        violations.field("measure", |violations| violations.add("must be one of the query", "须为查询中的指标"));
    }
    let days = violations.field("period_start", |violations| {
        let start = match &request.period_start {
            Some(date) => Some(to_day(date, violations)?),
            None => None,
        };
        let days = asked.periods.days_of(start);
        if days.is_none() {
            violations.add(
                "must be the first day of a period of the report, absent of one without a grain",
                "须为报表中某一时间段的首日；无时间粒度时请留空",
            );
        }
        days
    });
    if request.values.len() != asked.dimensions.len() {
        violations.field("values", |violations| {
            violations.add("must be one for each dimension of the query", "须与查询的维度一一对应");
        });
    }
    let (measure, days) = require(violations, measure.zip(days))?;

    let question = Question {
        tenant: call.tenant(),
        measure: measure.performance(),
        dimensions: &asked.dimensions,
        days,
        periods: &[days.first],
        zone: asked.zone.as_ref().map(|(_, zones)| zones),
        currency: Some(&asked.currency),
        filter: asked.filter.as_ref(),
        audience: &call.listable(measure.performance(), &reported),
    };
    let mut customers = records::list(call.service.database(), question, &request.values, after, size + 1).await?;
    let has_more = customers.len() > size;
    customers.truncate(size);
    let next_page_token = match customers.last() {
        Some(last) if has_more => query.token(last)?,
        _ => String::new(),
    };
    let ids = customers.iter().map(ToString::to_string).collect();
    call.log(Act::List, "customer", customers, ClassSet::only(DataClass::Fact)).await?;
    Ok(ListReportRecordsResponse { customers: ids, next_page_token })
}
