//! The clients in other languages do what they say, and understand what they are refused.

use std::path::{Path, PathBuf};
use std::process::Command;

use contracts::customer::v1::ListCustomersRequest;
use contracts::customer::v1::customer_service_client::CustomerServiceClient;
use contracts::interaction::v1::ListInteractionsRequest;
use contracts::interaction::v1::interaction_service_client::InteractionServiceClient;
use testkit::Engine;

use crate::process::{Ground, Process};

/// The folder in which `cargo xtask clients` made a client.
fn folder(client: &str) -> PathBuf {
    let folder = std::env::var_os("DOSSIER_CLIENTS").expect("DOSSIER_CLIENTS must name the folder of the clients");
    Path::new(&folder).join(client)
}

/// Runs a client against an empty server. It must have told what the server then has, and what was refused.
async fn assert_keeps_a_customer(mut client: Command) {
    let process = Process::start(&Ground::fresh(Engine::Sqlite).await);
    let output = client.arg(process.address()).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    let told = String::from_utf8(output.stdout).unwrap();

    let channel = process.channel().await;
    let request = ListCustomersRequest::default();
    let customers = CustomerServiceClient::new(channel.clone()).list_customers(request).await.unwrap();
    let [customer] = customers.into_inner().customers.try_into().expect("one customer was created");
    assert_eq!((customer.level.as_str(), customer.revision), ("A", 2));
    assert_eq!(customer.contact_points[0].value, "+8613812345678");
    let request = ListInteractionsRequest { customer: customer.customer_id, ..Default::default() };
    let interactions = InteractionServiceClient::new(channel).list_interactions(request).await.unwrap();
    let [interaction] = interactions.into_inner().interactions.try_into().expect("one interaction was logged");
    assert_eq!(interaction.next_step, "下周二发新报价");

    let number = customer.customer_number;
    let expected = [
        "refused INVALID_FIELDS".to_owned(),
        "  customer.contact_points[0].value: 不是".to_owned(),
        format!("created {number}"),
        format!("updated {number} to level A"),
        "refused ETAG_MISMATCH".to_owned(),
        format!("found {number} {}", customer.registered_name),
        format!("logged {}", interaction.interaction_id),
    ];
    let lines: Vec<_> = told.lines().collect();
    let is_told = lines.len() == expected.len() && lines.iter().zip(&expected).all(|(line, it)| line.starts_with(it));
    assert!(is_told, "told {lines:#?}, not {expected:#?}");
}

#[test]
#[ignore = "needs clients that are made from the contract: cargo xtask clients"]
fn clients_in_typescript_keep_a_customer() {
    testkit::run(async {
        let mut node = Command::new("node");
        node.arg(folder("typescript").join("compiled/client.js"));
        assert_keeps_a_customer(node).await;
    });
}

#[test]
#[ignore = "needs clients that are made from the contract: cargo xtask clients"]
fn clients_in_python_keep_a_customer() {
    testkit::run(async {
        let folder = folder("python");
        let packages = std::env::join_paths(["packages", "generated"].map(|packages| folder.join(packages))).unwrap();
        let mut python = Command::new("python3");
        python.arg(folder.join("client.py")).env("PYTHONPATH", packages);
        assert_keeps_a_customer(python).await;
    });
}
