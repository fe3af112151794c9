//! How the process ends.

use std::process::ExitCode;

/// How the process ends; the number is its exit code. [`HELP`] tells the user.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Exit {
    /// All was done.
    Done = 0,
    /// It failed, a verification found faults, or the doctor problems.
    Failed = 1,
    /// The command line or the settings are wrong.
    Usage = 2,
    /// Some rows of an import were rejected.
    PartlyRejected = 3,
    /// There is no such record.
    NotFound = 4,
    /// The caller is unknown, or may not do this.
    NotAllowed = 5,
    /// The server cannot be reached, is overloaded, or was too slow.
    Unavailable = 6,
}

/// The exit codes as `dossier --help` lists them.
pub(crate) const HELP: &str = "Exit codes:
  0  done
  1  failed, a verification found faults, or the doctor problems
  2  the command line or the settings are wrong
  3  an import is done, and some rows were rejected
  4  there is no such record
  5  the caller is unknown, or may not do this
  6  the server cannot be reached, is overloaded, or was too slow";

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_help_lists_every_exit_code() {
        let codes = [
            Exit::Done,
            Exit::Failed,
            Exit::Usage,
            Exit::PartlyRejected,
            Exit::NotFound,
            Exit::NotAllowed,
            Exit::Unavailable,
        ];
        let listed: Vec<u8> =
            HELP.lines().skip(1).map(|line| line.split_whitespace().next().unwrap().parse().unwrap()).collect();
        assert_eq!(listed, codes.map(|exit| exit as u8));
    }
}
