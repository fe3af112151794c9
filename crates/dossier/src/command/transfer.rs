//! `dossier transfer`.

use clap::Args;
use contracts::customer::v1::TransferOwnershipRequest;
use contracts::validation::Wording;

use crate::exit::Exit;
use crate::failure::Failure;
use crate::progress;
use crate::session::Session;

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// The id of the staff member whose customers are handed over
    from: String,
    /// The id of the staff member who gets them
    to: String,
    /// Only the customers that a filter selects, such as 'stage = intent'
    #[arg(long, default_value_t)]
    filter: String,
    /// Tell which customers would be handed over, change nothing
    #[arg(long)]
    dry_run: bool,
}

/// Prints which customers were handed over; exit code 1 when some could not be.
pub(crate) async fn run(arguments: Arguments, session: &Session) -> Result<Exit, Failure> {
    let request = TransferOwnershipRequest {
        from_staff_id: arguments.from,
        to_staff_id: arguments.to,
        filter: arguments.filter,
        request_id: session.request_id(),
        validate_only: arguments.dry_run,
    };
    let mut answers = session.ownership().transfer_ownership(request).await?.into_inner();
    let bar = progress::bar(progress::ENTRIES);
    let mut listing = session.output.listing();
    let (mut given, mut left) = (0, 0);
    let mut transfer_id = String::new();
    while let Some(answer) = answers.message().await? {
        if !answer.transfer_id.is_empty() {
            bar.set_length(answer.customer_count.unsigned_abs());
            transfer_id = answer.transfer_id;
        }
        for outcome in &answer.outcomes {
            *(if outcome.error.is_none() { &mut given } else { &mut left }) += 1;
        }
        bar.inc(answer.outcomes.len() as u64);
        bar.suspend(|| listing.page(&answer.outcomes))?;
    }
    bar.finish_and_clear();
    listing.end()?;
    let summary = if arguments.dry_run {
        Wording::new(
            format!("{given} customers would be handed over, {left} could not be"),
            format!("将转移 {given} 个客户，{left} 个无法转移"),
        )
    } else {
        Wording::new(
            format!("{given} customers handed over, {left} not; undo this with: dossier undo {transfer_id}"),
            format!("已转移 {given} 个客户，{left} 个未转移；如需撤销：dossier undo {transfer_id}"),
        )
    };
    eprintln!("{}", session.language.choose(&summary));
    Ok(if left == 0 { Exit::Done } else { Exit::Failed })
}
