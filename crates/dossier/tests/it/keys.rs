//! Master keys of the embedded default: a new one takes over, the old one is destroyed, nobody's record is lost.

use std::path::Path;
use std::sync::Arc;

use database::{Address, Connections, Database};

use crate::process::{Ended, Server, run};

fn keys(command: &[&str], data: &Path) -> Ended {
    run(&[&["-o", "csv", "keys"], command, &["--data", data.to_str().unwrap()]].concat())
}

/// The rows of `keys list` for the customers' keyring: version and whether it wraps.
fn listed(data: &Path) -> Vec<(String, String)> {
    let listed = keys(&["list"], data);
    assert_eq!(listed.code, 0, "{}", listed.errors);
    let rows = listed.output.lines().filter_map(|line| line.strip_prefix("customer,"));
    rows.map(|row| row.split(',').map(str::to_owned).collect::<Vec<_>>())
        .map(|row| (row[0].clone(), row[2].clone()))
        .collect()
}

/// Makes it so that the newest key was announced two hours earlier.
async fn let_two_hours_pass(data: &Path) {
    for service in ["analytics", "customer", "interaction", "reminder"] {
        let file = data.join("keyring").join(format!("{service}.db"));
        let database = Database::connect(&Address::Sqlite(file), Connections::default()).await.unwrap();
        let mut transaction = database.begin().await.unwrap();
        let earlier = "UPDATE master_key SET first_use_time = first_use_time - 7200000000";
        transaction.execute(earlier, Vec::new()).await.unwrap();
        transaction.commit().await.unwrap();
        database.close().await;
    }
}

#[tokio::test]
async fn a_new_master_key_takes_over_and_the_old_one_can_be_destroyed() {
    let folder = Arc::new(tempfile::tempdir().unwrap());
    let data = folder.path().join("data");
    let refused = keys(&["add"], &data);
    assert_eq!(refused.code, 2, "{}", refused.errors);

    let server = Server::on(Arc::clone(&folder));
    let created = server.record(&["create", "--kind", "individual", "--name", "曹明", "--phone", "13812345678"]);
    let number = created["customerNumber"].as_str().unwrap().to_owned();
    assert_eq!(keys(&["add"], &data).output.trim(), "2", "also while the server runs");
    let held = keys(&["list"], &data);
    assert!(held.code != 0 && held.errors.contains("another process is using"), "{}", held.errors);
    drop(server);
    drop(Server::on(Arc::clone(&folder)));
    let both = |first: &str, second: &str| {
        [("1", first), ("2", second)].map(|(version, wraps)| (version.into(), wraps.into()))
    };
    assert_eq!(listed(&data), both("true", "false"), "it is announced");
    assert_eq!(keys(&["destroy", "1", "--rest-days", "0", "--yes"], &data).code, 1);

    let_two_hours_pass(&data).await;
    let server = Server::on(Arc::clone(&folder));
    // It brings everything under the new key as soon as it serves, and wraps by it what comes.
    server.record(&["create", "--kind", "individual", "--name", "林静", "--phone", "13912345678"]);
    drop(server);
    for _ in 0..20 {
        if listed(&data) == both("false", "true") {
            break;
        }
        drop(Server::on(Arc::clone(&folder)));
    }
    assert_eq!(listed(&data), both("false", "true"));
    assert_eq!(keys(&["destroy", "1"], &data).code, 2, "without --yes");
    let early = keys(&["destroy", "1", "--yes"], &data);
    assert!(early.code == 1 && early.errors.contains("30 more days"), "{}", early.errors);
    assert!(data.join("master/1.key").exists());
    let destroyed = keys(&["destroy", "1", "--rest-days", "0", "--yes"], &data);
    assert_eq!(destroyed.code, 0, "{}", destroyed.errors);
    assert!(!data.join("master/1.key").exists());

    let server = Server::on(Arc::clone(&folder));
    assert_eq!(server.record(&["get", &number])["registeredName"], "曹明");
    assert_eq!(server.run(&["verify"]).code, 0);
}
