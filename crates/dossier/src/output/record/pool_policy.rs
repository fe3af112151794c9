//! The columns of the rules of the pool.

use contracts::customer::v1::PoolPolicy;

use super::{Column, Record};
use crate::output::cell::Cell;

impl Record for PoolPolicy {
    type Message = Self;

    const COLUMNS: &'static [Column<Self>] = &[
        Column::listed("daily_claim_limit", "Claims a day", "每日领取上限", |p| limit(p.daily_claim_limit)),
        Column::listed("holding_cap", "Holding cap", "持有上限", |p| limit(p.holding_cap)),
        Column::new("excluded_stages", "Not counted", "不计入阶段", |p| Cell::Text(p.excluded_stages.join(", "))),
        Column::listed("cooldown_days", "Cool-down (days)", "冷却天数", |p| {
            Cell::text(p.cooldown_days.to_string())
        }),
        Column::listed("protection_days", "Protection (days)", "保护天数", |p| {
            Cell::text(p.protection_days.to_string())
        }),
        Column::new("update_time", "Updated", "更新时间", |p| Cell::time(p.update_time.as_ref())),
        Column::new("revision", "Revision", "版本", |p| Cell::text(p.revision.to_string())),
    ];

    fn message(&self) -> &Self {
        self
    }
}

/// Empty for none.
fn limit(count: i32) -> Cell {
    Cell::text(if count == 0 { String::new() } else { count.to_string() })
}
