//! `dossier demo`: customers that there are not, with two years of history.
//!
//! History has the server's time, so only who holds the data folder can write it in the past: the demo serves the folder
//! itself (`serve/process.rs`), on a clock that it moves, and calls it like everybody else (`write.rs`, `deal.rs`). What happens is
//! drawn from a fixed seed (`story.rs`, `dealings.rs`, `people.rs`, `chance.rs`). A customer has one revision for each step of its
//! story, and its other records one for each of its dealings, so a demo that was cut off goes on where it ended, and one that is whole
//! changes nothing.

mod chance;
mod deal;
mod dealings;
mod people;
mod story;
mod write;

use std::path::PathBuf;

use clap::Args;
use clock::Clock;
use contracts::validation::Wording;
use serde::Serialize;

use self::write::Writing;
use crate::client_settings::ClientSettings;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Form;
use crate::serve;
use crate::session::Session;

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// The data folder: empty, or filled by the demo before; no server may be running on it
    #[arg(long, value_name = "DIR", default_value = "./data")]
    data: PathBuf,
    /// How many customers
    #[arg(long, value_name = "COUNT", default_value_t = 2_000, value_parser = clap::value_parser!(u64).range(1..=10_000))]
    customers: u64,
}

/// What there is now.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Summary {
    customers: u64,
    /// How many changes were written now.
    written: u64,
    /// How many had been written before.
    unchanged: u64,
    /// The number of a customer with much history.
    customer_number: String,
    /// A time in the middle of its history.
    as_of: String,
}

/// Fills a data folder, and tells what to try.
pub(crate) async fn run(arguments: Arguments, settings: &ClientSettings) -> Result<Exit, Failure> {
    let clock = Clock::manual(Clock::system().now());
    let process = serve::embedded_process(&arguments.data, clock.clone()).await?;
    let settings = ClientSettings {
        server: format!("http://{}", process.address()),
        token: String::new(),
        output: settings.output,
        language: settings.language,
    };
    let session = Session::open(&settings).await?;
    let written = async { Writing::begin(&session, clock, arguments.customers).await?.write().await }.await;
    process.stop(std::future::pending()).await;
    let summary = written?;
    match session.output.form() {
        Form::Table => session.output.text(session.language.choose(&told(&summary, &arguments.data)))?,
        Form::Json | Form::JsonLines | Form::Csv => session.output.value(&summary)?,
    }
    Ok(Exit::Done)
}

fn told(summary: &Summary, data: &std::path::Path) -> Wording {
    let Summary { customers, written, unchanged, customer_number, as_of } = summary;
    let tries = format!(
        "  dossier serve --data {}\n  dossier list --limit 10\n  dossier search zhang\n  dossier history {customer_number}\n  \
         dossier timeline {customer_number}\n  \
         dossier get {customer_number} --as-of {as_of}",
        data.display()
    );
    Wording::new(
        format!("{customers} customers: {written} changes written, {unchanged} were there. Try:\n{tries}"),
        format!("{customers} 个客户：写入 {written} 次变更，已有 {unchanged} 次。可以试试：\n{tries}"),
    )
}
