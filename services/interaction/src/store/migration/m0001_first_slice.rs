//! The journal, what has happened with customers, and what the feed tells of them.

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
            "CREATE TABLE activity (
                tenant_id TEXT NOT NULL,
                activity_id UUID NOT NULL,
                revision BIGINT NOT NULL,
                update_time BIGINT NOT NULL,
                schema BIGINT NOT NULL,
                facts TEXT NOT NULL,
                sealed BYTES NOT NULL,
                kind TEXT NOT NULL,
                customer_id UUID NOT NULL,
                state TEXT NOT NULL,
                occur_time BIGINT NOT NULL,
                author UUID,
                create_time BIGINT NOT NULL,
                delete_time BIGINT,
                channel TEXT,
                direction TEXT,
                due_time BIGINT,
                rating BIGINT,
                handling_state TEXT,
                priority TEXT,
                assignee UUID,
                PRIMARY KEY (tenant_id, activity_id)
            );
            CREATE INDEX activity_customer ON activity (tenant_id, customer_id, occur_time, activity_id);
            CREATE INDEX activity_occur_time ON activity (tenant_id, kind, occur_time, activity_id);
            CREATE INDEX activity_assignee ON activity (tenant_id, assignee, occur_time, activity_id)
                WHERE assignee IS NOT NULL;
            CREATE TABLE timeline_count (
                tenant_id TEXT NOT NULL,
                customer_id UUID NOT NULL,
                kind TEXT NOT NULL,
                records BIGINT NOT NULL,
                unsettled BIGINT NOT NULL,
                ratings BIGINT NOT NULL,
                points BIGINT NOT NULL,
                PRIMARY KEY (tenant_id, customer_id, kind)
            ) CLUSTERED;",
        )
        .await
    }
}
