//! The all-in-one process and the command line.
//!
//! [`run`] reads the command line (`command_line.rs`) and does what it says: `dossier serve` or nothing starts the server
//! (`serve.rs`), every other command is a file of `command/`.

mod backup;
mod client_settings;
mod command;
mod command_line;
mod custom_value;
mod data_folder;
mod day;
mod demo;
mod doctor;
mod exit;
mod failure;
mod import;
mod keys;
mod output;
mod pages;
mod phrase;
mod progress;
mod serve;
mod session;

use std::ffi::OsString;

pub use command_line::ServeArguments;
use conventions::language::Language;
pub use exit::Exit;

use crate::client_settings::{ClientArguments, ClientSettings};
use crate::command_line::{Call, Command, CommandLine};
use crate::failure::Failure;
use crate::session::Session;

/// Does what the command line says, and tells how that ended.
pub async fn run(arguments: impl Iterator<Item = OsString>) -> Exit {
    let line = match CommandLine::read(arguments) {
        Ok(line) => line,
        Err(error) => return explain(&error),
    };
    match line.command.unwrap_or_else(|| Command::Serve(ServeArguments::default())) {
        Command::Serve(arguments) => serve::serve(arguments).await,
        Command::Token(arguments) => end(command::token::run(&arguments)),
        Command::Completions(arguments) => end(command::completions::run(&arguments, CommandLine::grammar())),
        Command::Doctor(arguments) => {
            with_settings(&line.client, async |settings| doctor::run(arguments, settings).await).await
        }
        Command::Backup(command) => {
            with_settings(&line.client, async |settings| backup::run(command, settings).await).await
        }
        Command::Keys(command) => {
            with_settings(&line.client, async |settings| keys::run(command, settings).await.map(|()| Exit::Done)).await
        }
        Command::Demo(arguments) => {
            with_settings(&line.client, async |settings| demo::run(arguments, settings).await).await
        }
        Command::Call(call) => {
            with_settings(&line.client, async |settings| dispatch(call, &Session::open(settings).await?).await).await
        }
    }
}

/// The end of a command that knows no settings, and so no language.
fn end(done: Result<(), Failure>) -> Exit {
    match done {
        Ok(()) => Exit::Done,
        Err(failure) => report(&failure, Language::default()),
    }
}

/// Does a command that knows the settings of the client.
async fn with_settings(
    client: &ClientArguments,
    command: impl AsyncFnOnce(&ClientSettings) -> Result<Exit, Failure>,
) -> Exit {
    let settings = match ClientSettings::load(client) {
        Ok(settings) => settings,
        Err(failure) => return report(&failure, Language::default()),
    };
    command(&settings).await.unwrap_or_else(|failure| report(&failure, settings.language.into()))
}

async fn dispatch(call: Call, session: &Session) -> Result<Exit, Failure> {
    match call {
        Call::Create(arguments) => command::create::run(*arguments, session).await,
        Call::Get(arguments) => command::get::run(arguments, session).await,
        Call::Update(arguments) => command::update::run(*arguments, session).await,
        Call::Stage(arguments) => command::stage::run(arguments, session).await,
        Call::Claim(arguments) => command::claim::run(arguments, session).await,
        Call::Release(arguments) => command::release::run(arguments, session).await,
        Call::List(arguments) => command::list::run(arguments, session).await,
        Call::Search(arguments) => command::search::run(arguments, session).await,
        Call::History(arguments) => command::history::run(arguments, session).await,
        Call::Restore(arguments) => command::restore::run(arguments, session).await,
        Call::Delete(arguments) => command::delete::run(arguments, session).await,
        Call::Archive(arguments) => command::archive::run(arguments, session).await,
        Call::Unarchive(arguments) => command::unarchive::run(arguments, session).await,
        Call::Undelete(arguments) => command::undelete::run(arguments, session).await,
        Call::Erase(arguments) => command::erase::run(arguments, session).await,
        Call::Purge(arguments) => command::purge::run(arguments, session).await,
        Call::Field(command) => command::field::run(*command, session).await,
        Call::Tag(arguments) => command::tag::add(arguments, session).await,
        Call::Untag(arguments) => command::tag::remove(arguments, session).await,
        Call::Term(command) => command::term::run(command, session).await,
        Call::Regions(arguments) => command::regions::run(arguments, session).await,
        Call::Pool(command) => command::pool::run(command, session).await,
        Call::Tasks(command) => command::tasks::run(command, session).await,
        Call::Cadence(command) => command::cadence::run(command, session).await,
        Call::Dormancy(command) => command::dormancy::run(*command, session).await,
        Call::Endpoints(command) => command::endpoints::run(command, session).await,
        Call::Deliveries(command) => command::deliveries::run(command, session).await,
        Call::Reminders(command) => command::reminders::run(command, session).await,
        Call::Holidays(command) => import::holidays::run(command, session).await,
        Call::Simulate(arguments) => command::simulate::run(arguments, session).await,
        Call::Staff(command) => command::staff::run(command, session).await,
        Call::Team(command) => command::team::run(command, session).await,
        Call::Tenant(command) => command::tenant::run(command, session).await,
        Call::Report(arguments) => command::report::run(arguments, session).await,
        Call::Pipeline(arguments) => command::pipeline::run(arguments, session).await,
        Call::Scores(command) => command::scores::run(command, session).await,
        Call::Target(command) => command::target::run(command, session).await,
        Call::Segments(command) => command::segments::run(command, session).await,
        Call::Contact(command) => return command::contact::run(command, session).await,
        Call::Import(arguments) => return import::run(*arguments, session).await,
        Call::Transfer(arguments) => return command::transfer::run(arguments, session).await,
        Call::Undo(arguments) => return command::undo::run(arguments, session).await,
        Call::Log(arguments) => command::log::run(arguments, session).await,
        Call::Feedback(command) => command::feedback::run(command, session).await,
        Call::Complaint(command) => command::complaint::run(command, session).await,
        Call::Case(command) => command::case::run(command, session).await,
        Call::Timeline(arguments) => command::timeline::run(arguments, session).await,
        Call::Overview(arguments) => command::overview::run(arguments, session).await,
        Call::Orders(command) => return import::orders::run(command, session).await,
        Call::Verify(arguments) => return command::verify::run(arguments, session).await,
    }?;
    Ok(Exit::Done)
}

/// Prints help where it was asked for, and what is wrong with the command line where something is.
fn explain(error: &clap::Error) -> Exit {
    // Where nothing can be printed, the exit code has to do.
    let _ = error.print();
    if error.use_stderr() { Exit::Usage } else { Exit::Done }
}

fn report(failure: &Failure, language: Language) -> Exit {
    for line in failure.lines(language) {
        eprintln!("{line}");
    }
    failure.exit()
}
