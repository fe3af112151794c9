//! The columns of a cadence.

use contracts::reminder::v1::{Cadence, Period, PeriodUnit};

use super::{Column, Record};
use crate::output::cell::Cell;

impl Record for Cadence {
    type Message = Self;

    const COLUMNS: &'static [Column<Self>] = &[
        Column::listed("cadence_id", "Id", "标识", |c| Cell::text(&c.cadence_id)),
        Column::listed("title", "Title", "名称", |c| Cell::text(&c.title)),
        Column::listed("stage", "Stage", "阶段", |c| Cell::text(&c.stage)),
        Column::listed("level", "Level", "等级", |c| Cell::text(&c.level)),
        Column::listed("interval", "Every", "间隔", |c| period(c.interval.as_ref())),
        Column::new("shift", "Working days", "工作日调整", |c| {
            Cell::code(c.shift().as_str_name(), "WORKING_DAY_SHIFT_")
        }),
        Column::new("time", "Time", "时间", |c| Cell::text(&c.time)),
        Column::listed("paused", "Paused", "暂停", |c| Cell::text(if c.paused { "✓" } else { "" })),
        Column::new("state", "State", "状态", |c| Cell::code(c.state().as_str_name(), "CONTACT_RULE_STATE_")),
        Column::new("create_time", "Created", "创建时间", |c| Cell::time(c.create_time.as_ref())),
        Column::new("revision", "Revision", "版本", |c| Cell::text(c.revision.to_string())),
    ];

    fn message(&self) -> &Self {
        self
    }
}

/// A period as it is written on the command line: 2w.
pub(super) fn period(period: Option<&Period>) -> Cell {
    let Some(period) = period else { return Cell::text("") };
    let unit = match period.unit() {
        PeriodUnit::Day => "d",
        PeriodUnit::Week => "w",
        PeriodUnit::Month => "m",
        PeriodUnit::Unspecified => "",
    };
    Cell::text(format!("{}{unit}", period.count))
}
