//! What can be said of the manifests without a cluster: they render, fit the schemas of Kubernetes, and agree with the binaries.

mod agreement;
mod monitoring;
mod overlay;
mod schema;

use overlay::Overlay;

use crate::Outcome;
use crate::workspace::Workspace;

/// The folder of the manifests.
const FOLDER: &str = "k8s";

/// Checks every overlay and what watches over it; an error tells of every fault.
pub(crate) fn run() -> Outcome {
    let workspace = Workspace::load()?;
    std::env::set_current_dir(&workspace.root)?;
    let overlays = Overlay::render_all(&workspace.target)?;
    schema::check(&overlays, &workspace.target)?;
    let mut faults = agreement::faults(&overlays)?;
    faults.extend(monitoring::faults(&overlays, &workspace.target)?);
    if faults.is_empty() { Ok(()) } else { Err(faults.join("\n").into()) }
}
