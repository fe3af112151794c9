//! `dossier transfer`.

mod told;

use clap::Args;
use contracts::customer::v1::TransferOwnershipRequest;
use contracts::interaction::v1::TransferCasesRequest;
use contracts::reminder::v1::TransferTasksRequest;
use contracts::validation::Wording;
use indicatif::ProgressBar;
use tonic::Streaming;

use self::told::{Handed, Tally, Told};
use super::part::{Part, Parts};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Listing;
use crate::output::record::Record;
use crate::progress;
use crate::session::Session;

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// The id of the staff member whose customers, tasks, complaints and service cases are handed over
    from: String,
    /// The id of the staff member who gets them
    to: String,
    /// Only the customers that a filter selects, such as 'stage = intent', and nothing else
    #[arg(long, default_value_t)]
    filter: String,
    /// Go on with a transfer that was cut off: the id that it told
    #[arg(long, default_value_t)]
    transfer_id: String,
    /// Tell what would be handed over, change nothing
    #[arg(long)]
    dry_run: bool,
}

impl Arguments {
    /// The command that goes on with a transfer.
    fn going_on(&self, transfer_id: &str) -> String {
        let Self { from, to, filter, dry_run, .. } = self;
        let mut command = format!("dossier transfer {from} {to}");
        if !filter.is_empty() {
            command += &format!(" --filter '{filter}'");
        }
        if *dry_run {
            command += " --dry-run";
        } else if !transfer_id.is_empty() {
            command += &format!(" --transfer-id {transfer_id}");
        }
        command
    }
}

/// A transfer while it runs.
struct Transfer<'a> {
    session: &'a Session,
    arguments: &'a Arguments,
    /// The cause of the changes, as the first part that was reached answered it.
    transfer_id: String,
    bar: ProgressBar,
    listing: Listing<contracts::customer::v1::TransferOutcome>,
    tally: Tally,
}

/// Prints what was handed over; exit code 1 when something could not be.
pub(crate) async fn run(arguments: Arguments, session: &Session) -> Result<Exit, Failure> {
    let mut transfer = Transfer {
        session,
        arguments: &arguments,
        transfer_id: arguments.transfer_id.clone(),
        bar: progress::bar(progress::ENTRIES),
        listing: session.output.listing(),
        tally: Tally::default(),
    };
    let mut parts = Parts::default();
    for part in if arguments.filter.is_empty() { &Part::ALL[..] } else { &[Part::Customers] } {
        let came = match part {
            Part::Customers => transfer.customers().await,
            Part::Tasks => transfer.tasks().await,
            Part::Cases => transfer.cases().await,
        };
        parts.note(*part, came)?;
    }
    let Transfer { transfer_id, bar, listing, tally, .. } = transfer;
    bar.finish_and_clear();
    listing.end()?;
    eprintln!("{}", session.language.choose(&summary(&tally, &transfer_id, arguments.dry_run)));
    Ok(parts.end(tally.is_whole(), &arguments.going_on(&transfer_id), session.language))
}

impl Transfer<'_> {
    async fn customers(&mut self) -> Result<(), Failure> {
        let Arguments { from, to, filter, dry_run, .. } = self.arguments;
        let request = TransferOwnershipRequest {
            from_staff_id: from.clone(),
            to_staff_id: to.clone(),
            filter: filter.clone(),
            request_id: self.session.request_id(),
            validate_only: *dry_run,
            transfer_id: self.transfer_id.clone(),
        };
        let answers = self.session.ownership().transfer_ownership(request).await?.into_inner();
        self.hear(answers).await
    }

    async fn tasks(&mut self) -> Result<(), Failure> {
        let Arguments { from, to, dry_run, .. } = self.arguments;
        let request = TransferTasksRequest {
            from_staff_id: from.clone(),
            to_staff_id: to.clone(),
            transfer_id: self.transfer_id.clone(),
            request_id: self.session.request_id(),
            validate_only: *dry_run,
        };
        let answers = self.session.task_transfers().transfer_tasks(request).await?.into_inner();
        self.hear(answers).await
    }

    async fn cases(&mut self) -> Result<(), Failure> {
        let Arguments { from, to, dry_run, .. } = self.arguments;
        let request = TransferCasesRequest {
            from_staff_id: from.clone(),
            to_staff_id: to.clone(),
            transfer_id: self.transfer_id.clone(),
            request_id: self.session.request_id(),
            validate_only: *dry_run,
        };
        let answers = self.session.case_transfers().transfer_cases(request).await?.into_inner();
        self.hear(answers).await
    }

    async fn hear<A, R: Record + Handed>(&mut self, mut answers: Streaming<A>) -> Result<(), Failure>
    where
        Told<R>: From<A>,
    {
        while let Some(answer) = answers.message().await? {
            let Told { transfer_id, count, outcomes } = Told::from(answer);
            self.bar.inc_length(count.unsigned_abs());
            if !transfer_id.is_empty() {
                self.transfer_id = transfer_id;
            }
            for outcome in &outcomes {
                self.tally.add(outcome.kind(), outcome.is_handed());
            }
            self.bar.inc(outcomes.len() as u64);
            let listing = &mut self.listing;
            self.bar.suspend(|| listing.page_of(&outcomes))?;
        }
        Ok(())
    }
}

fn summary(tally: &Tally, transfer_id: &str, dry_run: bool) -> Wording {
    let (handed, left) = (tally.handed(), tally.left());
    if dry_run {
        return Wording::new(
            format!("would be handed over: {}; could not be: {}", handed.english, left.english),
            format!("将转移：{}；无法转移：{}", handed.chinese, left.chinese),
        );
    }
    let mut told = Wording::new(
        format!("handed over: {}; not: {}", handed.english, left.english),
        format!("已转移：{}；未转移：{}", handed.chinese, left.chinese),
    );
    if !transfer_id.is_empty() {
        told.english += &format!("; undo this with: dossier undo {transfer_id}");
        told.chinese += &format!("；如需撤销：dossier undo {transfer_id}");
    }
    told
}
