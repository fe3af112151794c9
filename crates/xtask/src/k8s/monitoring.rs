//! Whether alerts fire when they should, ask for what the binaries tell, and have their heading in the runbook.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use super::FOLDER;
use super::overlay::{Overlay, list, text};
use crate::command::run;
use crate::{Outcome, tools};

/// The names under which the binaries tell of themselves.
const NAMES: &str = "crates/telemetry/src/names.rs";
/// What Prometheus puts behind the name of an instrument.
const SUFFIXES: [&str; 5] = ["_bucket", "_count", "_sum", "_total", "_seconds"];
/// How names of ours begin.
const OURS: [&str; 3] = ["dossier_", "error_", "rpc_"];

pub(super) fn faults(overlays: &[Overlay], target: &Path) -> Outcome<Vec<String>> {
    let folder = Path::new(FOLDER).join("monitoring");
    let rules: Vec<&Value> = overlays.iter().flat_map(|overlay| overlay.of_kind("PrometheusRule")).collect();
    let rule = rules.first().ok_or("no overlay has alerts")?;
    let dashboard: Value = serde_json::from_str(&fs::read_to_string(folder.join("dashboard.json"))?)?;
    let panels = list(&dashboard, "/panels").iter().flat_map(|panel| list(panel, "/targets"));
    let panels: Vec<_> = panels.map(|panel| text(panel, "/expr")).collect();
    test(rule, &panels, &folder, target)?;

    let alerts: Vec<&Value> = list(rule, "/spec/groups").iter().flat_map(|group| list(group, "/rules")).collect();
    let runbook = fs::read_to_string(folder.join("RUNBOOK.md"))?;
    let missing = alerts.iter().map(|alert| text(alert, "/alert")).filter(|alert| {
        let heading = format!("## {alert}");
        !runbook.lines().any(|line| line == heading)
    });
    let mut faults: Vec<_> = missing.map(|alert| format!("the runbook has no heading for {alert}")).collect();

    let known = names()?;
    let expressions = alerts.into_iter().map(|alert| text(alert, "/expr")).chain(panels);
    let unknown: BTreeSet<_> = expressions.flat_map(ours).collect();
    let unknown = unknown.into_iter().filter(|name| !known.contains(instrument(name)));
    faults.extend(unknown.map(|name| format!("no binary tells of {name}")));
    Ok(faults)
}

/// Reads the expressions of the dashboard, and runs the tests of the alerts on the rules as they were rendered.
fn test(rule: &Value, panels: &[&str], folder: &Path, target: &Path) -> Outcome {
    let place = target.join(FOLDER);
    let rules = place.join("alerts.rendered.yaml");
    fs::write(&rules, json!({ "groups": rule.pointer("/spec/groups") }).to_string())?;
    // A dashboard has its own word for a range that fits the screen.
    let plain = panels.iter().map(|expression| expression.replace("$__rate_interval", "5m"));
    let read: Vec<_> = plain.map(|expression| json!({ "record": "panel", "expr": expression })).collect();
    let dashboard = place.join("dashboard.rendered.yaml");
    fs::write(&dashboard, json!({ "groups": [{ "name": "dashboard", "rules": read }] }).to_string())?;
    let tests = place.join("alerts.test.yaml");
    fs::copy(folder.join("alerts.test.yaml"), &tests)?;
    let promtool = tools::promtool()?;
    run(Command::new(promtool).args(["check", "rules", "--lint=none"]).args([rules, dashboard]))?;
    run(Command::new(promtool).args(["test", "rules"]).arg(tests))
}

/// The names of [`NAMES`] as Prometheus writes them.
fn names() -> Outcome<BTreeSet<String>> {
    let source = fs::read_to_string(NAMES)?;
    let constants = source.lines().filter(|line| line.starts_with("pub const "));
    Ok(constants.filter_map(|line| line.split('"').nth(1)).map(|name| name.replace('.', "_")).collect())
}

/// The names in an expression that are ours to tell of.
fn ours(expression: &str) -> impl Iterator<Item = &str> {
    let words = expression.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    words.filter(|word| OURS.iter().any(|beginning| word.starts_with(beginning)))
}

/// The instrument that a series is of.
fn instrument(series: &str) -> &str {
    SUFFIXES.iter().fold(series, |name, suffix| name.strip_suffix(suffix).unwrap_or(name))
}
