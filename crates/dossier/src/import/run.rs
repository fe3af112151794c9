//! An import from the first byte to the last answer.

use contracts::customer::v1::{ImportAction, ImportHeader};
use contracts::google::rpc;
use contracts::validation::Wording;
use conventions::language::Language;
use indicatif::ProgressBar;
use tokio::sync::mpsc::{self, Receiver};
use tokio::task::spawn_blocking;

use super::answers::Answers;
use super::columns::Columns;
use super::context::Context;
use super::feed::{Chunk, Feed};
use super::rejected::Rejected;
use super::table::Table;
use super::tally::Tally;
use super::{Content, Source};
use crate::custom_value;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::failure::answer::Answer;
use crate::output::Form;
use crate::phrase::{Phrase, phrase};
use crate::progress;
use crate::session::Session;

/// How many chunks may be read before the answers to the first of them are all there.
const WINDOW: usize = 4;

/// How many rejections are told on the terminal; all are in the file.
const TOLD_REJECTIONS: u64 = 10;

const LINE: Phrase = phrase("line", "行");
const ROWS: Phrase = phrase("rows", "行");

/// Imports a file.
pub(super) async fn run(arguments: Source, content: Content, session: &Session) -> Result<Exit, Failure> {
    let table = Table::open(&arguments.file, arguments.sheet.as_deref())?;
    let columns = Columns::new(&table.headers, &arguments, &content)?;
    let columns = match content {
        Content::Customers { .. } => columns.with_own(custom_value::fields(session).await?),
        Content::ContactPersons { .. } => columns,
    };
    tell(&columns.lines(session.language).join("\n"));
    let context = Context::fetch(columns.clone(), &arguments, content, session).await?;

    let (requests, request_stream) = mpsc::channel(1);
    let (chunks, sent_chunks) = mpsc::channel(WINDOW);
    let header = ImportHeader { file_digest: table.digest.clone(), validate_only: arguments.dry_run };
    let bar = progress::bar(table.bar);
    bar.set_length(table.length);
    let feed = Feed { table, context, requests, chunks };
    spawn_blocking(move || feed.run(header));

    let answers = Answers::open(session, request_stream).await?;
    let mut import = Import {
        answers,
        columns,
        rejected: Rejected::beside(&arguments.file),
        tally: Tally { dry_run: arguments.dry_run, ..Tally::default() },
        bar,
        language: session.language,
    };
    let ended = import.collect(sent_chunks).await;
    import.finish(ended, session)
}

/// An import under way.
struct Import {
    answers: Answers,
    columns: Columns,
    rejected: Rejected,
    tally: Tally,
    bar: ProgressBar,
    language: Language,
}

impl Import {
    /// Takes the answers to all chunks.
    async fn collect(&mut self, mut chunks: Receiver<Result<Chunk, Failure>>) -> Result<(), Failure> {
        while let Some(chunk) = chunks.recv().await {
            let chunk = chunk?;
            for row in chunk.rows {
                let rejection = match row.refusal {
                    Some(reason) => Some(reason),
                    None => {
                        let outcome = self.answers.of(row.number).await?;
                        self.account(outcome.action(), outcome.error.as_ref())
                    }
                };
                if let Some(reason) = rejection {
                    self.tally.count(ImportAction::Rejected);
                    let language = self.language;
                    if self.tally.rejected <= TOLD_REJECTIONS {
                        self.bar.suspend(|| tell(&format!("{} {}: {reason}", LINE.of(language), row.line)));
                    }
                    self.rejected.add(&self.columns, &row.record, &reason)?;
                }
            }
            self.bar.set_position(chunk.position);
            self.bar.set_message(format!("{} {}", self.tally.read, ROWS.of(self.language)));
        }
        Ok(())
    }

    /// Counts what was done; answers the reason if nothing was.
    fn account(&mut self, action: ImportAction, error: Option<&rpc::Status>) -> Option<String> {
        match action {
            ImportAction::Rejected | ImportAction::Unspecified => {
                Some(error.map(|status| Answer::of(status).line()).unwrap_or_default())
            }
            done => {
                self.tally.count(done);
                None
            }
        }
    }

    /// Prints the account of the rows, also of those that were answered before a failure.
    fn finish(mut self, ended: Result<(), Failure>, session: &Session) -> Result<Exit, Failure> {
        self.bar.finish_and_clear();
        if self.tally.read == 0 && ended.is_err() {
            return ended.map(|()| Exit::Done);
        }
        self.tally.import_id = self.answers.import_id;
        self.tally.rejected_file = self.rejected.finish()?;
        match session.output.form() {
            Form::Table => {
                session.output.text(&self.tally.text(self.language))?;
                if let Some(way_back) = self.tally.way_back(self.language) {
                    session.output.text(&way_back)?;
                }
            }
            Form::Json | Form::JsonLines | Form::Csv => session.output.value(&self.tally)?,
        }
        if let Err(failure) = ended {
            tell(self.language.choose(&Wording::new(
                "the import was cut off; run it again: rows that were imported are recognised and stay as they are",
                "导入中断；请重新执行：已导入的行会被识别，不会重复",
            )));
            return Err(failure);
        }
        Ok(if self.tally.rejected > 0 { Exit::PartlyRejected } else { Exit::Done })
    }
}

/// Tells the user something beside the output.
fn tell(text: &str) {
    eprintln!("{text}");
}
