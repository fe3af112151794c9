//! `dossier doctor`: what is wrong with a server or its data folder, each with the way out.
//!
//! The server is asked over gRPC like by any caller (`server.rs`). The folder is looked at from outside, and its
//! databases are opened if no server holds them (`folder.rs`).

mod finding;
mod folder;
mod server;

use std::path::PathBuf;

use clap::Args;
use conventions::language::Language;

use self::finding::State;
use crate::client_settings::ClientSettings;
use crate::data_folder::DataFolder;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::{Form, Output};

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// Look at this data folder too; then the server need not run
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Have the server verify the journal of every service and the customer numbers, which takes a while
    #[arg(long)]
    verify: bool,
}

/// Prints what was found; exit code 1 when something is a problem.
pub(crate) async fn run(arguments: Arguments, settings: &ClientSettings) -> Result<Exit, Failure> {
    let output = Output::new(settings);
    if output.form() == Form::Csv {
        return Err(Failure::usage(
            "doctor has no csv form: take json or table",
            "doctor 没有 csv 形式：请用 json 或 table",
        ));
    }
    let mut findings = server::examine(settings, arguments.verify, arguments.data.is_none()).await?;
    if let Some(data) = &arguments.data {
        findings.extend(folder::examine(&DataFolder::new(data)).await);
    }
    let language: Language = settings.language.into();
    match output.form() {
        Form::Table => {
            output.text(&findings.iter().map(|finding| finding.text(language)).collect::<Vec<_>>().join("\n"))?
        }
        _ => output.value(&findings.iter().map(|finding| finding.told(language)).collect::<Vec<_>>())?,
    }
    let is_ill = findings.iter().any(|finding| finding.state == State::Problem);
    Ok(if is_ill { Exit::Failed } else { Exit::Done })
}
