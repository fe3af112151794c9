//! The schema of a keyring's database.

use sea_orm::DbErr;
use sea_orm_migration::{MigrationName, MigrationTrait, MigratorTrait, SchemaManager, async_trait};

/// The migrations of a keyring's database.
pub struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![Box::new(Keys), Box::new(ErasurePosition)]
    }
}

/// Pages of subject keys, tenant keys, and which master keys wrapped them.
struct Keys;

impl MigrationName for Keys {
    fn name(&self) -> &str {
        "keyring_0001_keys"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Keys {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        database::define(
            manager,
            "CREATE TABLE key_page (
                id UUID NOT NULL PRIMARY KEY,
                version BIGINT NOT NULL,
                shredded BIGINT NOT NULL,
                master_version BIGINT NOT NULL,
                wrapped BYTES NOT NULL
            );
            CREATE INDEX key_page_master_version ON key_page (master_version);
            CREATE TABLE tenant_key (
                tenant_id TEXT NOT NULL PRIMARY KEY,
                master_version BIGINT NOT NULL,
                wrapped BYTES NOT NULL
            );
            CREATE TABLE master_key (
                version BIGINT NOT NULL PRIMARY KEY,
                fingerprint TEXT NOT NULL,
                first_use_time BIGINT NOT NULL,
                rest_time BIGINT,
                destroy_time BIGINT
            );",
        )
        .await
    }
}

/// How far erasures were carried out.
struct ErasurePosition;

impl MigrationName for ErasurePosition {
    fn name(&self) -> &str {
        "keyring_0002_erasure_position"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for ErasurePosition {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        database::define(
            manager,
            "CREATE TABLE erasure_position (
                service TEXT NOT NULL PRIMARY KEY,
                position BIGINT NOT NULL
            )",
        )
        .await
    }
}
