//! The clients of `tests/clients`: made from the contract by its plugins, then run by tests against the process.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::cargo_test::CargoTest;
use crate::command::run as execute;
use crate::workspace::Workspace;
use crate::{Outcome, tools};

/// Where the clients are kept.
const SOURCES: &str = "tests/clients";
/// The folder of the contract; its `buf.gen.yaml` says what is made of it.
const CONTRACT: &str = "proto";
/// Names the folder in which the clients were made to their tests.
const FOLDER: &str = "DOSSIER_CLIENTS";
/// How the names of these tests begin.
const PREFIX: &str = "clients_";

pub(crate) fn run() -> Outcome {
    let workspace = Workspace::load()?;
    env::set_current_dir(&workspace.root)?;
    let folder = workspace.target.join("clients");
    let (typescript, python) = (copy("typescript", &folder)?, copy("python", &folder)?);

    let purpose = "the client in TypeScript stands on packages that npm brings";
    install(&typescript, "package.json", || tools::npm_install(&typescript, purpose))?;
    let programs = typescript.join("node_modules/.bin");

    let purpose = "the client in Python stands on packages that pip brings";
    let packages = python.join("packages");
    install(&python, "requirements.txt", || {
        let mut pip = tools::pip_install(&packages, purpose)?;
        pip.arg("--requirement").arg(python.join("requirements.txt"));
        Ok(pip)
    })?;

    let mut buf = Command::new(tools::buf(&workspace.target)?);
    buf.env("PATH", path_with([&programs, &python])?).env("PYTHONPATH", packages);
    execute(buf.current_dir(CONTRACT).args(["generate", "--output"]).arg(&folder))?;
    execute(Command::new(programs.join("tsc")).arg("--project").arg(&typescript))?;
    CargoTest::new().environment(FOLDER, folder).arguments(["--ignored", PREFIX]).run()?.conclude()
}

/// Copies the files of a client to where it is made, beside what is made there.
fn copy(client: &str, folder: &Path) -> Outcome<PathBuf> {
    let folder = folder.join(client);
    fs::create_dir_all(&folder)?;
    for file in fs::read_dir(Path::new(SOURCES).join(client))? {
        let file = file?;
        fs::copy(file.path(), folder.join(file.file_name()))?;
    }
    Ok(folder)
}

/// Installs what the manifest of a client lists, unless that was done before.
fn install(client: &Path, manifest: &str, command: impl FnOnce() -> Outcome<Command>) -> Outcome {
    let installed = client.join("installed");
    let wanted = fs::read(client.join(manifest))?;
    if !fs::read(&installed).is_ok_and(|present| present == wanted) {
        execute(&mut command()?)?;
        fs::write(installed, wanted)?;
    }
    Ok(())
}

/// Where programs are looked for: in these folders first.
fn path_with(folders: [&Path; 2]) -> Outcome<OsString> {
    let path = env::var_os("PATH").unwrap_or_default();
    let folders = folders.into_iter().map(Path::to_owned);
    Ok(env::join_paths(folders.chain(env::split_paths(&path)))?)
}
