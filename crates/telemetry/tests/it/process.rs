//! Telemetry is started once in a process, so each `process_…` runs in one of its own, whose standard error is read.

use std::process::Command;

use ::settings::SettingsError;
use clock::Clock;
use serde::Deserialize;
use telemetry::{Guard, Service, StartError, TelemetrySettings};

/// The settings with these from the command line.
pub(crate) fn read_settings(overrides: &[(&str, &str)]) -> Result<TelemetrySettings, SettingsError> {
    #[derive(Deserialize)]
    struct Settings {
        telemetry: TelemetrySettings,
    }
    let settings = ::settings::load::<Settings>(telemetry::SETTINGS, None, "NOBODY_SETS_THIS", overrides)?;
    Ok(settings.telemetry)
}

/// Starts telemetry with these settings.
pub(crate) fn start(overrides: &[(&str, &str)]) -> Result<Guard, StartError> {
    let settings = read_settings(overrides).unwrap();
    telemetry::start(&settings, Service { name: "process", version: "1.2.3" }, &Clock::system())
}

/// What the process that `name` stands for wrote to standard error, if it ended well.
pub(crate) fn standard_error_of(name: &str) -> String {
    let this_binary = std::env::current_exe().unwrap();
    let output = Command::new(this_binary).args(["--exact", name, "--ignored", "--nocapture"]).output().unwrap();
    let written = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{written}{}", String::from_utf8_lossy(&output.stdout));
    written
}
