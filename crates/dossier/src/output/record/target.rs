//! Targets.

use contracts::analytics::v1::Target;

use super::{Column, Record};
use crate::output::cell::Cell;

impl Record for Target {
    type Message = Self;

    const COLUMNS: &'static [Column<Self>] = &[
        Column::listed("target_id", "Id", "标识", |t| Cell::text(&t.target_id)),
        Column::listed("month", "Month", "月份", |t| {
            Cell::text(t.month.map(|month| format!("{:04}-{:02}", month.year, month.month)).unwrap_or_default())
        }),
        Column::listed("measure", "Measure", "指标", |t| Cell::code(t.measure().as_str_name(), "TARGET_MEASURE_")),
        Column::listed("amount", "Amount", "金额", |t| {
            Cell::text(
                t.amount.as_ref().map(|money| format!("{} {}", money.units, money.currency_code)).unwrap_or_default(),
            )
        }),
        Column::listed("count", "Count", "数量", |t| Cell::text(t.count.to_string())),
        Column::listed("staff_id", "Staff", "员工", |t| Cell::text(&t.staff_id)),
        Column::listed("team_id", "Team", "团队", |t| Cell::text(&t.team_id)),
        Column::new("revision", "Revision", "版本", |t| Cell::text(t.revision.to_string())),
    ];

    fn message(&self) -> &Self {
        self
    }
}
