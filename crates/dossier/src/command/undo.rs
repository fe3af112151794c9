//! `dossier undo`.

use clap::Args;
use contracts::customer::v1::{RevertAction, RevertCauseRequest};
use contracts::validation::Wording;

use crate::exit::Exit;
use crate::failure::Failure;
use crate::progress;
use crate::session::Session;

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// The id of the cause: what `import` prints, or `history` in its column "Cause id" (-o json or csv)
    cause: String,
    /// Tell what would become of each record, change nothing
    #[arg(long)]
    dry_run: bool,
}

/// Prints what became of each record; exit code 1 when something could not be taken back.
pub(crate) async fn run(arguments: Arguments, session: &Session) -> Result<Exit, Failure> {
    let dry_run = arguments.dry_run;
    let request = RevertCauseRequest { cause: arguments.cause, validate_only: dry_run };
    let mut answers = session.reverts().revert_cause(request).await?.into_inner();
    let bar = progress::bar(progress::ENTRIES);
    let mut listing = session.output.listing();
    let (mut taken_back, mut unchanged, mut left) = (0, 0, 0);
    let mut revert_id = String::new();
    while let Some(answer) = answers.message().await? {
        if !answer.revert_id.is_empty() {
            bar.set_length(answer.record_count.unsigned_abs());
            revert_id = answer.revert_id;
        }
        for outcome in &answer.outcomes {
            *match outcome.action() {
                RevertAction::Reverted | RevertAction::Deleted | RevertAction::Retired
                    if outcome.kept_paths.is_empty() =>
                {
                    &mut taken_back
                }
                RevertAction::Unchanged if outcome.kept_paths.is_empty() => &mut unchanged,
                _ => &mut left,
            } += 1;
        }
        bar.inc(answer.outcomes.len() as u64);
        bar.suspend(|| listing.page(&answer.outcomes))?;
    }
    bar.finish_and_clear();
    listing.end()?;
    let told = Told { taken_back, unchanged, left };
    let summary = if dry_run { told.expected() } else { told.reached(&revert_id) };
    eprintln!("{}", session.language.choose(&summary));
    Ok(if left == 0 { Exit::Done } else { Exit::Failed })
}

/// How many records came to what.
struct Told {
    taken_back: usize,
    /// Taken back before, or changed back since.
    unchanged: usize,
    left: usize,
}

impl Told {
    fn reached(&self, revert_id: &str) -> Wording {
        let Self { taken_back, unchanged, left } = self;
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

    fn expected(&self) -> Wording {
        let Self { taken_back, unchanged, left } = self;
        Wording::new(
            format!(
                "{taken_back} records would be taken back, {unchanged} have nothing to take back, {left} not or not wholly; \
                 nothing was changed"
            ),
            format!(
                "将撤销 {taken_back} 条记录，{unchanged} 条无可撤销，{left} 条不会撤销或不会完全撤销；未作任何更改"
            ),
        )
    }
}
