//! `dossier holidays`: the days that are otherwise than their day of the week says (节假日、调休), from a CSV file or an XLSX workbook.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use clap::Subcommand;
use contracts::customer::v1::important_date::Day;
use contracts::customer::v1::{GetTenantRequest, SpecialDay, SpecialDayKind, Tenant, UpdateTenantRequest};
use csv::StringRecord;
use prost_types::FieldMask;

use super::table::Table;
use crate::day;
use crate::failure::Failure;
use crate::session::Session;

/// How headers call the columns, in small letters.
const DATE: &[&str] = &["date", "day", "日期"];
const KIND: &[&str] = &["kind", "type", "类型"];
const NAME: &[&str] = &["name", "holiday", "名称", "节日"];

/// What a day is, as files say it.
const KINDS: &[(SpecialDayKind, &[&str])] = &[
    (SpecialDayKind::Holiday, &["holiday", "off", "节假日", "假日", "放假", "休"]),
    (SpecialDayKind::MakeUpDay, &["make_up_day", "workday", "work", "调休上班", "调休", "补班", "上班", "班"]),
];

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Bring in the days of one or more years; they take the place of all that those years had
    Import {
        /// An XLSX workbook or a CSV file, with the columns date, kind (holiday or make_up_day) and name
        file: PathBuf,
    },
    /// List the days
    List {
        /// Only those of this year
        #[arg(long)]
        year: Option<i32>,
    },
}

pub(crate) async fn run(command: Command, session: &Session) -> Result<(), Failure> {
    let tenant = session.tenants().get_tenant(GetTenantRequest {}).await?.into_inner();
    match command {
        Command::List { year } => list(&tenant, session, |of_day| year.is_none_or(|year| year == of_day)),
        Command::Import { file } => {
            let imported = read(Table::open(&file, None)?)?;
            let years: BTreeSet<i32> = imported.iter().map(year_of).collect();
            let tenant = replace(tenant, &years, imported, session).await?;
            list(&tenant, session, |year| years.contains(&year))
        }
    }
}

fn list(tenant: &Tenant, session: &Session, wanted: impl Fn(i32) -> bool) -> Result<(), Failure> {
    let days = tenant.working_days.iter().flat_map(|days| &days.special_days);
    let days: Vec<_> = days.filter(|day| wanted(year_of(day))).cloned().collect();
    let mut listing = session.output.listing();
    listing.page(&days)?;
    listing.end()
}

/// Gives years other days; those of other years stay.
async fn replace(
    mut tenant: Tenant,
    years: &BTreeSet<i32>,
    imported: Vec<SpecialDay>,
    session: &Session,
) -> Result<Tenant, Failure> {
    let days = &mut tenant.working_days.get_or_insert_default().special_days;
    days.retain(|day| !years.contains(&year_of(day)));
    days.extend(imported);
    let request = UpdateTenantRequest {
        tenant: Some(tenant),
        update_mask: Some(FieldMask { paths: vec!["working_days".to_owned()] }),
        request_id: session.request_id(),
        validate_only: false,
    };
    Ok(session.tenants().update_tenant(request).await?.into_inner())
}

fn year_of(day: &SpecialDay) -> i32 {
    day.date.map_or(0, |date| date.year)
}

/// The days of a file. A file with a row that cannot be read is not imported.
fn read(mut table: Table) -> Result<Vec<SpecialDay>, Failure> {
    let column =
        |names: &[&str]| table.headers.iter().position(|header| names.contains(&&*header.trim().to_lowercase()));
    let missing = || {
        Failure::usage(
            "the file needs the columns date and kind, and may have name",
            "文件须有“日期”“类型”两列，可有“名称”列",
        )
    };
    let (date, kind, name) = (column(DATE).ok_or_else(missing)?, column(KIND).ok_or_else(missing)?, column(NAME));
    let (mut days, mut record) = (BTreeMap::new(), StringRecord::new());
    while table.read(&mut record)? {
        let cell = |column: usize| record.get(column).unwrap_or_default().trim();
        let unreadable = || {
            let line = table.line(&record);
            Failure::usage(
                format!("line {line}: write a day such as 2026-10-01, and holiday or make_up_day"),
                format!("第 {line} 行：请填写日期（如 2026-10-01）与类型（休 或 班）"),
            )
        };
        let Some(Day::Solar(date)) =
            day::parse(cell(date)).filter(|day| !matches!(day, Day::Solar(date) if date.year == 0))
        else {
            return Err(unreadable());
        };
        let kind =
            KINDS.iter().find(|(_, words)| words.contains(&&*cell(kind).to_lowercase())).ok_or_else(unreadable)?.0;
        let name = name.map(cell).unwrap_or_default().to_owned();
        days.insert((date.year, date.month, date.day), SpecialDay { date: Some(date), kind: kind.into(), name });
    }
    Ok(days.into_values().collect())
}
