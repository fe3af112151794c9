//! What became of the rows of a file.

use std::path::PathBuf;

use contracts::customer::v1::ImportAction;
use contracts::validation::Wording;
use conventions::language::Language;
use serde::Serialize;

/// The rows of a file, each counted once.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Tally {
    pub(super) import_id: String,
    pub(super) dry_run: bool,
    pub(super) read: u64,
    pub(super) created: u64,
    pub(super) updated: u64,
    pub(super) unchanged: u64,
    pub(super) rejected: u64,
    /// Where the rejected rows are.
    pub(super) rejected_file: Option<PathBuf>,
}

impl Tally {
    /// Counts a row; what the server does not say is a rejection.
    pub(super) fn count(&mut self, action: ImportAction) {
        self.read += 1;
        match action {
            ImportAction::Created => self.created += 1,
            ImportAction::Updated => self.updated += 1,
            ImportAction::Unchanged => self.unchanged += 1,
            ImportAction::Rejected | ImportAction::Unspecified => self.rejected += 1,
        }
    }

    /// For people.
    pub(super) fn text(&self, language: Language) -> String {
        let Self { read, created, updated, unchanged, rejected, .. } = self;
        let file = self.rejected_file.as_ref().map(|file| file.display().to_string());
        let mut wording = Wording::new(
            format!(
                "read {read} = created {created} + updated {updated} + unchanged {unchanged} + rejected {rejected}"
            ),
            format!("读取 {read} = 新建 {created} + 更新 {updated} + 未变 {unchanged} + 拒绝 {rejected}"),
        );
        if self.dry_run {
            wording.english.push_str("\nnothing was imported: this was a dry run");
            wording.chinese.push_str("\n试运行，未导入任何数据");
        }
        if let Some(file) = file {
            wording.english.push_str(&format!("\nrejected rows with their reasons: {file}"));
            wording.chinese.push_str(&format!("\n被拒绝的行及原因：{file}"));
        }
        language.choose(&wording).to_owned()
    }
    /// For people: how what was done to customers or contact persons is taken back. None if nothing was.
    pub(super) fn way_back(&self, language: Language) -> Option<String> {
        let Self { import_id, created, updated, .. } = self;
        let wording = Wording::new(
            format!("undo this with: dossier undo {import_id}"),
            format!("如需撤销：dossier undo {import_id}"),
        );
        (!self.dry_run && created + updated > 0).then(|| language.choose(&wording).to_owned())
    }
}
