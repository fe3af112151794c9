//! What a report asks, read into values that cannot be wrong.

use clock::Instant;
use contracts::analytics::v1 as wire;
use conventions::time::to_day;
use conventions::violations::{Violations, require};
use expression::Filter;
use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::encode;
use crate::call::Call;
use crate::domain::report::{Comparison, Days, Dimension, Grain, MOST_PERIODS, Measure, Named, Periods, Subject};
use crate::domain::zones::Zones;
use crate::error::Error;
use crate::rpc::money;
use crate::store::tag::Synonyms;
use crate::store::turn::{self, Turn};
use crate::store::{records, tenant_zone};

/// The months of a report whose first day is not said.
const MONTHS: i32 = 12;

/// The most periods into which customers who bought are counted: each customer once in each.
const MOST_PURCHASE_PERIODS: usize = 120;

/// What a report asks.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    /// What was heard when it was asked.
    pub(super) turn: Turn,
    pub(super) measures: Vec<Measure>,
    pub(super) dimensions: Vec<Dimension>,
    pub(super) periods: Periods,
    /// The periods with which those are compared, and the word for it.
    pub(super) compared: Option<(Comparison, Periods)>,
    /// In which zone days begin, if not in that of the tenant.
    pub(super) zone: Option<(String, Zones)>,
    pub(super) filter: Option<Filter>,
    /// Transactions in which currency are looked at; empty until it is known, and of a report on none.
    pub(super) currency: String,
}

impl Asked {
    /// The same question, put so that its rows count each customer once; none where they do already.
    pub(super) fn each_once(&self) -> Option<Self> {
        let has_tags = self.dimensions.contains(&Dimension::Tag);
        let counts_once = self.measures.iter().any(|measure| measure.counts_once());
        let are_told_apart = has_tags || (counts_once && self.periods.grain().is_some());
        if !are_told_apart {
            return None;
        }
        let others = self.dimensions.iter().copied().filter(|dimension| *dimension != Dimension::Tag);
        let whole =
            |periods: &Periods| if counts_once { Periods::new(periods.days(), None) } else { Some(periods.clone()) };
        Some(Self {
            dimensions: others.collect(),
            periods: whole(&self.periods)?,
            compared: match &self.compared {
                Some((comparison, periods)) => Some((*comparison, whole(periods)?)),
                None => None,
            },
            ..self.clone()
        })
    }
}

/// What a query is read by besides itself.
pub(super) struct Reading {
    pub(super) now: Instant,
    /// What was heard before the rest was read.
    pub(super) turn: Turn,
    /// The zones of the tenant.
    pub(super) zones: Zones,
    pub(super) synonyms: Synonyms,
}

impl Call {
    /// By what queries of the caller are read.
    pub(super) async fn reading(&self) -> Result<Reading, Error> {
        let now = self.service.records.clock.now();
        let turn = turn::last(self.service.database()).await?;
        let zones = tenant_zone::find(self.service.database(), self.tenant()).await?;
        Ok(Reading { now, turn, zones, synonyms: self.tag_synonyms().await? })
    }
}

/// Reads a named report, or any other.
pub(super) fn report(request: wire::RunReportRequest, reading: &Reading) -> Result<Asked, Error> {
    let mut query = request.query.unwrap_or_default();
    let mut violations = Violations::default();
    if !request.name.is_empty() {
        match Named::find(&request.name) {
            None => {
                violations.field("name", |violations| {
                    let names: Vec<_> = Named::names().collect();
                    let names = names.join(", ");
                    violations.add(format!("no such report: one of {names}"), format!("没有这个报表，可用：{names}"));
                });
                // What it would measure is not known.
                return Ok(require(violations, None)?);
            }
            Some(_) if !(query.measures.is_empty() && query.dimensions.is_empty()) => {
                violations.field("query", |violations| {
                    violations.add(
                        "a named report says measures and dimensions itself: leave them or the name out",
                        "命名报表自带指标和维度，请勿同时填写，或去掉名称",
                    );
                });
            }
            Some(named) => {
                query.measures = named.measures.iter().map(|measure| encode::measure(*measure).into()).collect();
                query.dimensions = named.dimensions.iter().map(|known| encode::dimension(*known).into()).collect();
                if query.grain == 0 && !query.measures.contains(&wire::Measure::Customers.into()) {
                    query.grain = named.grain.map_or(0, |grain| encode::grain(grain).into());
                }
            }
        }
    }
    let asked = violations.field("query", |violations| read(query, reading, violations));
    Ok(require(violations, asked)?)
}

/// Reads a query in the field `query`.
pub(super) fn query(query: Option<wire::ReportQuery>, reading: &Reading) -> Result<Asked, Error> {
    let mut violations = Violations::default();
    let asked = violations.field("query", |violations| read(query.unwrap_or_default(), reading, violations));
    Ok(require(violations, asked)?)
}

