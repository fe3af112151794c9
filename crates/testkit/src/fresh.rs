//! Databases and folders that a test has for itself until its run is over.

use std::any::TypeId;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use database::{Connections, Database, Engine};
use sea_orm_migration::MigratorTrait;
use tempfile::TempDir;
use tokio::sync::Mutex;

use crate::postgres;
use crate::run::{Remains, Scope};

/// An empty folder.
pub fn fresh_folder() -> PathBuf {
    let folder = TempDir::new().expect("a temporary folder can be made");
    let path = folder.path().to_owned();
    Scope::current().keep(Remains::Folder { _folder: folder });
    path
}

/// The address of a database that has the migrator's schema and nobody's rows, as `database::Address` reads it.
pub async fn fresh_url<M: MigratorTrait + 'static>(engine: Engine) -> String {
    match engine {
        Engine::Sqlite => {
            let file = fresh_folder().join("records.sqlite");
            std::fs::write(&file, sqlite_template::<M>().await.as_ref()).expect("a temporary file can be written");
            sqlite_url(&file)
        }
        Engine::Postgres => {
            let (created, url) = postgres::clone_template::<M>().await;
            Scope::current().keep(Remains::Database { _created: created });
            url
        }
    }
}

/// A database that has the migrator's schema and nobody's rows, opened as a service opens its own.
pub async fn fresh_database<M: MigratorTrait + 'static>(engine: Engine) -> Database {
    open(&fresh_url::<M>(engine).await).await
}

/// The bytes of a file with the migrator's schema, made once in a process.
async fn sqlite_template<M: MigratorTrait + 'static>() -> Arc<[u8]> {
    static TEMPLATES: LazyLock<Mutex<HashMap<TypeId, Arc<[u8]>>>> = LazyLock::new(Mutex::default);

    let mut templates = TEMPLATES.lock().await;
    if let Some(template) = templates.get(&TypeId::of::<M>()) {
        return template.clone();
    }
    let folder = TempDir::new().expect("a temporary folder can be made");
    let file = folder.path().join("template.sqlite");
    migrate::<M>(&sqlite_url(&file)).await;
    let template: Arc<[u8]> = std::fs::read(&file).expect("the template can be read").into();
    templates.insert(TypeId::of::<M>(), template.clone());
    template
}

/// Gives the database at the address the migrator's schema, and closes it.
pub(crate) async fn migrate<M: MigratorTrait>(url: &str) {
    let database = open(url).await;
    database::migrate::<M>(&database).await.expect("the migrations of the code under test run");
    database.close().await;
}

async fn open(url: &str) -> Database {
    let address = url.parse().expect("testkit makes well-formed addresses");
    Database::connect(&address, Connections::default()).await.expect("a fresh database can be opened")
}

fn sqlite_url(file: &Path) -> String {
    format!("sqlite:{}", file.display())
}
