//! The journal, customers with their numbers and search tokens, contact persons, staff, teams, tenants, terms, custom
//! fields.

use sea_orm::DbErr;
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager, async_trait};

use crate::store::{contact_person, customer};

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
        customer::TOKENS.create_tables(manager).await?;
        contact_person::TOKENS.create_tables(manager).await?;
        database::define(
            manager,
            "CREATE TABLE customer (
                tenant_id TEXT NOT NULL,
                customer_id UUID NOT NULL,
                revision BIGINT NOT NULL,
                update_time BIGINT NOT NULL,
                schema BIGINT NOT NULL,
                facts TEXT NOT NULL,
                sealed BYTES NOT NULL,
                customer_number TEXT NOT NULL,
                kind TEXT NOT NULL,
                state TEXT NOT NULL,
                stage TEXT NOT NULL,
                stage_time BIGINT NOT NULL,
                stage_reason TEXT,
                level TEXT,
                industry TEXT,
                source TEXT,
                owner UUID,
                team UUID,
                first_contact_time BIGINT,
                create_time BIGINT NOT NULL,
                delete_time BIGINT,
                PRIMARY KEY (tenant_id, customer_id)
            );
            CREATE INDEX customer_owner ON customer (tenant_id, owner, customer_id);
            CREATE INDEX customer_stage ON customer (tenant_id, stage, customer_id);
            CREATE INDEX customer_deleted ON customer (tenant_id, delete_time)
                WHERE delete_time IS NOT NULL AND state <> 'purged';
            CREATE INDEX customer_purged ON customer (tenant_id, customer_id)
                WHERE state = 'purged' AND length(sealed) > 0;
            CREATE INDEX customer_update_time ON customer (tenant_id, update_time, customer_id);
            CREATE TABLE customer_collaborator (
                tenant_id TEXT NOT NULL,
                staff_id UUID NOT NULL,
                customer_id UUID NOT NULL,
                PRIMARY KEY (tenant_id, staff_id, customer_id)
            ) CLUSTERED;
            CREATE TABLE customer_tag (
                tenant_id TEXT NOT NULL,
                customer_id UUID NOT NULL,
                tag TEXT NOT NULL,
                add_time BIGINT NOT NULL,
                remove_time BIGINT,
                PRIMARY KEY (tenant_id, customer_id, tag)
            ) CLUSTERED;
            CREATE INDEX customer_tag_tag ON customer_tag (tenant_id, tag, customer_id, remove_time);
            CREATE TABLE attribute_index (
                tenant_id TEXT NOT NULL,
                customer_id UUID NOT NULL,
                field_id TEXT NOT NULL,
                item BIGINT NOT NULL,
                text_value TEXT,
                number_value BIGINT,
                PRIMARY KEY (tenant_id, customer_id, field_id, item)
            ) CLUSTERED;
            CREATE INDEX attribute_index_text ON attribute_index (tenant_id, field_id, text_value, customer_id);
            CREATE INDEX attribute_index_number ON attribute_index (tenant_id, field_id, number_value, customer_id);
            CREATE TABLE attribute_build (
                tenant_id TEXT NOT NULL,
                custom_field_id UUID NOT NULL,
                begin_time BIGINT NOT NULL,
                after_customer UUID NOT NULL,
                indexed_count BIGINT NOT NULL,
                customer_count BIGINT NOT NULL,
                ready BIGINT NOT NULL,
                PRIMARY KEY (tenant_id, custom_field_id)
            ) CLUSTERED;
            CREATE TABLE number_block (
                tenant_id TEXT NOT NULL,
                date TEXT NOT NULL,
                first_serial BIGINT NOT NULL,
                last_serial BIGINT NOT NULL,
                passed_over BIGINT NOT NULL,
                take_time BIGINT NOT NULL,
                PRIMARY KEY (tenant_id, date, first_serial)
            ) CLUSTERED;",
        )
        .await?;
        database::define(
            manager,
            "CREATE TABLE contact_person (
                tenant_id TEXT NOT NULL,
                contact_person_id UUID NOT NULL,
                revision BIGINT NOT NULL,
                update_time BIGINT NOT NULL,
                schema BIGINT NOT NULL,
                facts TEXT NOT NULL,
                sealed BYTES NOT NULL,
                state TEXT NOT NULL,
                create_time BIGINT NOT NULL,
                delete_time BIGINT,
                PRIMARY KEY (tenant_id, contact_person_id)
            );
            CREATE INDEX contact_person_update_time ON contact_person (tenant_id, update_time, contact_person_id);
            CREATE TABLE contact_person_company (
                tenant_id TEXT NOT NULL,
                contact_person_id UUID NOT NULL,
                customer_id UUID NOT NULL,
                role TEXT,
                since TEXT,
                until TEXT,
                PRIMARY KEY (tenant_id, contact_person_id, customer_id)
            ) CLUSTERED;
            CREATE INDEX contact_person_company_customer
                ON contact_person_company (tenant_id, customer_id, contact_person_id);",
        )
        .await?;
        for (table, id) in [
            ("custom_field", "custom_field_id"),
            ("pool_policy", "pool_policy_id"),
            ("staff", "staff_id"),
            ("team", "team_id"),
            ("tenant", "tenant_uuid"),
            ("term", "term_id"),
        ] {
            database::define(
                manager,
                &format!(
                    "CREATE TABLE {table} (
                        tenant_id TEXT NOT NULL,
                        {id} UUID NOT NULL,
                        revision BIGINT NOT NULL,
                        update_time BIGINT NOT NULL,
                        schema BIGINT NOT NULL,
                        facts TEXT NOT NULL,
                        sealed BYTES NOT NULL,
                        PRIMARY KEY (tenant_id, {id})
                    );"
                ),
            )
            .await?;
        }
        Ok(())
    }
}
