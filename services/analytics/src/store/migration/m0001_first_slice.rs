//! The journal, how far the feeds were heard, customers with their stages, what happened with them,
//! what it all adds up to, scores, and what the tenant makes here.

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
        feed::create_tables(manager).await?;
        database::define(
            manager,
            "CREATE TABLE tenant_zone (
                tenant_id TEXT NOT NULL,
                revision BIGINT NOT NULL,
                zones TEXT NOT NULL,
                PRIMARY KEY (tenant_id)
            );
            CREATE TABLE customer (
                tenant_id TEXT NOT NULL,
                customer_id UUID NOT NULL,
                revision BIGINT NOT NULL,
                kind TEXT NOT NULL,
                state TEXT NOT NULL,
                stage TEXT NOT NULL,
                stage_time BIGINT NOT NULL,
                level TEXT,
                industry TEXT,
                source TEXT,
                region TEXT,
                owner UUID,
                team UUID,
                create_time BIGINT NOT NULL,
                create_day BIGINT NOT NULL,
                PRIMARY KEY (tenant_id, customer_id)
            );
            CREATE INDEX customer_create_day ON customer (tenant_id, create_day, customer_id);
            CREATE TABLE customer_collaborator (
                tenant_id TEXT NOT NULL,
                customer_id UUID NOT NULL,
                staff_id UUID NOT NULL,
                PRIMARY KEY (tenant_id, customer_id, staff_id)
            ) CLUSTERED;
            CREATE INDEX customer_collaborator_staff ON customer_collaborator (tenant_id, staff_id, customer_id);
            CREATE TABLE customer_tag (
                tenant_id TEXT NOT NULL,
                customer_id UUID NOT NULL,
                tag TEXT NOT NULL,
                PRIMARY KEY (tenant_id, customer_id, tag)
            ) CLUSTERED;
            CREATE INDEX customer_tag_tag ON customer_tag (tenant_id, tag, customer_id);
            CREATE TABLE tag (
                tenant_id TEXT NOT NULL,
                tag TEXT NOT NULL,
                revision BIGINT NOT NULL,
                merged_into TEXT,
                standing_tag TEXT NOT NULL,
                PRIMARY KEY (tenant_id, tag)
            ) CLUSTERED;
            CREATE TABLE closing_stage (
                tenant_id TEXT NOT NULL,
                stage TEXT NOT NULL,
                ending TEXT NOT NULL,
                PRIMARY KEY (tenant_id, stage)
            ) CLUSTERED;
            CREATE TABLE stage_stay (
                tenant_id TEXT NOT NULL,
                customer_id UUID NOT NULL,
                enter_time BIGINT NOT NULL,
                enter_day BIGINT NOT NULL,
                stage TEXT NOT NULL,
                reason TEXT,
                leave_time BIGINT,
                leave_day BIGINT,
                next_stage TEXT,
                PRIMARY KEY (tenant_id, customer_id, enter_time)
            ) CLUSTERED;
            CREATE INDEX stage_stay_enter_day ON stage_stay (tenant_id, enter_day);
            CREATE INDEX stage_stay_leave_day ON stage_stay (tenant_id, leave_day);
            CREATE TABLE sale (
                tenant_id TEXT NOT NULL,
                sale_id UUID NOT NULL,
                revision BIGINT NOT NULL,
                customer_id UUID NOT NULL,
                time BIGINT NOT NULL,
                day BIGINT NOT NULL,
                author UUID,
                deleted BIGINT NOT NULL,
                currency TEXT NOT NULL,
                total BIGINT NOT NULL,
                refunded BIGINT NOT NULL,
                payment_method TEXT,
                PRIMARY KEY (tenant_id, sale_id)
            );
            CREATE INDEX sale_customer ON sale (tenant_id, customer_id, sale_id);
            CREATE INDEX sale_day ON sale (tenant_id, day);
            CREATE TABLE sale_line (
                tenant_id TEXT NOT NULL,
                sale_id UUID NOT NULL,
                line BIGINT NOT NULL,
                product TEXT NOT NULL,
                quantity BIGINT NOT NULL,
                amount BIGINT NOT NULL,
                PRIMARY KEY (tenant_id, sale_id, line)
            ) CLUSTERED;
            CREATE TABLE interaction (
                tenant_id TEXT NOT NULL,
                interaction_id UUID NOT NULL,
                revision BIGINT NOT NULL,
                customer_id UUID NOT NULL,
                time BIGINT NOT NULL,
                day BIGINT NOT NULL,
                author UUID,
                deleted BIGINT NOT NULL,
                channel TEXT NOT NULL,
                direction TEXT,
                length BIGINT,
                PRIMARY KEY (tenant_id, interaction_id)
            );
            CREATE INDEX interaction_customer ON interaction (tenant_id, customer_id, interaction_id);
            CREATE INDEX interaction_day ON interaction (tenant_id, day);
            CREATE TABLE feedback (
                tenant_id TEXT NOT NULL,
                feedback_id UUID NOT NULL,
                revision BIGINT NOT NULL,
                customer_id UUID NOT NULL,
                time BIGINT NOT NULL,
                day BIGINT NOT NULL,
                author UUID,
                deleted BIGINT NOT NULL,
                channel TEXT NOT NULL,
                rating BIGINT,
                recommendation BIGINT,
                PRIMARY KEY (tenant_id, feedback_id)
            );
            CREATE INDEX feedback_customer ON feedback (tenant_id, customer_id, feedback_id);
            CREATE INDEX feedback_day ON feedback (tenant_id, day);
            CREATE TABLE service_case (
                tenant_id TEXT NOT NULL,
                case_id UUID NOT NULL,
                revision BIGINT NOT NULL,
                customer_id UUID NOT NULL,
                time BIGINT NOT NULL,
                day BIGINT NOT NULL,
                author UUID,
                deleted BIGINT NOT NULL,
                channel TEXT NOT NULL,
                kind TEXT NOT NULL,
                product TEXT,
                priority TEXT NOT NULL,
                assignee UUID,
                due_time BIGINT,
                resolve_time BIGINT,
                PRIMARY KEY (tenant_id, case_id)
            );
            CREATE INDEX service_case_customer ON service_case (tenant_id, customer_id, case_id);
            CREATE INDEX service_case_day ON service_case (tenant_id, day);
            CREATE TABLE daily_sum (
                tenant_id TEXT NOT NULL,
                measure TEXT NOT NULL,
                dimension TEXT NOT NULL,
                value TEXT NOT NULL,
                currency TEXT NOT NULL,
                day BIGINT NOT NULL,
                owner UUID NOT NULL,
                team UUID NOT NULL,
                count BIGINT NOT NULL,
                whole BIGINT NOT NULL,
                millionths BIGINT NOT NULL,
                PRIMARY KEY (tenant_id, measure, dimension, value, currency, day, owner, team)
            ) CLUSTERED;
            CREATE INDEX daily_sum_day ON daily_sum (tenant_id, measure, dimension, day);
            CREATE INDEX daily_sum_empty ON daily_sum (tenant_id) WHERE count = 0;
            CREATE TABLE score_model (
                tenant_id TEXT NOT NULL,
                computation UUID NOT NULL,
                currency TEXT NOT NULL,
                model BYTES NOT NULL,
                PRIMARY KEY (tenant_id)
            );
            CREATE TABLE customer_score (
                tenant_id TEXT NOT NULL,
                computation UUID NOT NULL,
                customer_id UUID NOT NULL,
                first_day BIGINT NOT NULL,
                last_day BIGINT NOT NULL,
                recency_days BIGINT NOT NULL,
                frequency BIGINT NOT NULL,
                monetary BIGINT NOT NULL,
                cycle_days BIGINT,
                recency_score BIGINT NOT NULL,
                frequency_score BIGINT NOT NULL,
                monetary_score BIGINT NOT NULL,
                alive BIGINT,
                expected_purchases BIGINT,
                expected_spend BIGINT,
                lifetime_value BIGINT,
                repurchase BIGINT,
                churn BIGINT,
                reasons TEXT NOT NULL,
                PRIMARY KEY (tenant_id, computation, customer_id)
            );
            CREATE TABLE segment (
                tenant_id TEXT NOT NULL,
                segment_id UUID NOT NULL,
                revision BIGINT NOT NULL,
                update_time BIGINT NOT NULL,
                schema BIGINT NOT NULL,
                facts TEXT NOT NULL,
                sealed BYTES NOT NULL,
                state TEXT NOT NULL,
                PRIMARY KEY (tenant_id, segment_id)
            );
            CREATE TABLE target (
                tenant_id TEXT NOT NULL,
                target_id UUID NOT NULL,
                revision BIGINT NOT NULL,
                update_time BIGINT NOT NULL,
                schema BIGINT NOT NULL,
                facts TEXT NOT NULL,
                sealed BYTES NOT NULL,
                staff UUID,
                team UUID,
                measure TEXT NOT NULL,
                currency TEXT NOT NULL,
                month BIGINT NOT NULL,
                value BIGINT NOT NULL,
                PRIMARY KEY (tenant_id, target_id)
            );
            CREATE INDEX target_month ON target (tenant_id, measure, month);
            CREATE TABLE turn (
                turn BIGINT NOT NULL,
                number BIGINT NOT NULL,
                PRIMARY KEY (turn)
            );",
        )
        .await
    }
}
