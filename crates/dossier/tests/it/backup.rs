//! Backups of the embedded default: made while others write, tried, restored; the erased stay erased.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::{Value, json};

use crate::process::{Ended, Server, run};

fn path(path: &Path) -> &str {
    path.to_str().unwrap()
}

fn summary(ended: &Ended) -> Value {
    serde_json::from_str(&ended.output).unwrap_or_else(|_| panic!("{}", ended.errors))
}

fn create(server: &Server, name: &str) -> String {
    let created = server.record(&["create", "--kind", "individual", "--name", name, "--phone", "13812345678"]);
    created["customerNumber"].as_str().unwrap().to_owned()
}

#[test]
fn a_backup_that_is_made_while_others_write_is_whole_and_its_restore_brings_nobody_back() {
    let folder = Arc::new(tempfile::tempdir().unwrap());
    let server = Arc::new(Server::on(Arc::clone(&folder)));
    let (kept, erased) = (create(&server, "曹明"), create(&server, "林静"));
    server.record(&["log", &kept, "--channel", "phone", "--points", "报价"]);
    let ended = Arc::new(AtomicBool::new(false));
    let writer = std::thread::spawn({
        let (server, ended) = (Arc::clone(&server), Arc::clone(&ended));
        move || {
            while !ended.load(Ordering::Relaxed) {
                create(&server, "王芳");
            }
        }
    });
    let (data, backup) = (folder.path().join("data"), folder.path().join("backup"));
    let made = run(&["-o", "json", "backup", "make", path(&backup), "--data", path(&data)]);
    ended.store(true, Ordering::Relaxed);
    writer.join().unwrap();
    assert_eq!(made.code, 0, "{}", made.errors);
    let tried = run(&["-o", "json", "backup", "verify", path(&backup)]);
    assert_eq!(tried.code, 0, "{} {}", tried.output, tried.errors);
    assert!(summary(&tried)["verifiedEntries"].as_i64().unwrap() >= 3);
    assert!(!folder.path().join("backup.trial").exists());

    // After the backup one is erased, and somebody comes who is not in it.
    server.record(&["erase", &erased, "--yes"]);
    let later = create(&server, "赵敏");
    let refused = run(&["backup", "restore", path(&backup), "--data", path(&data)]);
    assert_eq!(refused.code, 2, "nothing is written over: {}", refused.errors);
    drop(Arc::into_inner(server).unwrap());
    for part in ["records", "keyring"] {
        fs::remove_dir_all(data.join(part)).unwrap();
    }
    let restored = run(&["backup", "restore", path(&backup), "--data", path(&data)]);
    assert_eq!(restored.code, 0, "{}", restored.errors);

    let server = Server::on(Arc::clone(&folder));
    assert_eq!(server.record(&["get", &kept])["registeredName"], "曹明");
    let gone = server.record(&["get", &erased]);
    assert_eq!((&gone["state"], &gone["registeredName"]), (&json!("CUSTOMER_STATE_ERASED"), &json!(null)));
    assert_eq!(server.run(&["get", &later]).code, 4, "it came after the backup");
    assert_ne!(create(&server, "赵敏"), later, "a number is given once, also across a restore");
    assert_eq!(server.run(&["verify"]).code, 0);
}

#[test]
fn a_backup_of_which_a_byte_was_altered_is_refused_by_name_and_not_restored() {
    let server = Server::start();
    create(&server, "曹明");
    let (data, backup) = (server.data().join("data"), server.data().join("backup"));
    assert_eq!(run(&["backup", "make", path(&backup), "--data", path(&data)]).code, 0);
    let file = backup.join("records/customer.db");
    let mut bytes = fs::read(&file).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&file, bytes).unwrap();
    let tried = run(&["-o", "json", "backup", "verify", path(&backup)]);
    assert_eq!(tried.code, 1, "{}", tried.errors);
    assert!(summary(&tried)["faults"][0].as_str().unwrap().contains("customer.db was altered"), "{}", tried.output);
    let elsewhere = server.data().join("elsewhere");
    assert_eq!(run(&["backup", "restore", path(&backup), "--data", path(&elsewhere)]).code, 1);
    assert!(!elsewhere.join("records").exists() && !elsewhere.join("master").exists());
}