fn read(query: wire::ReportQuery, reading: &Reading, violations: &mut Violations) -> Option<Asked> {
    let measures = violations.field("measures", |violations| measures(&query.measures, violations));
    let dimensions = dimensions(&query.dimensions, measures.as_deref().unwrap_or_default(), violations);
    let grain = grain(query.grain);
    let comparison = comparison(query.comparison);
    let counts_now = measures.iter().flatten().any(|measure| !measure.has_days());
    if counts_now && (grain.is_some() || comparison.is_some()) {
        violations.field(if grain.is_some() { "grain" } else { "comparison" }, |violations| {
            violations.add(
                "customers are counted as they are now, without periods: leave it out, or ask for created_customers",
                "在册客户数为当前值，没有时间粒度与对比；请去掉，或改用 created_customers",
            );
        });
    }
    if measures.iter().flatten().any(|measure| measure.is_of_targets()) {
        refuse_parts_of_targets(&query, grain, violations);
    }
    if measures.iter().flatten().any(|measure| measure.subject() == Subject::Cohorts) {
        refuse_parts_of_cohorts(&query, grain, violations);
    }
    let zone = violations.field("zone", |violations| zone(&query.zone, violations));
    let zones = zone.iter().flatten().next().map_or(&reading.zones, |(_, zones)| zones);
    let days = days(&query, || zones.day(reading.now), violations);
    let periods = days.and_then(|days| {
        let periods = Periods::new(days, grain);
        if periods.is_none() {
            violations.field("grain", |violations| {
                violations.add(
                    format!("makes more than {MOST_PERIODS} periods: ask for fewer days or a coarser grain"),
                    format!("时间段超过 {MOST_PERIODS} 个，请缩短时间范围或放大粒度"),
                );
            });
        }
        periods
    });
    if periods.as_ref().is_some_and(|periods| periods.count() > MOST_PURCHASE_PERIODS)
        && measures.iter().flatten().any(|measure| measure.counts_once())
    {
        violations.field("grain", |violations| {
            violations.add(
                format!("makes more than {MOST_PURCHASE_PERIODS} periods of buying customers: ask for fewer days or a coarser grain"),
                format!("购买客户最多可分 {MOST_PURCHASE_PERIODS} 个时间段，请缩短时间范围或放大粒度"),
            );
        });
    }
    let currency =
        violations.field("currency_code", |violations| currency(&query.currency_code, measures.as_deref(), violations));
    let filter = violations.field("filter", |violations| filter(&query.filter, reading, violations));
    let (measures, dimensions, periods) = (measures?, dimensions?, periods?);
    let compared = match comparison {
        Some(comparison) => Some((comparison, periods.compared(comparison)?)),
        None => None,
    };
    let (zone, filter, currency) = (zone?, filter?, currency?);
    Some(Asked { turn: reading.turn, measures, dimensions, periods, compared, zone, filter, currency })
}

fn measures(sent: &[i32], violations: &mut Violations) -> Option<Vec<Measure>> {
    let measures: Vec<Measure> = sent.iter().filter_map(|sent| measure(*sent)).collect();
    if measures.is_empty() {
        violations.add("ask for at least one", "至少需要一个指标");
    }
    let good = measures.len() == sent.len() && is_each_once(&measures, violations);
    (good && !measures.is_empty()).then_some(measures)
}

fn dimensions(sent: &[i32], measures: &[Measure], violations: &mut Violations) -> Option<Vec<Dimension>> {
    let mut dimensions = Vec::with_capacity(sent.len());
    for (index, sent) in sent.iter().enumerate() {
        let Some(dimension) = dimension(*sent) else { continue };
        if let Some(measure) = measures.iter().find(|measure| !measure.is_known_by(dimension)) {
            let (measure, dimension) = (<&str>::from(*measure), <&str>::from(dimension));
            violations.field("dimensions", |violations| {
                violations.item(index, |violations| {
                    violations.add(
                        format!("{measure} are not known by {dimension}: ask for one of the two"),
                        format!("指标 {measure} 不能按 {dimension} 划分，请去掉其一"),
                    );
                });
            });
            return None;
        }
        dimensions.push(dimension);
    }
    let once = violations.field("dimensions", |violations| is_each_once(&dimensions, violations));
    (once && dimensions.len() == sent.len()).then_some(dimensions)
}

