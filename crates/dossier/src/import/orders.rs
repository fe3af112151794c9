//! `dossier orders import FILE`: transactions from a CSV file or an XLSX workbook, a row an order, every row accounted for.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use contracts::customer::v1::{GetTenantRequest, ImportAction};
use contracts::google::r#type::Money;
use contracts::interaction::v1 as wire;
use contracts::interaction::v1::ImportTransactionsAction as Done;
use contracts::interaction::v1::import_transactions_request::Part;
use contracts::validation::Wording;
use conventions::language::Language;
use csv::StringRecord;

use super::moment::{self, Zones};
use super::table::Table;
use super::tally::Tally;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::failure::answer::Answer;
use crate::output::Form;
use crate::phrase::{Phrase, phrase};
use crate::session::Session;

/// Rows that are sent at once.
const CHUNK_ROWS: usize = 500;
/// The decimals of [`Money::nanos`].
const NANO_DECIMALS: usize = 9;

const ROW: Phrase = phrase("row", "行");

/// How headers call the columns, in small letters without spaces and underscores.
const ID: &[&str] = &["orderid", "invoiceid", "ordernumber", "订单号", "订单编号"];
const CUSTOMER: &[&str] = &["customerid", "customer", "customernumber", "客户编号", "客户"];
const TIME: &[&str] = &["orderdate", "invoicedate", "date", "time", "下单时间", "日期"];
const TOTAL: &[&str] = &["total", "amount", "金额", "合计"];

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Bring orders in: one a row, with its id, its customer, its time and its total
    Import(Arguments),
}

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// An XLSX workbook or a CSV file, with a header
    file: PathBuf,
    /// The currency of the totals, ISO 4217
    #[arg(long, value_name = "CODE")]
    currency: String,
    /// The system that the orders come from: the same order of it is imported once
    #[arg(long, value_name = "NAME")]
    source: String,
    /// The system whose ids name the customers, rather than their ids and numbers here
    #[arg(long, value_name = "NAME")]
    customer_source: Option<String>,
    /// Check every row, import none
    #[arg(long)]
    dry_run: bool,
}

pub(crate) async fn run(command: Command, session: &Session) -> Result<Exit, Failure> {
    let Command::Import(arguments) = command;
    let tenant = session.tenants().get_tenant(GetTenantRequest {}).await?.into_inner();
    let mut table = Table::open(&arguments.file, None)?;
    let columns = Columns::find(&table.headers)?;
    let zones = Zones::of(&tenant);
    let (mut rows, mut record) = (Vec::new(), StringRecord::new());
    let mut tally = Tally { dry_run: arguments.dry_run, ..Tally::default() };
    for number in 1.. {
        if !table.read(&mut record)? {
            break;
        }
        match columns.row(number, &record, &arguments, &zones) {
            Some(row) => rows.push(row),
            None => {
                let wording = Wording::new(
                    "the total is no decimal number, or the time is none",
                    "金额不是十进制数，或时间无法识别",
                );
                tell_rejection(number, session.language.choose(&wording), session.language);
                tally.count(ImportAction::Rejected);
            }
        }
    }
    import(rows, &mut tally, session).await?;
    match session.output.form() {
        Form::Table => session.output.text(&tally.text(session.language))?,
        Form::Json | Form::JsonLines | Form::Csv => session.output.value(&tally)?,
    }
    Ok(if tally.rejected > 0 { Exit::PartlyRejected } else { Exit::Done })
}

