//! Why a command failed, as its user reads it, and how the process ends for it.

pub(crate) mod answer;

use std::io;
use std::path::{Path, PathBuf};

use ::settings::SettingsError;
use access::IssuerError;
use contracts::google::rpc;
use contracts::validation::Wording;
use conventions::language::Language;
use tonic::Code;

use self::answer::Answer;
use crate::exit::Exit;
use crate::serve::ServeError;

/// Why a command failed.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The command line is wrong.
    Usage(Wording),
    /// The settings are wrong.
    Settings(SettingsError),
    /// There is no connection.
    Unreachable { server: String, reason: String },
    /// The server refused.
    Refused { code: Code, status: Box<rpc::Status> },
    /// The data folder cannot be served.
    Serving(Box<ServeError>),
    /// The local issuer cannot issue a token.
    Issuer(IssuerError),
    /// The keyring of the data folder does not do what it was asked.
    Keyring(keyring::Error),
    /// A file cannot be read or written.
    File { path: PathBuf, error: io::Error },
    /// What is printed cannot be written.
    Printing(io::Error),
    /// Client and server, or client and contract, do not fit each other.
    Defect(String),
}

impl Failure {
    /// A wrong command line, said in both languages.
    pub(crate) fn usage(english: impl Into<String>, chinese: impl Into<String>) -> Self {
        Self::Usage(Wording::new(english, chinese))
    }

    /// A file that cannot be read or written.
    pub(crate) fn file(path: &Path) -> impl Fn(io::Error) -> Self {
        |error| Self::File { path: path.to_owned(), error }
    }

    /// How the process ends.
    pub(crate) fn exit(&self) -> Exit {
        match self {
            Self::Usage(_) | Self::Settings(_) => Exit::Usage,
            Self::Unreachable { .. } => Exit::Unavailable,
            Self::Refused { code, .. } => match code {
                Code::NotFound => Exit::NotFound,
                Code::PermissionDenied | Code::Unauthenticated => Exit::NotAllowed,
                Code::Unavailable | Code::ResourceExhausted | Code::DeadlineExceeded => Exit::Unavailable,
                _ => Exit::Failed,
            },
            // Whoever reads the output has seen enough of it, as `head` does.
            Self::Printing(error) if error.kind() == io::ErrorKind::BrokenPipe => Exit::Done,
            Self::Serving(error) => error.exit(),
            Self::Issuer(_) | Self::Keyring(_) | Self::File { .. } | Self::Printing(_) | Self::Defect(_) => {
                Exit::Failed
            }
        }
    }

    /// What is printed: the message, every violation, the reason and the way out. Empty for what needs no word.
    pub(crate) fn lines(&self, language: Language) -> Vec<String> {
        let message = match self {
            Self::Refused { status, .. } => return Answer::of(status).lines(language),
            Self::Printing(_) if self.exit() == Exit::Done => return Vec::new(),
            Self::Usage(wording) => language.choose(wording).to_owned(),
            Self::Unreachable { server, reason } => language
                .choose(&Wording::new(
                    format!(
                        "no connection to {server}: {reason}\nstart the server with `dossier`, or name it with --server"
                    ),
                    format!("无法连接 {server}：{reason}\n请用 `dossier` 启动服务器，或用 --server 指定地址"),
                ))
                .to_owned(),
            Self::Settings(error) => error.to_string(),
            Self::Serving(error) => error.to_string(),
            Self::Issuer(error) => error.to_string(),
            Self::Keyring(error) => error.to_string(),
            Self::File { path, error } => format!("{}: {}", path.display(), said(error, language)),
            Self::Printing(error) => error.to_string(),
            Self::Defect(what) => what.clone(),
        };
        let prefix = answer::ERROR.of(language);
        message
            .lines()
            .enumerate()
            .map(|(index, line)| match index {
                0 => format!("{prefix}{line}"),
                _ => line.to_owned(),
            })
            .collect()
    }
}

impl From<keyring::Error> for Failure {
    fn from(error: keyring::Error) -> Self {
        Self::Keyring(error)
    }
}

/// What the system said of a file, with the way out where there is a usual one.
fn said(error: &io::Error, language: Language) -> String {
    let wording = match error.kind() {
        io::ErrorKind::NotFound => Wording::new("there is no such file: check the path", "文件不存在，请核对路径"),
        io::ErrorKind::PermissionDenied => Wording::new(
            "this user may not open it: change its permissions, or run as its owner",
            "当前用户无权打开，请修改权限或改用其所有者运行",
        ),
        io::ErrorKind::IsADirectory => Wording::new("is a folder: name a file in it", "是文件夹，请指定其中的文件"),
        io::ErrorKind::StorageFull => {
            Wording::new("the disk is full: free some space and run it again", "磁盘已满，请清理后重新执行")
        }
        _ => return error.to_string(),
    };
    language.choose(&wording).to_owned()
}

impl From<tonic::Status> for Failure {
    fn from(status: tonic::Status) -> Self {
        Self::Refused { code: status.code(), status: Box::new(answer::rpc_status(&status)) }
    }
}

impl From<SettingsError> for Failure {
    fn from(error: SettingsError) -> Self {
        Self::Settings(error)
    }
}

impl From<ServeError> for Failure {
    fn from(error: ServeError) -> Self {
        Self::Serving(Box::new(error))
    }
}

impl From<IssuerError> for Failure {
    fn from(error: IssuerError) -> Self {
        Self::Issuer(error)
    }
}