/// Targets are of whole months, of people and teams whatever their customers are.
fn refuse_parts_of_targets(query: &wire::ReportQuery, grain: Option<Grain>, violations: &mut Violations) {
    if matches!(grain, Some(Grain::Day | Grain::Week)) {
        violations.field("grain", |violations| {
            violations.add(
                "targets are set by the month: ask for month, quarter or year",
                "目标按月设定，请用 month、quarter 或 year",
            );
        });
    }
    if query.first_day.is_some_and(|first| first.day > 1) {
        violations.field("first_day", |violations| {
            violations.add("targets are set by the month: must be the first of one", "目标按月设定，须为某月第一天");
        });
    }
    if comparison(query.comparison) == Some(Comparison::PreviousPeriod) && grain.is_none() {
        violations.field("comparison", |violations| {
            violations.add(
                "so many days before are no whole months, by which targets are set: ask for a grain, or for the previous year",
                "目标按月设定，前推相同天数并非整月；请指定时间粒度，或改用与上年对比",
            );
        });
    }
    if !query.filter.trim().is_empty() {
        violations.field("filter", |violations| {
            violations.add("targets are not of some customers: leave it out", "目标不区分客户，请去掉");
        });
    }
}

/// Cohorts are followed month by month, in the days of the tenant.
fn refuse_parts_of_cohorts(query: &wire::ReportQuery, grain: Option<Grain>, violations: &mut Violations) {
    if query.dimensions != [i32::from(wire::Dimension::Cohort)] {
        violations.field("dimensions", |violations| {
            violations.add(
                "ask for cohort alone: it is by cohorts that customers are followed",
                "留存仅按 cohort 划分，请只填 cohort",
            );
        });
    }
    if grain != Some(Grain::Month) {
        violations.field("grain", |violations| {
            violations.add("cohorts are followed by the month: ask for month", "留存按月统计，请用 month");
        });
    }
    if !query.zone.is_empty() {
        violations.field("zone", |violations| {
            violations.add("cohorts are of the tenant's days: leave it out", "留存按租户时区统计，请去掉");
        });
    }
    if query.comparison != 0 {
        violations.field("comparison", |violations| {
            violations.add("cohorts are compared with each other: leave it out", "留存按批次相互比较，请去掉");
        });
    }
}

fn is_each_once<T: Ord>(values: &[T], violations: &mut Violations) -> bool {
    let once = values.iter().collect::<std::collections::BTreeSet<_>>().len() == values.len();
    if !once {
        violations.add("each may stand once", "每项只能出现一次");
    }
    once
}

fn zone(name: &str, violations: &mut Violations) -> Option<Option<(String, Zones)>> {
    if name.is_empty() {
        return Some(None);
    }
    let known = TimeZone::get(name).ok().and_then(|zone| zone.iana_name().map(ToOwned::to_owned));
    if known.is_none() {
        violations.add(
            "no such time zone; write an IANA name such as Asia/Shanghai",
            "没有这个时区，请用 IANA 名称，如 Asia/Shanghai",
        );
    }
    known.map(|name| Some((name.clone(), Zones::of(&name))))
}

fn currency(code: &str, measures: Option<&[Measure]>, violations: &mut Violations) -> Option<String> {
    let code = money::currency(code, violations)?;
    let of_sales = |measures: &[Measure]| measures.iter().any(|measure| measure.has_currency());
    if !code.is_empty() && measures.is_some_and(|measures| !of_sales(measures)) {
        violations.add(
            "only transactions are in a currency: leave it out, or ask for sales",
            "仅交易类指标有币种，请去掉，或改用 sales",
        );
        return None;
    }
    Some(code)
}

/// The filter of customers; none where all are looked at.
pub(super) fn filter(sent: &str, reading: &Reading, violations: &mut Violations) -> Option<Option<Filter>> {
    if sent.trim().is_empty() {
        return Some(None);
    }
    let filter = Filter::parse(sent, &records::schema(&reading.synonyms));
    filter.map(Some).map_err(|error| violations.add(error.to_string(), error.chinese())).ok()
}

/// The days in the fields `first_day` and `last_day`.
pub(super) fn days(query: &wire::ReportQuery, today: impl Fn() -> Date, violations: &mut Violations) -> Option<Days> {
    let mut read = |field: &'static str, date: Option<&_>, default: &dyn Fn() -> Date| {
        violations.field(field, |violations| match date {
            Some(date) => to_day(date, violations),
            None => Some(default()),
        })
    };
    let last = read("last_day", query.last_day.as_ref(), &today)?;
    let year_before = || last.first_of_month().checked_sub((MONTHS - 1).months()).unwrap_or(Date::MIN);
    let first = read("first_day", query.first_day.as_ref(), &year_before)?;
    if first > last {
        violations.field("first_day", |violations| {
            violations.add("must not be after last_day", "不得晚于 last_day");
        });
        return None;
    }
    Some(Days { first, last })
}

