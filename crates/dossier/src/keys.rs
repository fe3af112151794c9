//! `dossier keys`: the master keys of the embedded default, which wrap the keys of persons.
//!
//! A new one wraps from an hour after the next start on, and while the server runs everything is brought under it. The old one is then
//! of use for old copies of the keyring alone: with it they go, whatever is left of them.

use std::path::{Path, PathBuf};

use clap::Subcommand;
use clock::Clock;
use database::{Address, Connections, Database};
use jiff::Timestamp;
use keyring::{Keyring, MasterKeyState, MasterKeys, WhenEmpty};

use crate::client_settings::ClientSettings;
use crate::data_folder::DataFolder;
use crate::failure::Failure;
use crate::output::Output;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Show which master keys wrap the keys of persons, and since when the others do not any more. The server must be stopped
    List {
        /// The data folder
        #[arg(long, value_name = "DIR", default_value = "./data")]
        data: PathBuf,
    },
    /// Make the next master key. It is used from an hour after the next start of the server on
    Add {
        /// The data folder
        #[arg(long, value_name = "DIR", default_value = "./data")]
        data: PathBuf,
    },
    /// Destroy a master key that wraps nothing any more: backups from before cannot be read again. The server must be stopped
    Destroy {
        /// The number of the key
        version: i64,
        /// For how many days nothing may have been wrapped by it: as long as backups of that time are needed
        #[arg(long, value_name = "DAYS", default_value_t = 30)]
        rest_days: u32,
        /// Do it: what only this key opens cannot be brought back
        #[arg(long)]
        yes: bool,
        /// The data folder
        #[arg(long, value_name = "DIR", default_value = "./data")]
        data: PathBuf,
    },
}

pub(crate) async fn run(command: Command, settings: &ClientSettings) -> Result<(), Failure> {
    let output = Output::new(settings);
    match command {
        Command::List { data } => list(&DataFolder::new(&data), &output).await,
        Command::Add { data } => {
            let version = MasterKeys::add_to_folder(&there(&DataFolder::new(&data))?).map_err(keyring::Error::from)?;
            output.text(&version.to_string())
        }
        Command::Destroy { version, rest_days, yes, data } => {
            if !yes {
                return Err(Failure::usage(
                    "what only this key opens, such as older backups, is unreadable for ever without it; add --yes to do it",
                    "销毁后，只能用该密钥打开的内容（如较早的备份）将永远无法读取；确认请加 --yes",
                ));
            }
            let (keyrings, databases) = open(&DataFolder::new(&data)).await?;
            let destroyed = Keyring::destroy_master_key(&keyrings, version, rest_days).await;
            close(databases).await;
            Ok(destroyed?)
        }
    }
}

/// Prints a row for each master key of each keyring.
async fn list(data: &DataFolder, output: &Output) -> Result<(), Failure> {
    let (keyrings, databases) = open(data).await?;
    let names =
        keyring_files(data)?.into_iter().map(|file| file.file_stem().map(|name| name.to_string_lossy().into_owned()));
    let mut rows = Vec::new();
    for (name, keyring) in names.zip(&keyrings) {
        for key in keyring.master_keys().await? {
            rows.push(row(name.clone().unwrap_or_default(), &key));
        }
    }
    close(databases).await;
    let header = ["keyring", "version", "first_use_time", "wraps", "rest_time", "destroy_time"];
    output.rows(header.map(str::to_owned).to_vec(), rows)
}

fn row(keyring: String, key: &MasterKeyState) -> Vec<String> {
    let said = |time: clock::Instant| Timestamp::from_microsecond(time.as_micros()).unwrap_or_default().to_string();
    let time = |time: Option<clock::Instant>| time.map(said).unwrap_or_default();
    vec![
        keyring,
        key.version.to_string(),
        said(key.first_use_time),
        key.wraps.to_string(),
        time(key.rest_time),
        time(key.destroy_time),
    ]
}

/// The folder of the master keys, if there are any.
fn there(data: &DataFolder) -> Result<PathBuf, Failure> {
    if keyring_files(data)?.is_empty() {
        let folder = data.path().display();
        return Err(Failure::usage(
            format!("--data: {folder} holds no keyring: name the folder that the server was given"),
            format!("--data：{folder} 中没有密钥库：请指定服务器所用的目录"),
        ));
    }
    Ok(data.master())
}

/// The keyrings of a data folder, and their databases, in the order of their names.
async fn open(data: &DataFolder) -> Result<(Vec<Keyring>, Vec<Database>), Failure> {
    let master = there(data)?;
    let (mut keyrings, mut databases) = (Vec::new(), Vec::new());
    for file in keyring_files(data)? {
        let database =
            Database::connect(&Address::Sqlite(file), Connections::default()).await.map_err(keyring::Error::from)?;
        database::check::<keyring::Migrator>(&database).await.map_err(keyring::Error::from)?;
        let masters = MasterKeys::from_folder(&master, WhenEmpty::Refuse).map_err(keyring::Error::from)?;
        keyrings.push(Keyring::open(database.clone(), masters, Clock::system()).await?);
        databases.push(database);
    }
    Ok((keyrings, databases))
}

async fn close(databases: Vec<Database>) {
    for database in databases {
        database.close().await;
    }
}

fn keyring_files(data: &DataFolder) -> Result<Vec<PathBuf>, Failure> {
    let folder = data.keyring();
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let is_database = |file: &Path| file.extension().is_some_and(|extension| extension == "db");
    let mut files = Vec::new();
    for entry in std::fs::read_dir(&folder).map_err(Failure::file(&folder))? {
        files.push(entry.map_err(Failure::file(&folder))?.path());
    }
    files.retain(|file| is_database(file));
    files.sort();
    Ok(files)
}
