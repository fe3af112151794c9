//! Who runs the server: PostgreSQL refuses to run as root.

use std::path::Path;
use std::process::Command;

use crate::Outcome;
use crate::command::{exists, is_root, read};

/// Users that root runs the server as, the first that exists.
const UNPRIVILEGED: [&str; 2] = ["postgres", "nobody"];

/// Whoever runs the server.
pub(crate) enum Account {
    /// The user of this process.
    Own,
    /// Another user, since this process is root's.
    Other(&'static str),
}

impl Account {
    pub(crate) fn choose() -> Outcome<Self> {
        if !is_root() {
            return Ok(Self::Own);
        }
        if !exists("runuser") {
            return Err("PostgreSQL does not run as root, and `runuser` is missing: be another user".into());
        }
        let user = UNPRIVILEGED.into_iter().find(|user| read(Command::new("id").arg(user)).is_ok());
        Ok(Self::Other(user.ok_or("PostgreSQL does not run as root, and there is no user `nobody`: be another user")?))
    }

    /// The program, to be run by this account.
    pub(crate) fn command(&self, program: &Path) -> Command {
        match self {
            Self::Own => Command::new(program),
            Self::Other(user) => {
                let mut command = Command::new("runuser");
                command.args(["-u", user, "--"]).arg(program);
                command
            }
        }
    }

    /// Makes the folder and what is in it this account's own.
    pub(crate) fn give(&self, folder: &Path) -> Outcome {
        match self {
            Self::Own => Ok(()),
            Self::Other(user) => read(Command::new("chown").args(["-R", user]).arg(folder)).map(drop),
        }
    }
}
