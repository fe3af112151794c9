//! The grammar of the command line.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::client_settings::ClientArguments;
use crate::command::{
    archive, cadence, case, claim, complaint, completions, contact, create, delete, deliveries, dormancy, endpoints,
    erase, feedback, field, get, history, list, log, overview, pipeline, pool, purge, regions, release, reminders,
    report, restore, scores, search, segments, simulate, staff, stage, tag, target, tasks, team, tenant, term,
    timeline, token, transfer, unarchive, undelete, undo, update, verify,
};
use crate::{backup, demo, doctor, exit, import, keys};

/// Dossier keeps an organisation's customer records (客户档案).
///
/// Without a command it serves. All other commands but `token`, `backup`, `keys`, `demo` and `completions` call a server over gRPC. Wherever a CUSTOMER is asked for, its id or
/// its number is accepted.
#[derive(Debug, Parser)]
#[command(name = "dossier", version, after_long_help = exit::HELP)]
pub(crate) struct CommandLine {
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
    #[command(flatten)]
    pub(crate) client: ClientArguments,
}

impl CommandLine {
    /// The grammar. Its help tells of a default only where that says something.
    pub(crate) fn grammar() -> clap::Command {
        fn without_empty_defaults(command: clap::Command) -> clap::Command {
            let command = command.mut_args(|argument| {
                if argument.get_default_values() == [""] { argument.hide_default_value(true) } else { argument }
            });
            command.mut_subcommands(without_empty_defaults)
        }
        without_empty_defaults(Self::command())
    }

    /// Reads a command line.
    pub(crate) fn read(words: impl Iterator<Item = OsString>) -> Result<Self, clap::Error> {
        Self::from_arg_matches(&Self::grammar().try_get_matches_from(words)?)
    }
}

/// A command.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Serve: the whole of Dossier in one process. Meant when no command is given
    Serve(ServeArguments),
    /// Issue a token, signed with the key that lies with the server's data
    Token(token::Arguments),
    /// Look for what is wrong with a server or its data, and tell the way out; exit code 1 on problems
    Doctor(doctor::Arguments),
    /// Copy the data folder of the embedded default while it is served, try the copy, restore it
    #[command(subcommand)]
    Backup(backup::Command),
    /// Look after the master keys of the embedded default's data folder
    #[command(subcommand)]
    Keys(keys::Command),
    /// Fill an empty data folder with 2,000 customers that there are not, and two years of their history
    Demo(demo::Arguments),
    /// Print the script by which a shell completes commands
    Completions(completions::Arguments),
    #[command(flatten)]
    Call(Call),
}