/// The measure that is sent; none for one that is not specified.
pub(super) fn measure(sent: i32) -> Option<Measure> {
    Some(match wire::Measure::try_from(sent).ok()? {
        wire::Measure::Unspecified => return None,
        wire::Measure::Customers => Measure::Customers,
        wire::Measure::CreatedCustomers => Measure::CreatedCustomers,
        wire::Measure::StageEntries => Measure::StageEntries,
        wire::Measure::StageExits => Measure::StageExits,
        wire::Measure::DaysInStage => Measure::DaysInStage,
        wire::Measure::WonStageEntries => Measure::WonStageEntries,
        wire::Measure::ConversionPercent => Measure::ConversionPercent,
        wire::Measure::Transactions => Measure::Transactions,
        wire::Measure::Sales => Measure::Sales,
        wire::Measure::Refunds => Measure::Refunds,
        wire::Measure::NetSales => Measure::NetSales,
        wire::Measure::AverageSale => Measure::AverageSale,
        wire::Measure::UnitsSold => Measure::UnitsSold,
        wire::Measure::Interactions => Measure::Interactions,
        wire::Measure::MinutesPerInteraction => Measure::MinutesPerInteraction,
        wire::Measure::Feedback => Measure::Feedback,
        wire::Measure::AverageRating => Measure::AverageRating,
        wire::Measure::SatisfiedPercent => Measure::SatisfiedPercent,
        wire::Measure::NetPromoterScore => Measure::NetPromoterScore,
        wire::Measure::Complaints => Measure::Complaints,
        wire::Measure::HoursToSettleComplaint => Measure::HoursToSettleComplaint,
        wire::Measure::ComplaintsInTimePercent => Measure::ComplaintsInTimePercent,
        wire::Measure::ServiceCases => Measure::ServiceCases,
        wire::Measure::HoursToSettleCase => Measure::HoursToSettleCase,
        wire::Measure::CasesInTimePercent => Measure::CasesInTimePercent,
        wire::Measure::NetSalesTarget => Measure::NetSalesTarget,
        wire::Measure::NetSalesReachedPercent => Measure::NetSalesReachedPercent,
        wire::Measure::CreatedCustomersTarget => Measure::CreatedCustomersTarget,
        wire::Measure::CreatedCustomersReachedPercent => Measure::CreatedCustomersReachedPercent,
        wire::Measure::InteractionsTarget => Measure::InteractionsTarget,
        wire::Measure::InteractionsReachedPercent => Measure::InteractionsReachedPercent,
        wire::Measure::Buyers => Measure::Buyers,
        wire::Measure::CohortCustomers => Measure::CohortCustomers,
        wire::Measure::RetainedPercent => Measure::RetainedPercent,
        wire::Measure::BuyingCustomers => Measure::BuyingCustomers,
        wire::Measure::RepeatCustomers => Measure::RepeatCustomers,
        wire::Measure::RepurchasePercent => Measure::RepurchasePercent,
    })
}

fn dimension(sent: i32) -> Option<Dimension> {
    Some(match wire::Dimension::try_from(sent).ok()? {
        wire::Dimension::Unspecified => return None,
        wire::Dimension::Kind => Dimension::Kind,
        wire::Dimension::Stage => Dimension::Stage,
        wire::Dimension::NextStage => Dimension::NextStage,
        wire::Dimension::StageReason => Dimension::StageReason,
        wire::Dimension::Level => Dimension::Level,
        wire::Dimension::Industry => Dimension::Industry,
        wire::Dimension::Source => Dimension::Source,
        wire::Dimension::Region => Dimension::Region,
        wire::Dimension::Owner => Dimension::Owner,
        wire::Dimension::Team => Dimension::Team,
        wire::Dimension::Tag => Dimension::Tag,
        wire::Dimension::Product => Dimension::Product,
        wire::Dimension::PaymentMethod => Dimension::PaymentMethod,
        wire::Dimension::Channel => Dimension::Channel,
        wire::Dimension::Direction => Dimension::Direction,
        wire::Dimension::Author => Dimension::Author,
        wire::Dimension::Priority => Dimension::Priority,
        wire::Dimension::Assignee => Dimension::Assignee,
        wire::Dimension::Cohort => Dimension::Cohort,
    })
}

fn grain(sent: i32) -> Option<Grain> {
    Some(match wire::Grain::try_from(sent).ok()? {
        wire::Grain::Unspecified => return None,
        wire::Grain::Day => Grain::Day,
        wire::Grain::Week => Grain::Week,
        wire::Grain::Month => Grain::Month,
        wire::Grain::Quarter => Grain::Quarter,
        wire::Grain::Year => Grain::Year,
    })
}

fn comparison(sent: i32) -> Option<Comparison> {
    Some(match wire::Comparison::try_from(sent).ok()? {
        wire::Comparison::Unspecified => return None,
        wire::Comparison::PreviousPeriod => Comparison::PreviousPeriod,
        wire::Comparison::PreviousYear => Comparison::PreviousYear,
    })
}
