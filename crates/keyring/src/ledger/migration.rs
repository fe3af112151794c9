//! The schema of the ledger's database.

use sea_orm::DbErr;
use sea_orm_migration::{MigrationName, MigrationTrait, MigratorTrait, SchemaManager, async_trait};

/// The migrations of the ledger's database.
pub struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![Box::new(ErasuresAndMarks)]
    }
}

struct ErasuresAndMarks;

impl MigrationName for ErasuresAndMarks {
    fn name(&self) -> &str {
        "ledger_0001_erasures_and_marks"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for ErasuresAndMarks {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        database::define(
            manager,
            "CREATE TABLE erasure (
                position BIGINT NOT NULL PRIMARY KEY,
                tenant_id TEXT NOT NULL,
                service TEXT NOT NULL,
                subject UUID NOT NULL,
                slots BYTES NOT NULL,
                time BIGINT NOT NULL
            );
            CREATE TABLE mark (
                tenant_id TEXT NOT NULL,
                name TEXT NOT NULL,
                last BIGINT NOT NULL,
                PRIMARY KEY (tenant_id, name)
            ) CLUSTERED;",
        )
        .await
    }
}
