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
    /// Tell what would become of each customer, change nothing
    #[arg(long)]
    dry_run: bool,
}

/// Prints what became of each customer; exit code 1 when something could not be taken back.
pub(crate) async fn run(arguments: Arguments, session: &Session) -> Result<Exit, Failure> {
    let dry_run = arguments.dry_run;
    let request = RevertCauseRequest { cause: arguments.cause, validate_only: dry_run };
    let mut answers = session.reverts().revert_cause(request).await?.into_inner();
    let bar = progress::bar(progress::ENTRIES);
    let mut listing = session.output.listing();
    let (mut taken_back, mut left) = (0, 0);
    let mut revert_id = String::new();
    while let Some(answer) = answers.message().await? {
        if !answer.revert_id.is_empty() {
            bar.set_length(answer.customer_count.unsigned_abs());
            revert_id = answer.revert_id;
        }
        for outcome in &answer.outcomes {
            let is_whole = outcome.action() != RevertAction::Refused && outcome.kept_paths.is_empty();
            *(if is_whole { &mut taken_back } else { &mut left }) += 1;
        }
        bar.inc(answer.outcomes.len() as u64);
        bar.suspend(|| listing.page(&answer.outcomes))?;
    }
    bar.finish_and_clear();
    listing.end()?;
    let summary = if dry_run { expected(taken_back, left) } else { reached(taken_back, left, &revert_id) };
    eprintln!("{}", session.language.choose(&summary));
    Ok(if left == 0 { Exit::Done } else { Exit::Failed })
}

fn reached(taken_back: usize, left: usize, revert_id: &str) -> Wording {
    Wording::new(
        format!(
            "{taken_back} customers taken back, {left} not or not wholly; undo this with: dossier undo {revert_id}"
        ),
        format!("已撤销 {taken_back} 个客户，{left} 个未撤销或未完全撤销；如需恢复：dossier undo {revert_id}"),
    )
}

fn expected(taken_back: usize, left: usize) -> Wording {
    Wording::new(
        format!("{taken_back} customers would be taken back, {left} not or not wholly; nothing was changed"),
        format!("将撤销 {taken_back} 个客户，{left} 个不会撤销或不会完全撤销；未作任何更改"),
    )
}
