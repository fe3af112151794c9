//! The tables of a journal, made in a service's first migration.

use database::{Lease, define};
use sea_orm::DbErr;
use sea_orm_migration::SchemaManager;

use crate::PARTITIONS;

/// Makes the tables of a journal, and the table of leases.
///
/// # Errors
/// Those of the database.
pub async fn create_tables(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let position = match manager.get_database_backend() {
        sea_orm::DbBackend::Sqlite => "INTEGER PRIMARY KEY AUTOINCREMENT",
        _ => "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
    };
    let heads: Vec<_> = (0..PARTITIONS).map(|partition| format!("({partition}, 0, CAST('' AS BYTES))")).collect();
    define(
        manager,
        &format!(
            "CREATE TABLE journal (
                position {position},
                partition BIGINT NOT NULL,
                tenant_id TEXT NOT NULL,
                customer_id UUID NOT NULL,
                subject_id UUID NOT NULL,
                entity_kind TEXT NOT NULL,
                entity_id UUID NOT NULL,
                revision BIGINT NOT NULL,
                change_kind TEXT NOT NULL,
                schema BIGINT NOT NULL,
                cause_kind TEXT NOT NULL,
                cause_id UUID NOT NULL,
                actor TEXT NOT NULL,
                record_time BIGINT NOT NULL,
                request_id UUID NOT NULL,
                trace BYTES NOT NULL,
                facts TEXT,
                sealed BYTES,
                salt BYTES,
                facts_hash BYTES NOT NULL,
                sealed_hash BYTES NOT NULL
            );
            CREATE UNIQUE INDEX journal_record ON journal (tenant_id, entity_id, revision);
            CREATE INDEX journal_cause ON journal (tenant_id, cause_id, entity_id, revision);
            CREATE TABLE journal_pending (
                position BIGINT NOT NULL PRIMARY KEY,
                partition BIGINT NOT NULL,
                digest BYTES NOT NULL
            );
            CREATE TABLE journal_order (
                partition BIGINT NOT NULL,
                sequence BIGINT NOT NULL,
                position BIGINT NOT NULL,
                hash BYTES NOT NULL,
                PRIMARY KEY (partition, sequence)
            ) CLUSTERED;
            CREATE TABLE journal_head (
                partition BIGINT NOT NULL PRIMARY KEY,
                sequence BIGINT NOT NULL,
                hash BYTES NOT NULL
            );
            INSERT INTO journal_head (partition, sequence, hash) VALUES {};
            CREATE TABLE journal_request (
                tenant_id TEXT NOT NULL,
                principal TEXT NOT NULL,
                request_id UUID NOT NULL,
                fingerprint BYTES NOT NULL,
                entity_kind TEXT NOT NULL,
                entity_id UUID NOT NULL,
                revision BIGINT NOT NULL,
                request_time BIGINT NOT NULL,
                PRIMARY KEY (tenant_id, principal, request_id)
            ) CLUSTERED;
            CREATE INDEX journal_request_time ON journal_request (request_time);
            CREATE TABLE journal_limit (
                tenant_id TEXT NOT NULL,
                kind TEXT NOT NULL,
                value TEXT NOT NULL,
                count BIGINT NOT NULL,
                count_time BIGINT NOT NULL,
                PRIMARY KEY (tenant_id, kind, value)
            ) CLUSTERED;
            CREATE TABLE journal_unique_key (
                tenant_id TEXT NOT NULL,
                kind TEXT NOT NULL,
                value BYTES NOT NULL,
                entity_id UUID NOT NULL,
                PRIMARY KEY (tenant_id, kind, value)
            ) CLUSTERED;",
            heads.join(", ")
        ),
    )
    .await?;
    Lease::create_table(manager).await
}
