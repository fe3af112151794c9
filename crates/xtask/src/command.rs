//! Running other programs.

use std::process::{Command, Stdio};

use crate::Outcome;

/// The cargo that runs this.
pub(crate) fn cargo() -> Command {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.stdin(Stdio::null());
    cargo
}

/// Runs the program before the user's eyes; an error if it fails.
pub(crate) fn run(command: &mut Command) -> Outcome {
    let shown = show(command);
    let status = command.stdin(Stdio::null()).status().map_err(|error| format!("`{shown}`: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("`{shown}` failed, {status}").into()) }
}

/// What the program writes; an error with its complaints if it fails.
pub(crate) fn read(command: &mut Command) -> Outcome<String> {
    let shown = show(command);
    let output = command.stdin(Stdio::null()).output().map_err(|error| format!("`{shown}`: {error}"))?;
    if output.status.success() {
        Ok(String::from_utf8(output.stdout)?)
    } else {
        Err(format!("`{shown}` failed, {}\n{}", output.status, String::from_utf8_lossy(&output.stderr)).into())
    }
}

/// Whether there is such a program.
pub(crate) fn exists(program: &str) -> bool {
    read(Command::new("sh").args(["-c", "command -v \"$0\"", program])).is_ok()
}

/// Whether this process may do everything, installing packages included.
pub(crate) fn is_root() -> bool {
    read(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}

/// Installs a Debian package if this process has the right to; otherwise says what is missing, and for what.
pub(crate) fn install_package(package: &str, purpose: &str) -> Outcome {
    if !exists("apt-get") {
        return Err(format!("{purpose}: install it, then repeat").into());
    }
    if !is_root() {
        return Err(format!("{purpose}: install it with `sudo apt-get install {package}`, then repeat").into());
    }
    eprintln!("{purpose}: installing the package {package}");
    let apt =
        |arguments: &[&str]| run(Command::new("apt-get").args(arguments).env("DEBIAN_FRONTEND", "noninteractive"));
    apt(&["update", "--quiet"])?;
    apt(&["install", "--quiet", "--yes", "--no-install-recommends", package])
}

fn show(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}
