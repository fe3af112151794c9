//! An overlay as a cluster would get it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use super::FOLDER;
use crate::command::read;
use crate::{Outcome, tools};

/// A rendered overlay.
pub(super) struct Overlay {
    /// The name of its folder.
    pub(super) name: String,
    /// Where it was rendered to.
    pub(super) file: PathBuf,
    /// Its resources.
    pub(super) resources: Vec<Value>,
}

impl Overlay {
    /// Renders every overlay into the target folder.
    pub(super) fn render_all(target: &Path) -> Outcome<Vec<Self>> {
        let kubectl = tools::kubectl(target)?;
        let rendered = target.join(FOLDER);
        fs::create_dir_all(&rendered)?;
        let mut folders = fs::read_dir(Path::new(FOLDER).join("overlays"))?.collect::<Result<Vec<_>, _>>()?;
        folders.sort_by_key(fs::DirEntry::file_name);
        let render = |folder: fs::DirEntry| {
            let name = folder.file_name().to_string_lossy().into_owned();
            let text = read(Command::new(&kubectl).arg("kustomize").arg(folder.path()))?;
            let file = rendered.join(&name).with_extension("yaml");
            fs::write(&file, &text)?;
            Ok(Self { name, file, resources: serde_saphyr::from_multiple(&text)? })
        };
        folders.into_iter().map(render).collect()
    }

    /// The resources of a kind.
    pub(super) fn of_kind(&self, kind: &'static str) -> impl Iterator<Item = &Value> {
        self.resources.iter().filter(move |resource| text(resource, "/kind") == kind)
    }

    /// The pods that workloads make, each with the name of its workload.
    pub(super) fn pods(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.resources.iter().filter_map(|resource| Some((name(resource), resource.pointer("/spec/template/spec")?)))
    }
}

/// What a resource is called.
pub(super) fn name(resource: &Value) -> &str {
    text(resource, "/metadata/name")
}

/// The text at a place; empty if there is none.
pub(super) fn text<'a>(value: &'a Value, pointer: &str) -> &'a str {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
}

/// The list at a place; empty if there is none.
pub(super) fn list<'a>(value: &'a Value, pointer: &str) -> &'a [Value] {
    value.pointer(pointer).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}
