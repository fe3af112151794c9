//! The schema of the access log.

use database::define;
use sea_orm_migration::prelude::*;

use super::block::INDEX;

/// The migrations of the access log's database.
pub struct Migrations;

#[async_trait::async_trait]
impl MigratorTrait for Migrations {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![Box::new(CreateTables)]
    }
}

struct CreateTables;

impl MigrationName for CreateTables {
    fn name(&self) -> &str {
        "m0001_create_access_log"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for CreateTables {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        define(
            manager,
            "CREATE TABLE access_block (
                tenant_id TEXT NOT NULL,
                block_id UUID NOT NULL,
                entries TEXT NOT NULL,
                PRIMARY KEY (tenant_id, block_id)
            ) CLUSTERED",
        )
        .await?;
        INDEX.create_tables(manager).await
    }
}
