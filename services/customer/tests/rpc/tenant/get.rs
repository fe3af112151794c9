//! GetTenant.

use access::Role;
use contracts::customer::v1::{GetTenantRequest, Tenant, WorkingDays, ZonePeriod};
use contracts::google::r#type::DayOfWeek;
use testkit::on_both_engines;

use super::tenant;
use crate::harness::House;

on_both_engines! {
    async fn c51_a_tenant_that_was_never_updated_answers_its_defaults_at_revision_0(engine) {
        let house = House::new(engine).await;
        let expected = Tenant {
            tenant_id: "default".into(),
            zones: vec![ZonePeriod { zone: "Asia/Shanghai".into(), valid_from: None }],
            languages: vec!["zh-CN".into(), "en".into()],
            region: "CN".into(),
            working_days: Some(WorkingDays {
                free_weekdays: vec![DayOfWeek::Saturday.into(), DayOfWeek::Sunday.into()],
                special_days: Vec::new(),
            }),
            ..Tenant::default()
        };
        let answered = tenant(&house).await;
        assert!(!answered.etag.is_empty());
        assert_eq!(Tenant { etag: String::new(), ..answered }, expected);
    }

    async fn x9_everybody_reads_the_tenant_of_the_token(engine) {
        let house = House::new(engine).await;
        for role in [Role::Sales, Role::Service, Role::Finance, Role::System] {
            let mut tenants = house.tenants_of(house.token("neighbour", "li.na", role)).await;
            let answered = tenants.get_tenant(GetTenantRequest {}).await.unwrap().into_inner();
            assert_eq!(answered.tenant_id, "neighbour");
        }
    }
}
