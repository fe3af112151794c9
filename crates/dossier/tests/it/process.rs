//! Running the binary.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::sync::Arc;

use serde_json::Value;
use tempfile::TempDir;

/// A server on a free port, its data in a folder that goes with it.
pub struct Server {
    child: Child,
    address: String,
    folder: Arc<TempDir>,
}

impl Server {
    /// Starts a server and waits until it serves.
    pub fn start() -> Self {
        Self::on(Arc::new(tempfile::tempdir().unwrap()))
    }

    /// Starts a server on the `data` in a folder, perhaps after another.
    pub fn on(folder: Arc<TempDir>) -> Self {
        Self::with_settings(folder, "")
    }

    /// As [`Server::on`], with a file of these settings.
    pub fn with_settings(folder: Arc<TempDir>, settings: &str) -> Self {
        let file = folder.path().join("settings.toml");
        std::fs::write(&file, settings).unwrap();
        let mut child = Command::new(env!("CARGO_BIN_EXE_dossier"))
            .args(["serve", "--listen", "127.0.0.1:0", "--data"])
            .arg(folder.path().join("data"))
            .arg("--settings")
            .arg(file)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines().map_while(Result::ok);
        let mut said = Vec::new();
        let address = loop {
            let Some(line) = lines.next() else { panic!("the process ended before it served: {said:?}") };
            if let Some((_, rest)) = line.split_once("Dossier serves on ") {
                break rest.split(',').next().unwrap().to_owned();
            }
            said.push(line);
        };
        // Somebody must read what it says, or it would wait for that.
        std::thread::spawn(move || lines.for_each(drop));
        Self { child, address, folder }
    }

    /// Where it listens.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Its data folder.
    pub fn data(&self) -> &Path {
        self.folder.path()
    }

    /// Writes a file beside the data, and answers its path.
    pub fn file(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        let path = self.folder.path().join(name);
        std::fs::write(&path, content).unwrap();
        path.into_os_string().into_string().unwrap()
    }

    /// Runs a command that calls it.
    pub fn run(&self, arguments: &[&str]) -> Ended {
        run(&[&["--server", &format!("http://{}", self.address)], arguments].concat())
    }

    /// Runs a command that must succeed, and answers the one record that it prints.
    pub fn record(&self, arguments: &[&str]) -> Value {
        let ended = self.run(&[&["-o", "json"], arguments].concat());
        assert_eq!(ended.code, 0, "{arguments:?}: {}", ended.errors);
        serde_json::from_str(&ended.output).unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Perhaps it ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// How a command ended.
pub struct Ended {
    pub code: i32,
    pub output: String,
    pub errors: String,
}

/// Runs a command.
pub fn run(arguments: &[&str]) -> Ended {
    let Output { status, stdout, stderr } =
        Command::new(env!("CARGO_BIN_EXE_dossier")).args(arguments).stdin(Stdio::null()).output().unwrap();
    Ended {
        code: status.code().unwrap(),
        output: String::from_utf8(stdout).unwrap(),
        errors: String::from_utf8(stderr).unwrap(),
    }
}
