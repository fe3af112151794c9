//! `dossier verify`.

use std::fmt::Write;

use clap::Args;
use contracts::customer::v1::{NumberGap, VerifyNumbersRequest, VerifyNumbersResponse};
use contracts::journal::v1::{VerifyJournalRequest, VerifyJournalResponse};
use contracts::validation::Wording;
use conventions::language::Language;

use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::{Form, code, json};
use crate::progress;
use crate::session::Session;

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// The service whose journal is verified
    #[arg(long, default_value = customer::NAME)]
    service: String,
    /// Account for the customer numbers of this local date alone, as in a number: 20240520
    #[arg(long, default_value_t)]
    date: String,
}

pub(crate) async fn run(arguments: Arguments, session: &Session) -> Result<Exit, Failure> {
    if session.output.form() == Form::Csv {
        return Err(Failure::usage(
            "verify has no csv form: take json or table",
            "verify 没有 csv 形式：请用 json 或 table",
        ));
    }
    let journal = journal(arguments.service, session).await?;
    let request = VerifyNumbersRequest { date: arguments.date };
    let numbers = session.customers().verify_numbers(request).await?.into_inner();
    if session.output.form() == Form::Table {
        session.output.text(report(&journal, &numbers, session.language).trim_end())?;
    } else {
        let (journal, numbers) = (json::line(&journal)?, json::line(&numbers)?);
        session.output.text(&format!(r#"{{"journal":{journal},"numbers":{numbers}}}"#))?;
    }
    let is_whole = journal.faults.is_empty() && numbers.faults.is_empty();
    Ok(if is_whole { Exit::Done } else { Exit::Failed })
}

/// Verifies the journal, and answers the last message.
pub(crate) async fn journal(service: String, session: &Session) -> Result<VerifyJournalResponse, Failure> {
    let mut messages = session.journals().verify_journal(VerifyJournalRequest { service }).await?.into_inner();
    let bar = progress::bar(progress::ENTRIES);
    while let Some(message) = messages.message().await? {
        if message.done {
            bar.finish_and_clear();
            return Ok(message);
        }
        bar.set_length(message.entry_count.unsigned_abs());
        bar.set_position(message.verified_count.unsigned_abs());
    }
    Err(Failure::Defect("the server ended the verification without a result".to_owned()))
}

fn report(journal: &VerifyJournalResponse, numbers: &VerifyNumbersResponse, language: Language) -> String {
    let entries = Wording::new(
        format!(
            "journal: {} entries in {} chains, {} faults",
            journal.verified_count,
            journal.heads.len(),
            journal.faults.len()
        ),
        format!("日志：{} 条，{} 条链，{} 处错误", journal.verified_count, journal.heads.len(), journal.faults.len()),
    );
    let held = Wording::new(
        format!("numbers: {} held, {} gaps, {} faults", numbers.held_count, numbers.gaps.len(), numbers.faults.len()),
        format!(
            "编号：已用 {} 个，空缺 {} 段，{} 处错误",
            numbers.held_count,
            numbers.gaps.len(),
            numbers.faults.len()
        ),
    );
    let gaps = numbers.gaps.iter().map(gap).collect();
    let parts = [(entries, journal.faults.clone()), (held, [gaps, numbers.faults.clone()].concat())];
    let mut text = String::new();
    for (sentence, lines) in parts {
        // Writing to a string does not fail.
        let _ = writeln!(text, "{}", language.choose(&sentence));
        for line in lines {
            let _ = writeln!(text, "  {line}");
        }
    }
    text
}

fn gap(gap: &NumberGap) -> String {
    let reason = code(gap.reason().as_str_name(), "NUMBER_GAP_REASON_");
    format!("{} {}–{}: {reason}", gap.date, gap.first_serial, gap.last_serial)
}

#[cfg(test)]
mod tests {
    use contracts::customer::v1::NumberGapReason;

    use super::*;

    #[test]
    fn the_report_names_every_fault_and_every_gap() {
        let journal = VerifyJournalResponse {
            verified_count: 7,
            faults: vec!["partition 3, position 9: changed".to_owned()],
            ..VerifyJournalResponse::default()
        };
        let reason = NumberGapReason::Abandoned.into();
        let gap = NumberGap { date: "20240520".to_owned(), first_serial: 2, last_serial: 8, reason };
        let numbers = VerifyNumbersResponse { held_count: 4, gaps: vec![gap], faults: Vec::new() };
        assert_eq!(
            report(&journal, &numbers, Language::English),
            "journal: 7 entries in 0 chains, 1 faults\n  partition 3, position 9: changed\n\
             numbers: 4 held, 1 gaps, 0 faults\n  20240520 2–8: abandoned\n"
        );
    }
}
