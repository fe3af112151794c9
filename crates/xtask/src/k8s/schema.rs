//! Whether resources are what Kubernetes takes.

use std::path::Path;
use std::process::Command;

use super::overlay::{Overlay, name, text};
use crate::command::run;
use crate::{Outcome, tools};

/// The oldest and the newest release that is deployed to.
const RELEASES: [&str; 2] = ["1.32", "1.37"];
/// The operators whose kinds have no schema in Kubernetes itself.
const OPERATORS: [&str; 4] =
    ["barmancloud.cnpg.io/v1", "gateway.networking.k8s.io/v1", "monitoring.coreos.com/v1", "postgresql.cnpg.io/v1"];

/// Holds every overlay against the schemas of each release; unknown fields are refused.
pub(super) fn check(overlays: &[Overlay], target: &Path) -> Outcome {
    let validate = tools::kubernetes_validate(target)?;
    for overlay in overlays {
        for resource in &overlay.resources {
            let version = text(resource, "/apiVersion");
            if version.contains('.') && !version.contains(".k8s.io/") && !OPERATORS.contains(&version) {
                let fault = format!("{}: {}: nothing can check {version}", overlay.name, name(resource));
                return Err(fault.into());
            }
        }
        for release in RELEASES {
            run(Command::new("python3")
                .env("PYTHONPATH", &validate)
                .args(["-m", "kubernetes_validate", "--strict", "--quiet", "--no-warn", "-k", release])
                .arg(&overlay.file))?;
        }
        println!("{}: {} resources for Kubernetes {}", overlay.name, overlay.resources.len(), RELEASES.join(" and "));
    }
    Ok(())
}
