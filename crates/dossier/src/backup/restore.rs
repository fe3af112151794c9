//! Making a data folder of a backup.

use std::fs;
use std::path::Path;

use contracts::validation::Wording;

use super::make::{copy_file, make_folder};
use super::manifest::{self, Manifest};
use super::{Summary, beside, parts};
use crate::data_folder::DataFolder;
use crate::failure::Failure;

/// Restores `backup` to `data`. Nothing is there before all of it is.
pub(super) fn restore(backup: &Path, data: &DataFolder) -> Result<Summary, Failure> {
    let taken = [data.records(), data.keyring()].into_iter().find(|folder| folder.exists());
    if let Some(taken) = taken {
        let taken = taken.display();
        return Err(Failure::usage(
            format!(
                "{taken} is there: stop the server and move records and keyring elsewhere, but leave master, which knows the erasures"
            ),
            format!("{taken} 已存在：请停止服务器并移走 records 与 keyring，但保留记录了删除操作的 master"),
        ));
    }
    let keeps_master = data.master().exists();
    let (mut files, mut bytes, mut faults) = (0, 0, Vec::new());
    let mut made = Vec::new();
    for (from, to) in parts(&DataFolder::new(backup)).into_iter().zip(parts(data)) {
        if to == data.master() && keeps_master {
            continue;
        }
        let manifest = Manifest::read(&from)?;
        let partial = beside(&to, ".partial");
        if partial.exists() {
            fs::remove_dir_all(&partial).map_err(Failure::file(&partial))?;
        }
        make_folder(&partial)?;
        for file in manifest::files(&from)? {
            copy_file(&file, &partial.join(file.file_name().unwrap_or_default()))?;
        }
        faults.extend(manifest.faults(&partial)?);
        files += manifest.files.len();
        bytes += manifest.bytes();
        made.push((partial, to));
    }
    if !faults.is_empty() {
        for (partial, _) in made {
            fs::remove_dir_all(&partial).map_err(Failure::file(&partial))?;
        }
        let told = Wording::new("the backup is damaged; nothing was restored", "备份已损坏，未恢复任何内容");
        return Ok(Summary { files, bytes, verified_entries: None, faults, told });
    }
    for (partial, to) in made {
        fs::rename(&partial, &to).map_err(Failure::file(&to))?;
    }
    let folder = data.path().display();
    let told = if keeps_master {
        Wording::new(
            format!(
                "{folder} has the records and keyring of the backup and kept its master folder; what was erased since is erased again at the start"
            ),
            format!("{folder} 已恢复 records 与 keyring，并保留原 master；备份之后的删除会在启动时再次执行"),
        )
    } else {
        Wording::new(
            format!(
                "{folder} is as the backup; what was erased after it is not known: put the newest master folder in its place if there is one"
            ),
            format!("{folder} 已恢复为备份时的状态；之后的删除操作无从得知：如有更新的 master 目录，请替换"),
        )
    };
    Ok(Summary { files, bytes, verified_entries: None, faults, told })
}