/// Sends the rows, and counts what became of them.
async fn import(rows: Vec<wire::ImportTransactionsRow>, tally: &mut Tally, session: &Session) -> Result<(), Failure> {
    let header = Part::Header(wire::ImportTransactionsHeader { validate_only: tally.dry_run });
    let chunks: Vec<_> = rows.chunks(CHUNK_ROWS).map(<[_]>::to_vec).collect();
    let chunks = chunks.into_iter().map(|rows| Part::Rows(wire::ImportTransactionsRows { rows }));
    let parts = std::iter::once(header).chain(chunks);
    let requests = parts.map(|part| wire::ImportTransactionsRequest { part: Some(part) });
    let requests = tokio_stream::iter(requests.collect::<Vec<_>>());
    let mut answers = session.transactions().import_transactions(requests).await?.into_inner();
    while let Some(answer) = answers.message().await? {
        if !answer.import_id.is_empty() {
            tally.import_id = answer.import_id;
        }
        for outcome in answer.outcomes {
            if let Some(error) = &outcome.error {
                tell_rejection(outcome.row_number, &Answer::of(error).line(), session.language);
            }
            tally.count(match outcome.action() {
                Done::Created => ImportAction::Created,
                Done::Updated => ImportAction::Updated,
                Done::Unchanged => ImportAction::Unchanged,
                Done::Rejected | Done::Unspecified => ImportAction::Rejected,
            });
        }
    }
    Ok(())
}

/// Tells why a row, counted from 1 below the header, was not imported.
fn tell_rejection(row_number: i64, reason: &str, language: Language) {
    eprintln!("{} {row_number}: {reason}", ROW.of(language));
}

/// Where in a row its parts are.
struct Columns {
    id: usize,
    customer: usize,
    time: usize,
    total: usize,
}

impl Columns {
    fn find(headers: &StringRecord) -> Result<Self, Failure> {
        let plain = |header: &str| header.to_lowercase().replace([' ', '_', '-'], "");
        let find = |names: &[&str]| {
            let found = headers.iter().position(|header| names.contains(&plain(header).as_str()));
            let known = names.join(", ");
            found.ok_or_else(|| {
                Failure::usage(format!("the file has none of the columns {known}"), format!("文件缺少列：{known}"))
            })
        };
        Ok(Self { id: find(ID)?, customer: find(CUSTOMER)?, time: find(TIME)?, total: find(TOTAL)? })
    }

    /// The order of a row; none when its time or total cannot be read.
    fn row(
        &self,
        row_number: i64,
        record: &StringRecord,
        arguments: &Arguments,
        zones: &Zones,
    ) -> Option<wire::ImportTransactionsRow> {
        let cell = |column: usize| record.get(column).unwrap_or_default().trim().to_owned();
        let external = |source: &str, id: String| wire::TransactionExternalId { source: source.to_owned(), id };
        let (id, customer) = (cell(self.id), cell(self.customer));
        let line = wire::TransactionLine {
            product: format!("order {id}"),
            quantity: String::new(),
            amount: Some(money(&cell(self.total), &arguments.currency)?),
        };
        let (customer, customer_external_id) = match &arguments.customer_source {
            Some(source) => (String::new(), Some(external(source, customer))),
            None => (customer, None),
        };
        let transaction = wire::Transaction {
            customer,
            transaction_time: Some(moment::parse(&cell(self.time), zones)?),
            lines: vec![line],
            external_id: Some(external(&arguments.source, id)),
            ..wire::Transaction::default()
        };
        Some(wire::ImportTransactionsRow { row_number, transaction: Some(transaction), customer_external_id })
    }
}

/// An amount in a decimal number, exactly.
fn money(text: &str, currency: &str) -> Option<Money> {
    let (sign, number) = text.strip_prefix('-').map_or((1, text), |number| (-1, number));
    let (units, decimals) = number.split_once('.').unwrap_or((number, ""));
    let is_number = !units.is_empty()
        && decimals.len() <= NANO_DECIMALS
        && units.bytes().chain(decimals.bytes()).all(|digit| digit.is_ascii_digit());
    if !is_number {
        return None;
    }
    let nanos: i32 = format!("{decimals:0<NANO_DECIMALS$}").parse().ok()?;
    let units: i64 = units.parse().ok()?;
    Some(Money { currency_code: currency.to_owned(), units: units * sign, nanos: nanos * i32::try_from(sign).ok()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_exactly() {
        let read = |text| money(text, "USD").map(|money| (money.units, money.nanos));
        assert_eq!(read("440.0"), Some((440, 0)));
        assert_eq!(read("1863.4"), Some((1863, 400_000_000)));
        assert_eq!(read("-0.01"), Some((0, -10_000_000)));
        for text in ["", ".5", "1,000", "1e3", "0.1234567891"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
