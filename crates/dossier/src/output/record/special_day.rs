//! The columns of a day that is otherwise than its day of the week says.

use contracts::customer::v1::SpecialDay;

use super::{Column, Record};
use crate::output::cell::{Cell, code};

impl Record for SpecialDay {
    type Message = Self;

    const COLUMNS: &'static [Column<Self>] = &[
        Column::listed("date", "Date", "日期", |d| {
            let date = d.date.unwrap_or_default();
            Cell::Text(format!("{:04}-{:02}-{:02}", date.year, date.month, date.day))
        }),
        Column::listed("kind", "Kind", "类型", |d| Cell::text(code(d.kind().as_str_name(), "SPECIAL_DAY_KIND_"))),
        Column::listed("name", "Name", "名称", |d| Cell::text(&d.name)),
    ];

    fn message(&self) -> &Self {
        self
    }
}
