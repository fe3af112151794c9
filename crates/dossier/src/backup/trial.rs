//! Whether a backup can be relied on: it is restored to a folder for trial and served from there, and all of it is verified.

use std::fs;
use std::path::Path;

use clock::Clock;
use contracts::customer::v1::VerifyNumbersRequest;
use contracts::validation::Wording;

use super::{Summary, beside, restore};
use crate::client_settings::ClientSettings;
use crate::command::verify;
use crate::data_folder::DataFolder;
use crate::failure::Failure;
use crate::serve;
use crate::session::Session;

/// The services that keep a journal of what they were told by people.
const JOURNALS: [&str; 3] = [customer::NAME, interaction::NAME, reminder::NAME];

/// Verifies the backup in a folder.
pub(super) async fn verify(backup: &Path, settings: &ClientSettings) -> Result<Summary, Failure> {
    let folder = beside(backup, ".trial");
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(Failure::file(&folder))?;
    }
    let tried = restore_and_verify(backup, &folder, settings).await;
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(Failure::file(&folder))?;
    }
    tried
}

async fn restore_and_verify(backup: &Path, folder: &Path, settings: &ClientSettings) -> Result<Summary, Failure> {
    let restored = restore::restore(backup, &DataFolder::new(folder))?;
    if !restored.faults.is_empty() {
        return Ok(restored);
    }
    let process = serve::embedded_process(folder, Clock::system()).await?;
    let settings = ClientSettings {
        server: format!("http://{}", process.address()),
        token: String::new(),
        output: settings.output,
        language: settings.language,
    };
    let verified = verify_all(&settings).await;
    process.stop(std::future::pending()).await;
    let (entries, faults) = verified?;
    let told = match faults.len() {
        0 => Wording::new(
            format!(
                "{} files restored for trial, {entries} journal entries verified, all numbers accounted for",
                restored.files
            ),
            format!("已试恢复 {} 个文件，校验 {entries} 条日志，编号无误", restored.files),
        ),
        count => Wording::new(format!("{count} faults"), format!("{count} 处错误")),
    };
    Ok(Summary { verified_entries: Some(entries), faults, told, ..restored })
}

/// How many entries were verified, and what is wrong.
async fn verify_all(settings: &ClientSettings) -> Result<(i64, Vec<String>), Failure> {
    let session = Session::open(settings).await?;
    let (mut entries, mut faults) = (0, Vec::new());
    for service in JOURNALS {
        let journal = verify::journal(service.to_owned(), &session).await?;
        entries += journal.verified_count;
        faults.extend(journal.faults);
    }
    let numbers = session.customers().verify_numbers(VerifyNumbersRequest::default()).await?.into_inner();
    faults.extend(numbers.faults);
    Ok((entries, faults))
}
