//! The journal, tasks, reminders, and what waits for its time.

use sea_orm::DbErr;
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager, async_trait};

/// The first step.
pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0001_first_slice"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        journal::create_tables(manager).await?;
        operation::erasure::create_tables(manager).await?;
        feed::create_tables(manager).await?;
        customers::create_tables(manager).await?;
        database::define(
            manager,
            "CREATE TABLE task (
                tenant_id TEXT NOT NULL,
                task_id UUID NOT NULL,
                revision BIGINT NOT NULL,
                update_time BIGINT NOT NULL,
                schema BIGINT NOT NULL,
                facts TEXT NOT NULL,
                sealed BYTES NOT NULL,
                customer_id UUID,
                reminder_id UUID,
                assignee UUID,
                state TEXT NOT NULL,
                due_time BIGINT NOT NULL,
                PRIMARY KEY (tenant_id, task_id)
            );
            CREATE INDEX task_due_time ON task (tenant_id, due_time, task_id);
            CREATE INDEX task_assignee ON task (tenant_id, assignee, due_time, task_id);
            CREATE INDEX task_customer ON task (tenant_id, customer_id, due_time, task_id);
            CREATE INDEX task_reminder ON task (tenant_id, reminder_id, due_time, task_id);
            CREATE TABLE task_watcher (
                tenant_id TEXT NOT NULL,
                staff_id UUID NOT NULL,
                task_id UUID NOT NULL,
                PRIMARY KEY (tenant_id, staff_id, task_id)
            ) CLUSTERED;
            CREATE TABLE reminder (
                tenant_id TEXT NOT NULL,
                reminder_id UUID NOT NULL,
                revision BIGINT NOT NULL,
                update_time BIGINT NOT NULL,
                schema BIGINT NOT NULL,
                facts TEXT NOT NULL,
                sealed BYTES NOT NULL,
                customer_id UUID,
                assignee UUID,
                state TEXT NOT NULL,
                PRIMARY KEY (tenant_id, reminder_id)
            );
            CREATE INDEX reminder_assignee ON reminder (tenant_id, assignee, reminder_id);
            CREATE INDEX reminder_customer ON reminder (tenant_id, customer_id, reminder_id);
            CREATE TABLE waiting (
                tenant_id TEXT NOT NULL,
                entity_id UUID NOT NULL,
                entity_kind TEXT NOT NULL,
                part BIGINT NOT NULL,
                due_time BIGINT NOT NULL,
                PRIMARY KEY (tenant_id, entity_id)
            );
            CREATE INDEX waiting_due_time ON waiting (part, due_time);",
        )
        .await
    }
}
