//! The schema of the access log.

use database::define;
use sea_orm_migration::prelude::*;

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
            "CREATE TABLE access_entry (
                tenant_id TEXT NOT NULL,
                actor TEXT NOT NULL,
                entry_id UUID NOT NULL,
                entry_time BIGINT NOT NULL,
                act TEXT NOT NULL,
                entity_kind TEXT NOT NULL,
                record_count BIGINT NOT NULL,
                classes BIGINT NOT NULL,
                trace_id TEXT,
                PRIMARY KEY (tenant_id, actor, entry_id)
            ) CLUSTERED;
            CREATE TABLE access_record (
                tenant_id TEXT NOT NULL,
                record_id UUID NOT NULL,
                entry_id UUID NOT NULL,
                actor TEXT NOT NULL,
                PRIMARY KEY (tenant_id, record_id, entry_id)
            ) CLUSTERED",
        )
        .await
    }
}