/// A command that calls a server.
#[derive(Debug, Subcommand)]
pub(crate) enum Call {
    /// Create a customer
    Create(Box<create::Arguments>),
    /// Read a customer, now or as it was
    Get(get::Arguments),
    /// Change fields of a customer
    Update(Box<update::Arguments>),
    /// Move a customer to another stage
    Stage(stage::Arguments),
    /// Give a customer tags
    Tag(tag::Arguments),
    /// Take tags from a customer
    Untag(tag::Arguments),
    /// Take a customer out of the pool (公海): it becomes yours
    Claim(claim::Arguments),
    /// Give a customer to the pool
    Release(release::Arguments),
    /// Hand all that a staff member has to see to over to another: customers, tasks, complaints, service cases; `undo` takes it back
    Transfer(transfer::Arguments),
    /// List customers, to the end or to a limit
    List(list::Arguments),
    /// Find customers by part of a name, a number, a phone or an e-mail
    Search(search::Arguments),
    /// Show who changed what in a customer, and when
    History(history::Arguments),
    /// Give a customer back what a revision of it said
    Restore(restore::Arguments),
    /// Take back everything that an import, a transfer, a bulk change or a call did; exit code 1 when something was changed since
    Undo(undo::Arguments),
    /// Delete a customer; it can be brought back
    Delete(delete::Arguments),
    /// Bring a deleted customer back
    Undelete(undelete::Arguments),
    /// Put a customer away: neither listed nor found, but there
    Archive(archive::Arguments),
    /// Bring an archived customer back
    Unarchive(unarchive::Arguments),
    /// Make everything personal of a customer unreadable for ever
    Erase(erase::Arguments),
    /// Remove a deleted customer for good
    Purge(purge::Arguments),
    /// Bring customers in from a CSV file or an XLSX workbook
    Import(Box<import::Arguments>),
    /// Log what was said or done with a customer, and what is to be done next
    Log(log::Arguments),
    /// Show all that has happened with a customer, newest first
    Timeline(timeline::Arguments),
    /// Show all that is known of a customer: who it is, what it adds up to, what happened last, what is to be done
    Overview(overview::Arguments),
    /// Look after what customers think of us
    #[command(subcommand)]
    Feedback(feedback::Command),
    /// Look after what customers complain of
    #[command(subcommand)]
    Complaint(complaint::Command),
    /// Look after what customers ask of us
    #[command(subcommand)]
    Case(case::Command),
    /// Look after what customers bought
    #[command(subcommand)]
    Orders(import::orders::Command),
    /// Show what the customers add up to; with --html as a page with charts, with --xlsx as a workbook
    Report(report::Arguments),
    /// Foretell how many of the customers that are under way will be won, stage by stage
    Pipeline(pipeline::Arguments),
    /// Score customers by what they bought: when, how often, for how much, and whether they will again
    #[command(subcommand)]
    Scores(scores::Command),
    /// Look after segments: sets of customers that an expression names
    #[command(subcommand)]
    Segments(segments::Command),
    /// Look after what people and teams are to reach in a month; `report targets` says how far they are
    #[command(subcommand)]
    Target(target::Command),
    /// Recompute the journal's chains and account for every customer number; exit code 1 on faults
    Verify(verify::Arguments),
    /// Look after what people have to do
    #[command(subcommand)]
    Tasks(tasks::Command),
    /// Look after what comes round, such as birthdays and monthly reviews
    #[command(subcommand)]
    Reminders(reminders::Command),
    /// Look after how often customers are spoken to, by stage and level (跟进节奏)
    #[command(subcommand)]
    Cadence(cadence::Command),
    /// Look after when customers count as dormant, and who is to win them back (沉睡客户)
    #[command(subcommand)]
    Dormancy(Box<dormancy::Command>),
    /// Look after who outside is told of what becomes due: webhooks and e-mail addresses
    #[command(subcommand)]
    Endpoints(endpoints::Command),
    /// See what became of what went out, and send dead letters again
    #[command(subcommand)]
    Deliveries(deliveries::Command),
    /// Look after the days on which nobody works, and those that make up for them (节假日、调休)
    #[command(subcommand)]
    Holidays(import::holidays::Command),
    /// Show what will be told of in the coming days, day by day
    Simulate(simulate::Arguments),
    /// Look after contact persons: those whom we deal with at our customers
    #[command(subcommand)]
    Contact(contact::Command),
    /// Look after the words of the tenant: stages, reasons, levels, industries, sources, tags
    #[command(subcommand)]
    Term(term::Command),
    /// List the regions of China by their codes: the provinces, or the divisions of a region
    Regions(regions::Arguments),
    /// Look after the rules of the pool (公海)
    #[command(subcommand)]
    Pool(pool::Command),
    /// Look after the fields that the tenant adds to its customers
    #[command(subcommand)]
    Field(Box<field::Command>),
    /// Look after the people who work for the tenant
    #[command(subcommand)]
    Staff(staff::Command),
    /// Look after their teams
    #[command(subcommand)]
    Team(team::Command),
    /// Look after what holds for the whole tenant
    #[command(subcommand)]
    Tenant(tenant::Command),
}

/// What `dossier serve` can be told; the rest stands in its settings.
#[derive(Args, Debug, Default)]
pub struct ServeArguments {
    /// The folder of the records and keys [default: ./data]
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// The address and port to listen on [default: 127.0.0.1:50051]
    #[arg(long, value_name = "ADDRESS")]
    pub listen: Option<String>,
    /// A TOML file with settings
    #[arg(long, value_name = "FILE")]
    pub settings: Option<PathBuf>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_grammar_is_sound() {
        CommandLine::grammar().debug_assert();
    }

    #[test]
    fn help_tells_of_no_empty_default() {
        let mut grammar = CommandLine::grammar();
        let log = grammar.find_subcommand_mut("log").unwrap().render_long_help().to_string();
        assert!(
            log.contains("--next <TEXT>") && !log.contains("[default: ]") && !log.contains("[default: \"\"]"),
            "{log}"
        );
    }

    #[test]
    fn flags_of_the_client_may_stand_behind_the_command() {
        let line = CommandLine::try_parse_from(["dossier", "get", "C1", "-o", "json", "--language", "zh-CN"]);
        assert!(line.is_ok(), "{line:?}");
    }

    #[test]
    fn without_a_command_there_is_none() {
        assert!(CommandLine::try_parse_from(["dossier"]).unwrap().command.is_none());
    }
}
