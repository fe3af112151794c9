//! Whether the manifests set what the binaries know, and leave out no service.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value;

use super::FOLDER;
use super::overlay::{Overlay, list, name, text};
use crate::Outcome;

/// How the environment variables of settings begin.
const PREFIX: &str = "DOSSIER_";
/// Where a package keeps its settings, and those that only some of its users have.
const SETTINGS: [&str; 3] = ["settings.toml", "interactions.toml", "reminders.toml"];
/// The overlays in which each service has a process of its own.
const WHOLE: [&str; 2] = ["staging", "production"];
/// The ports of a container, and the settings that say where the binary listens.
const PORTS: [(&str, &str); 2] = [("grpc", "DOSSIER_SERVER__LISTEN"), ("metrics", "DOSSIER_TELEMETRY__METRICS_LISTEN")];
/// Where probes of a container name their port.
const PROBES: [&str; 3] = ["/startupProbe", "/readinessProbe", "/livenessProbe"];

pub(super) fn faults(overlays: &[Overlay]) -> Outcome<Vec<String>> {
    let known = settings()?;
    let mut faults = missing_services(overlays)?;
    for overlay in overlays {
        let told = |fault: String| format!("{}: {fault}", overlay.name);
        faults.extend(unknown_settings(overlay, &known).map(told));
        faults.extend(overlay.pods().flat_map(|(pod, spec)| ports(pod, spec)).map(told));
    }
    Ok(faults)
}

/// The environment variables that set something.
fn settings() -> Outcome<BTreeSet<String>> {
    let mut known = BTreeSet::new();
    for folder in ["crates", "services"] {
        for package in fs::read_dir(folder)? {
            let package = package?.path();
            for file in SETTINGS.map(|file| package.join(file)).into_iter().filter(|file| file.exists()) {
                let sections: toml::Table = fs::read_to_string(&file)?.parse()?;
                for (section, keys) in &sections {
                    let keys = keys.as_table().into_iter().flatten();
                    known.extend(keys.map(|(key, _)| format!("{PREFIX}{section}__{key}").to_uppercase()));
                }
            }
        }
    }
    Ok(known)
}

fn unknown_settings<'a>(overlay: &'a Overlay, known: &'a BTreeSet<String>) -> impl Iterator<Item = String> + 'a {
    let variables = overlay.pods().flat_map(|(pod, spec)| {
        let containers = list(spec, "/containers").iter();
        containers.flat_map(|container| list(container, "/env")).map(move |variable| (pod, text(variable, "/name")))
    });
    let shared = overlay.of_kind("ConfigMap").flat_map(|map| {
        let data = map.get("data").and_then(Value::as_object).into_iter().flatten();
        data.map(|(key, _)| (name(map), key.as_str()))
    });
    variables
        .chain(shared)
        .filter(|(_, variable)| variable.starts_with(PREFIX) && !known.contains(*variable))
        .map(|(place, variable)| format!("{place}: there is no setting for {variable}"))
}

/// The ports that a container shows, asks and listens on are the same.
fn ports(pod: &str, spec: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    for container in list(spec, "/containers") {
        let listens = |setting: &str| {
            let variable = list(container, "/env").iter().find(|variable| text(variable, "/name") == setting)?;
            text(variable, "/value").rsplit(':').next()?.parse::<u64>().ok()
        };
        for port in list(container, "/ports") {
            let setting = PORTS.iter().find(|(name, _)| *name == text(port, "/name")).map(|(_, setting)| *setting);
            let shown = port.pointer("/containerPort").and_then(Value::as_u64);
            if shown != setting.and_then(listens) {
                faults.push(format!("{pod}: the port {} is not the one listened on", text(port, "/name")));
            }
        }
        for probe in PROBES.iter().filter_map(|probe| container.pointer(probe)) {
            if probe.pointer("/grpc/port").and_then(Value::as_u64) != listens(PORTS[0].1) {
                faults.push(format!("{pod}: a probe asks a port that is not the one listened on"));
            }
        }
    }
    faults
}

/// Every service with a process of its own has its manifests, and each overlay that is whole has every service.
fn missing_services(overlays: &[Overlay]) -> Outcome<Vec<String>> {
    let mut faults = Vec::new();
    for service in fs::read_dir("services")? {
        let service = service?;
        if !service.path().join("src/main.rs").exists() {
            continue;
        }
        let service = service.file_name().to_string_lossy().into_owned();
        if !Path::new(FOLDER).join("base").join(&service).exists() {
            faults.push(format!("{FOLDER}/base/{service} is missing"));
        }
        for overlay in overlays.iter().filter(|overlay| WHOLE.contains(&overlay.name.as_str())) {
            let deployed = overlay.of_kind("Deployment").any(|one| name(one) == format!("dossier-{service}"));
            let method = format!("\"dossier[.]{service}[.]");
            let routed = overlay.of_kind("GRPCRoute").any(|route| route.to_string().contains(&method));
            if !deployed || !routed {
                faults.push(format!("{}: {service} is not deployed, or no route leads to it", overlay.name));
            }
        }
    }
    Ok(faults)
}
