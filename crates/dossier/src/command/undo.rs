//! `dossier undo`.

mod told;

use clap::Args;
use contracts::customer::v1::RevertCauseRequest;
use contracts::validation::Wording;
use contracts::{interaction, reminder};
use indicatif::ProgressBar;
use tonic::{Code, Streaming};

use self::told::{Fate, TakenBack, Tally, Told};
use super::part::{Part, Parts};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Listing;
use crate::output::record::Record;
use crate::progress;
use crate::session::Session;

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// The id of the cause: what `import` or `transfer` prints, or `history` in its column "Cause id" (-o json or csv)
    cause: String,
    /// Tell what would become of each record, change nothing
    #[arg(long)]
    dry_run: bool,
}

/// An undo while it runs.
struct Undo<'a> {
    session: &'a Session,
    arguments: &'a Arguments,
    /// The cause of the changes that take back, as the first part that was reached answered it.
    revert_id: String,
    bar: ProgressBar,
    listing: Listing<contracts::customer::v1::RevertOutcome>,
    tally: Tally,
}

/// Prints what became of each record; exit code 1 when something could not be taken back.
pub(crate) async fn run(arguments: Arguments, session: &Session) -> Result<Exit, Failure> {
    let mut undo = Undo {
        session,
        arguments: &arguments,
        revert_id: String::new(),
        bar: progress::bar(progress::ENTRIES),
        listing: session.output.listing(),
        tally: Tally::default(),
    };
    let (mut parts, mut absent) = (Parts::default(), Vec::new());
    for part in Part::ALL {
        let came = match part {
            Part::Customers => undo.customers().await,
            Part::Tasks => undo.tasks().await,
            Part::Cases => undo.cases().await,
        };
        match came {
            // Most causes changed something in one service alone, and only those who may transfer ask the others.
            Err(failure @ Failure::Refused { code: Code::NotFound, .. }) => absent.push(failure),
            Err(failure @ Failure::Refused { code: Code::PermissionDenied, .. }) if part != Part::Customers => {
                absent.push(failure);
            }
            // Not every server serves all of them.
            Err(failure @ Failure::Refused { code: Code::Unimplemented, .. }) if part != Part::Customers => {
                parts.pass_over(part);
                absent.push(failure);
            }
            came => parts.note(part, came)?,
        }
    }
    if absent.len() == Part::ALL.len() {
        return absent.into_iter().next().map_or(Ok(Exit::Done), Err);
    }
    let Undo { revert_id, bar, listing, tally, .. } = undo;
    bar.finish_and_clear();
    listing.end()?;
    let summary = if arguments.dry_run { expected(&tally) } else { reached(&tally, &revert_id) };
    eprintln!("{}", session.language.choose(&summary));
    Ok(parts.end(tally.left == 0, &format!("dossier undo {}", arguments.cause), session.language))
}

impl Undo<'_> {
    async fn customers(&mut self) -> Result<(), Failure> {
        let Arguments { cause, dry_run } = self.arguments;
        let request = RevertCauseRequest { cause: cause.clone(), validate_only: *dry_run };
        let answers = self.session.reverts().revert_cause(request).await?.into_inner();
        self.hear(answers).await
    }

    async fn tasks(&mut self) -> Result<(), Failure> {
        let Arguments { cause, dry_run } = self.arguments;
        let (transfer_id, revert_id) = (cause.clone(), self.revert_id.clone());
        let request = reminder::v1::RevertTransferRequest { transfer_id, revert_id, validate_only: *dry_run };
        let answers = self.session.task_transfers().revert_transfer(request).await?.into_inner();
        self.hear(answers).await
    }

    async fn cases(&mut self) -> Result<(), Failure> {
        let Arguments { cause, dry_run } = self.arguments;
        let (transfer_id, revert_id) = (cause.clone(), self.revert_id.clone());
        let request = interaction::v1::RevertTransferRequest { transfer_id, revert_id, validate_only: *dry_run };
        let answers = self.session.case_transfers().revert_transfer(request).await?.into_inner();
        self.hear(answers).await
    }

    async fn hear<A, R: Record + TakenBack>(&mut self, mut answers: Streaming<A>) -> Result<(), Failure>
    where
        Told<R>: From<A>,
    {
        while let Some(answer) = answers.message().await? {
            let Told { revert_id, count, outcomes } = Told::from(answer);
            self.bar.inc_length(count.unsigned_abs());
            if !revert_id.is_empty() {
                self.revert_id = revert_id;
            }
            for outcome in &outcomes {
                *match outcome.fate() {
                    Fate::TakenBack => &mut self.tally.taken_back,
                    Fate::Unchanged => &mut self.tally.unchanged,
                    Fate::Left => &mut self.tally.left,
                } += 1;
            }
            self.bar.inc(outcomes.len() as u64);
            let listing = &mut self.listing;
            self.bar.suspend(|| listing.page_of(&outcomes))?;
        }
        Ok(())
    }
}

fn reached(tally: &Tally, revert_id: &str) -> Wording {
    let Tally { taken_back, unchanged, left } = tally;
    let mut told = Wording::new(
        format!("{taken_back} records taken back, {unchanged} had nothing to take back, {left} not or not wholly"),
        format!("已撤销 {taken_back} 条记录，{unchanged} 条无可撤销，{left} 条未撤销或未完全撤销"),
    );
    if *taken_back > 0 {
        told.english += &format!("; undo this with: dossier undo {revert_id}");
        told.chinese += &format!("；如需恢复：dossier undo {revert_id}");
    }
    told
}

fn expected(tally: &Tally) -> Wording {
    let Tally { taken_back, unchanged, left } = tally;
    Wording::new(
        format!(
            "{taken_back} records would be taken back, {unchanged} have nothing to take back, {left} not or not wholly; \
             nothing was changed"
        ),
        format!("将撤销 {taken_back} 条记录，{unchanged} 条无可撤销，{left} 条不会撤销或不会完全撤销；未作任何更改"),
    )
}
