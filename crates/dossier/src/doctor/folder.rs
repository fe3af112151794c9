//! What can be seen of a data folder from outside, and of its databases if no server holds them.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

use foundation::{Schema, open_database};

use super::finding::Finding;
use crate::data_folder::{DataFolder, address};

/// Below this much free space, in bytes, writing may end at any time.
const LITTLE_SPACE: u64 = 256 * 1024 * 1024;

/// Below this much free space, in bytes, it is time to make some.
const SCARCE_SPACE: u64 = 2 * 1024 * 1024 * 1024;

/// The permissions of a file that are not its owner's.
const OF_OTHERS: u32 = 0o077;

/// Looks at a folder.
pub(super) async fn examine(data: &DataFolder) -> Vec<Finding> {
    let folder = data.path().display();
    if !data.records_of(customer::NAME).is_file() {
        let missing =
            Finding::problem("data", format!("{folder} holds no records"), format!("{folder} 中没有客户数据"));
        return vec![missing.way_out(
            "name the folder that `dossier serve --data` was given, or start a server on it",
            "请指定 `dossier serve --data` 所用的目录，或先用它启动服务器",
        )];
    }
    let mut findings = vec![Finding::ok("data", format!("{folder} holds records"), format!("{folder} 中有客户数据"))];
    findings.extend(space(data.path()));
    findings.push(permissions(&data.master()));
    findings.extend(placement(data));
    findings.extend(schemas(data).await);
    findings
}

fn space(folder: &Path) -> Option<Finding> {
    let disk = rustix::fs::statvfs(folder).ok()?;
    Some(free(disk.f_bavail.saturating_mul(disk.f_frsize)))
}

fn free(bytes: u64) -> Finding {
    let mebibytes = bytes / 1024 / 1024;
    let (english, chinese) = (format!("{mebibytes} MiB are free"), format!("剩余 {mebibytes} MiB"));
    let finding = match bytes {
        ..LITTLE_SPACE => Finding::problem,
        LITTLE_SPACE..SCARCE_SPACE => Finding::warning,
        _ => return Finding::ok("disk", english, chinese),
    };
    finding("disk", english, chinese)
        .way_out("free some space: a full disk stops all writing", "请释放空间：磁盘写满后无法写入")
}

/// Whether nobody but its owner can enter the folder of the keys, and read those in it.
fn permissions(master: &Path) -> Finding {
    let entries = fs::read_dir(master).into_iter().flatten().flatten().map(|entry| entry.path());
    let secrets = entries.filter(|path| is_secret(path));
    let open: Vec<String> = [master.to_owned()]
        .into_iter()
        .chain(secrets)
        .filter(|path| fs::metadata(path).is_ok_and(|metadata| metadata.permissions().mode() & OF_OTHERS != 0))
        .map(|path| path.display().to_string())
        .collect();
    if open.is_empty() {
        return Finding::ok("master_keys", "nobody but the owner can read the master keys", "主密钥仅所有者可读");
    }
    let (list, folder) = (open.join(" "), master.display());
    Finding::problem("master_keys", format!("open to others: {list}"), format!("他人可访问：{list}")).way_out(
        format!("chmod 700 {folder}; chmod 600 {folder}/*.key {folder}/token-signing-key"),
        format!("chmod 700 {folder}; chmod 600 {folder}/*.key {folder}/token-signing-key"),
    )
}

/// Whether a file of the folder is a key: the databases beside it and the key set that verifies tokens are none.
fn is_secret(path: &Path) -> bool {
    path.extension().is_none_or(|extension| extension == "key")
}

/// Whether the keys lie on the disk of the records, and so perhaps in the same backup.
fn placement(data: &DataFolder) -> Option<Finding> {
    let device = |folder: PathBuf| fs::metadata(folder).ok().map(|metadata| metadata.dev());
    let records = device(data.records())?;
    if [data.keyring(), data.master()].into_iter().all(|folder| device(folder) != Some(records)) {
        return Some(Finding::ok(
            "placement",
            "records and keys lie on different file systems",
            "数据与密钥位于不同文件系统",
        ));
    }
    let finding = Finding::warning(
        "placement",
        "records/, keyring/ and master/ share a file system",
        "records/、keyring/ 与 master/ 位于同一文件系统",
    );
    Some(finding.way_out(
        "back them up apart, or put them on different disks: a backup that holds both makes erasures revocable",
        "请分开备份，或放在不同磁盘：同一备份若含数据与密钥，删除的个人信息可被恢复",
    ))
}

/// Whether the databases have the schema of this binary.
async fn schemas(data: &DataFolder) -> Vec<Finding> {
    let checked = [
        schema::<customer::Migrator>("customer.records", &data.records_of(customer::NAME)).await,
        schema::<keyring::Migrator>("customer.keyring", &data.keyring_of(customer::NAME)).await,
        schema::<interaction::Migrator>("interaction.records", &data.records_of(interaction::NAME)).await,
        schema::<keyring::Migrator>("interaction.keyring", &data.keyring_of(interaction::NAME)).await,
        schema::<analytics::Migrator>("analytics.records", &data.records_of(analytics::NAME)).await,
        schema::<keyring::Migrator>("analytics.keyring", &data.keyring_of(analytics::NAME)).await,
        schema::<reminder::Migrator>("reminder.records", &data.records_of(reminder::NAME)).await,
        schema::<keyring::Migrator>("reminder.keyring", &data.keyring_of(reminder::NAME)).await,
        schema::<access::log::Migrations>("access_log.database", &data.access_log()).await,
        schema::<keyring::ledger::Migrator>("ledger.database", &data.ledger()).await,
    ];
    checked.into()
}

async fn schema<M: database::MigratorTrait>(key: &'static str, file: &Path) -> Finding {
    if !file.is_file() {
        let file = file.display();
        return Finding::problem("schema", format!("{file} is missing"), format!("缺少 {file}"))
            .way_out("restore it from its backup", "请从备份中恢复");
    }
    match open_database::<M>(key, &address(file), Schema::Check).await {
        Ok(database) => {
            database.close().await;
            Finding::ok("schema", format!("{key} is up to date"), format!("{key} 结构为最新"))
        }
        Err(foundation::Error::Database { error: database::Error::Held { .. }, .. }) => Finding::ok(
            "schema",
            format!("{key} is held by a server, which serves no other schema than its own"),
            format!("{key} 正由服务器使用，其结构与服务器一致"),
        ),
        Err(foundation::Error::Database { error: database::Error::MigrationsPending { count, migration }, .. }) => {
            let english = format!("{key}: {count} migrations are pending, first {migration}");
            Finding::warning("schema", english, format!("{key}：{count} 个迁移待执行，首个为 {migration}")).way_out(
                "back the folder up; the next `dossier serve` runs them",
                "请先备份；下次 `dossier serve` 会执行迁移",
            )
        }
        Err(error) => Finding::problem("schema", error.to_string(), error.to_string()).way_out(
            "take a binary of the release that wrote it, or restore a backup",
            "请使用写入该数据的版本，或恢复备份",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::super::finding::State;
    use super::*;

    #[test]
    fn little_space_is_a_problem_and_scarce_space_a_warning() {
        assert_eq!(free(LITTLE_SPACE - 1).state, State::Problem);
        assert_eq!(free(LITTLE_SPACE).state, State::Warning);
        assert_eq!(free(SCARCE_SPACE).state, State::Ok);
    }
}
