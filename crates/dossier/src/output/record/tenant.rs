//! The columns of a tenant.

use contracts::customer::v1::{Tenant, ZonePeriod};

use super::{Column, Record};
use crate::output::cell::Cell;

impl Record for Tenant {
    type Message = Self;

    const COLUMNS: &'static [Column<Self>] = &[
        Column::listed("tenant_id", "Id", "标识", |t| Cell::text(&t.tenant_id)),
        Column::listed("display_name", "Name", "名称", |t| Cell::text(&t.display_name)),
        Column::new("zones", "Time zones", "时区", |t| {
            Cell::Text(t.zones.iter().map(zone).collect::<Vec<_>>().join(", "))
        }),
        Column::new("languages", "Languages", "语言", |t| Cell::text(t.languages.join(", "))),
        Column::new("region", "Region", "地区", |t| Cell::text(&t.region)),
        Column::new("deleted_retention_days", "Keeps deleted (days)", "已删除保留天数", |t| {
            Cell::text(t.deleted_retention_days.to_string())
        }),
        Column::new("update_time", "Updated", "更新时间", |t| Cell::time(t.update_time.as_ref())),
        Column::new("revision", "Revision", "版本", |t| Cell::text(t.revision.to_string())),
    ];

    fn message(&self) -> &Self {
        self
    }
}

/// The zone, as `dossier tenant update --zone` reads it.
fn zone(period: &ZonePeriod) -> String {
    match &period.valid_from {
        Some(day) => format!("{}@{:04}-{:02}-{:02}", period.zone, day.year, day.month, day.day),
        None => period.zone.clone(),
    }
}
