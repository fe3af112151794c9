//! The journal, tasks, reminders, what waits for its time, what keeps up contact with customers, and who outside is told.

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
                interaction_id UUID,
                upkeep TEXT,
                assignee UUID,
                state TEXT NOT NULL,
                due_time BIGINT NOT NULL,
                PRIMARY KEY (tenant_id, task_id)
            );
            CREATE INDEX task_due_time ON task (tenant_id, due_time, task_id);
            CREATE INDEX task_assignee ON task (tenant_id, assignee, due_time, task_id);
            CREATE INDEX task_customer ON task (tenant_id, customer_id, due_time, task_id);
            CREATE INDEX task_reminder ON task (tenant_id, reminder_id, due_time, task_id);
            CREATE INDEX task_interaction ON task (tenant_id, interaction_id);
            CREATE INDEX task_upkeep ON task (tenant_id, customer_id, upkeep, task_id) WHERE upkeep IS NOT NULL;
            CREATE TABLE next_step (
                tenant_id TEXT NOT NULL,
                interaction_id UUID NOT NULL,
                revision BIGINT NOT NULL,
                customer_id UUID NOT NULL,
                author UUID,
                due_time BIGINT,
                failure_count BIGINT NOT NULL,
                next_attempt_time BIGINT NOT NULL,
                PRIMARY KEY (tenant_id, interaction_id, revision)
            );
            CREATE INDEX next_step_next ON next_step (next_attempt_time, tenant_id, interaction_id, revision);
            CREATE TABLE tenant (
                tenant_id TEXT NOT NULL,
                revision BIGINT NOT NULL,
                zones TEXT NOT NULL,
                working_days TEXT NOT NULL,
                PRIMARY KEY (tenant_id)
            );
            CREATE TABLE dated_customer (
                tenant_id TEXT NOT NULL,
                customer_id UUID NOT NULL,
                revision BIGINT NOT NULL,
                date_count BIGINT NOT NULL,
                failure_count BIGINT NOT NULL,
                next_attempt_time BIGINT NOT NULL,
                PRIMARY KEY (tenant_id, customer_id, revision)
            );
            CREATE INDEX dated_customer_next ON dated_customer (next_attempt_time, tenant_id, customer_id, revision);
            CREATE TABLE recount (
                tenant_id TEXT NOT NULL,
                revision BIGINT NOT NULL,
                failure_count BIGINT NOT NULL,
                next_attempt_time BIGINT NOT NULL,
                PRIMARY KEY (tenant_id, revision)
            );
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
                important_date_id UUID,
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
                failure_count BIGINT NOT NULL,
                next_attempt_time BIGINT NOT NULL,
                PRIMARY KEY (tenant_id, entity_id)
            );
            CREATE INDEX waiting_next ON waiting (part, next_attempt_time);
            CREATE TABLE cadence (
                tenant_id TEXT NOT NULL,
                cadence_id UUID NOT NULL,
                revision BIGINT NOT NULL,
                update_time BIGINT NOT NULL,
                schema BIGINT NOT NULL,
                facts TEXT NOT NULL,
                sealed BYTES NOT NULL,
                state TEXT NOT NULL,
                PRIMARY KEY (tenant_id, cadence_id)
            );
            CREATE TABLE dormancy_rule (
                tenant_id TEXT NOT NULL,
                dormancy_rule_id UUID NOT NULL,
                revision BIGINT NOT NULL,
                update_time BIGINT NOT NULL,
                schema BIGINT NOT NULL,
                facts TEXT NOT NULL,
                sealed BYTES NOT NULL,
                state TEXT NOT NULL,
                PRIMARY KEY (tenant_id, dormancy_rule_id)
            );
            CREATE TABLE interaction (
                tenant_id TEXT NOT NULL,
                interaction_id UUID NOT NULL,
                revision BIGINT NOT NULL,
                customer_id UUID NOT NULL,
                start_time BIGINT,
                PRIMARY KEY (tenant_id, interaction_id)
            );
            CREATE INDEX interaction_customer ON interaction (tenant_id, customer_id, start_time) WHERE start_time IS NOT NULL;
            CREATE TABLE acquaintance (
                tenant_id TEXT NOT NULL,
                customer_id UUID NOT NULL,
                revision BIGINT NOT NULL,
                create_time BIGINT NOT NULL,
                tags TEXT NOT NULL,
                PRIMARY KEY (tenant_id, customer_id)
            );
            CREATE TABLE lost_stage (
                tenant_id TEXT NOT NULL,
                code TEXT NOT NULL,
                PRIMARY KEY (tenant_id, code)
            );
            CREATE TABLE review (
                tenant_id TEXT NOT NULL,
                customer_id UUID NOT NULL,
                record_id UUID NOT NULL,
                revision BIGINT NOT NULL,
                failure_count BIGINT NOT NULL,
                next_attempt_time BIGINT NOT NULL,
                PRIMARY KEY (tenant_id, customer_id, record_id, revision)
            );
            CREATE INDEX review_next ON review (next_attempt_time, tenant_id, customer_id, record_id, revision);
            CREATE TABLE tenant_review (
                tenant_id TEXT NOT NULL,
                record_id UUID NOT NULL,
                revision BIGINT NOT NULL,
                after_customer UUID NOT NULL,
                PRIMARY KEY (tenant_id, record_id, revision)
            );
            CREATE TABLE quiet_customer (
                tenant_id TEXT NOT NULL,
                customer_id UUID NOT NULL,
                last_contact_time BIGINT NOT NULL,
                settled_time BIGINT NOT NULL,
                next_look_time BIGINT,
                PRIMARY KEY (tenant_id, customer_id)
            );
            CREATE INDEX quiet_customer_next_look ON quiet_customer (next_look_time) WHERE next_look_time IS NOT NULL;
            CREATE INDEX quiet_customer_contact ON quiet_customer (tenant_id, last_contact_time, customer_id);
            CREATE TABLE endpoint (
                tenant_id TEXT NOT NULL,
                endpoint_id UUID NOT NULL,
                revision BIGINT NOT NULL,
                update_time BIGINT NOT NULL,
                schema BIGINT NOT NULL,
                facts TEXT NOT NULL,
                sealed BYTES NOT NULL,
                state TEXT NOT NULL,
                PRIMARY KEY (tenant_id, endpoint_id)
            );
            CREATE TABLE delivery (
                tenant_id TEXT NOT NULL,
                delivery_id UUID NOT NULL,
                revision BIGINT NOT NULL,
                update_time BIGINT NOT NULL,
                schema BIGINT NOT NULL,
                facts TEXT NOT NULL,
                sealed BYTES NOT NULL,
                endpoint_id UUID NOT NULL,
                task_id UUID NOT NULL,
                state TEXT NOT NULL,
                part BIGINT NOT NULL,
                next_attempt_time BIGINT,
                end_time BIGINT NOT NULL,
                last_attempt_time BIGINT,
                PRIMARY KEY (tenant_id, delivery_id)
            );
            CREATE INDEX delivery_next_attempt ON delivery (part, next_attempt_time) WHERE next_attempt_time IS NOT NULL;
            CREATE INDEX delivery_last_attempt ON delivery (tenant_id, endpoint_id, last_attempt_time);
            CREATE INDEX delivery_state ON delivery (tenant_id, state, delivery_id);
            CREATE INDEX delivery_task ON delivery (tenant_id, task_id, delivery_id);",
        )
        .await
    }
}
