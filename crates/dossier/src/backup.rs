//! `dossier backup`: copies of the embedded default's data folder, and back.
//!
//! A backup has the folders of a data folder: records, keyring, master. Each has a manifest of its own (`manifest.rs`), for they are
//! to be kept apart: who has only the records can read nothing personal. It is made while the server runs (`make.rs`): those who
//! hear of others are copied before those whom they hear, so that nobody knows more than is there; the keys after all that is sealed with
//! them; and the ledger, which says what a restore must not bring back, last of all.
//!
//! A restore (`restore.rs`) leaves a master folder that is there as it is, since it knows the erasures that came after the backup. Whether a
//! backup can be relied on is tried (`trial.rs`): it is restored to a folder for that, served, and everything in it verified.

mod make;
mod manifest;
mod restore;
mod trial;

use std::path::{Path, PathBuf};

use clap::Subcommand;
use contracts::validation::Wording;
use serde::Serialize;

use crate::client_settings::ClientSettings;
use crate::data_folder::DataFolder;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::{Form, Output};

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Copy a data folder, also while a server runs on it
    Make {
        /// The folder to make
        backup: PathBuf,
        /// The data folder
        #[arg(long, value_name = "DIR", default_value = "./data")]
        data: PathBuf,
    },
    /// Restore a backup for trial, and verify every journal and number in it; exit code 1 on faults
    Verify {
        /// The backup
        backup: PathBuf,
    },
    /// Make a data folder out of a backup. A master folder that is there stays: it knows what was erased since
    Restore {
        /// The backup
        backup: PathBuf,
        /// The data folder, without records and keyring
        #[arg(long, value_name = "DIR", default_value = "./data")]
        data: PathBuf,
    },
}

/// What was done.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Summary {
    files: usize,
    bytes: u64,
    /// Journal entries that were verified.
    #[serde(skip_serializing_if = "Option::is_none")]
    verified_entries: Option<i64>,
    /// What is wrong.
    faults: Vec<String>,
    #[serde(skip)]
    told: Wording,
}

pub(crate) async fn run(command: Command, settings: &ClientSettings) -> Result<Exit, Failure> {
    let summary = match command {
        Command::Make { backup, data } => make::make(&DataFolder::new(&data), &backup).await?,
        Command::Verify { backup } => trial::verify(&backup, settings).await?,
        Command::Restore { backup, data } => restore::restore(&backup, &DataFolder::new(&data))?,
    };
    let output = Output::new(settings);
    match output.form() {
        Form::Table => {
            let language: conventions::language::Language = settings.language.into();
            let lines = [&[language.choose(&summary.told).to_owned()], summary.faults.as_slice()].concat();
            output.text(&lines.join("\n"))?;
        }
        Form::Json | Form::JsonLines | Form::Csv => output.value(&summary)?,
    }
    Ok(if summary.faults.is_empty() { Exit::Done } else { Exit::Failed })
}

/// The folders of a data folder, and of a backup.
fn parts(folder: &DataFolder) -> [PathBuf; 3] {
    [folder.records(), folder.keyring(), folder.master()]
}

/// A neighbour of a folder, in which it is made before it takes its place.
fn beside(folder: &Path, suffix: &str) -> PathBuf {
    let mut name = folder.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}
