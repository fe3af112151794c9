//! The databases of a house that is closed: read, altered and copied behind its back.

use std::path::Path;

use clock::Clock;
use database::{Address, Connections, Database, Fetched, MigratorTrait, Parameter};
use keyring::ledger::{Erasure, Ledger};
use keyring::{KeySlot, Keyring, MasterKeys, WhenEmpty};
use sea_orm::ConnectionTrait;

/// A copy of a database that nobody has open, as a backup keeps it; answers its address.
pub async fn copy<M: MigratorTrait + 'static>(engine: testkit::Engine, url: &str) -> String {
    let copy = testkit::fresh_url::<M>(engine).await;
    match (url.parse().unwrap(), copy.parse().unwrap()) {
        (Address::Sqlite(from), Address::Sqlite(to)) => drop(std::fs::copy(from, to).unwrap()),
        (Address::Postgres(from), Address::Postgres(to)) => {
            let (from, to) = (from.get_database().unwrap(), to.get_database().unwrap());
            let server = url.parse().map(|address| match address {
                Address::Postgres(options) => Address::Postgres(Box::new(options.database("postgres"))),
                Address::Sqlite(_) => unreachable!(),
            });
            let server = Database::connect(&server.unwrap(), Connections::default()).await.unwrap();
            for statement in [format!("DROP DATABASE {to}"), format!("CREATE DATABASE {to} TEMPLATE {from}")] {
                server.reader().execute_unprepared(&statement).await.unwrap();
            }
            server.close().await;
        }
        _ => unreachable!("both are of one engine"),
    }
    copy
}

/// Runs a statement that answers rows.
pub async fn query(url: &str, sql: &str, parameters: Vec<Parameter>) -> Vec<Fetched> {
    let database = Database::connect(&url.parse().unwrap(), Connections::default()).await.unwrap();
    let mut transaction = database.begin().await.unwrap();
    let rows = transaction.query(sql, parameters).await.unwrap();
    transaction.commit().await.unwrap();
    database.close().await;
    rows
}

/// Whether the key under which something was sealed is gone from a keyring that nobody has open.
pub async fn is_key_gone(keyring: &str, master: &Path, clock: &Clock, sealed: &[u8]) -> bool {
    let database = Database::connect(&keyring.parse().unwrap(), Connections::default()).await.unwrap();
    let masters = MasterKeys::from_folder(master, WhenEmpty::Refuse).unwrap();
    let keyring = Keyring::open(database.clone(), masters, clock.clone()).await.unwrap();
    let key = keyring.key(KeySlot::of_sealed(sealed).unwrap()).await;
    drop(keyring);
    database.close().await;
    match key {
        Ok(_) => false,
        Err(keyring::Error::Shredded(_)) => true,
        Err(error) => panic!("{error}"),
    }
}

/// Writes into the ledger that a customer of the default tenant was erased from a service, which knew of no key.
pub async fn record_erasure(ledger: &str, service: &str, customer: &str, clock: &Clock) {
    let database = Database::connect(&ledger.parse().unwrap(), Connections::default()).await.unwrap();
    let erasure = Erasure {
        tenant: "default".to_owned(),
        service: service.to_owned(),
        subject: customer.parse().unwrap(),
        slots: Vec::new(),
        time: clock.now(),
    };
    Ledger::open(database.clone()).record_erasure(&erasure).await.unwrap();
    database.close().await;
}

/// The one number that a statement answers.
pub async fn number(url: &str, sql: &str) -> i64 {
    query(url, sql, Vec::new()).await[0].integer(0).unwrap()
}

/// Everything that a database keeps, in lower case: the files of its folder, or all rows, bytes in hexadecimal.
pub async fn text(url: &str) -> String {
    let mut text = String::new();
    match url.parse().unwrap() {
        Address::Sqlite(file) => {
            for entry in std::fs::read_dir(file.parent().unwrap()).unwrap() {
                text += &String::from_utf8_lossy(&std::fs::read(entry.unwrap().path()).unwrap());
            }
        }
        Address::Postgres(_) => {
            let tables = "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'";
            for table in query(url, tables, Vec::new()).await {
                let rows = format!("SELECT t::text FROM \"{}\" AS t", table.text(0).unwrap());
                for row in query(url, &rows, Vec::new()).await {
                    text += &row.text(0).unwrap();
                }
            }
        }
    }
    text.to_ascii_lowercase()
}
