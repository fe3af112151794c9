//! Segments.

use contracts::analytics::v1::Segment;

use super::{Column, Record};
use crate::output::cell::Cell;

impl Record for Segment {
    type Message = Self;

    const COLUMNS: &'static [Column<Self>] = &[
        Column::listed("segment_id", "Id", "标识", |s| Cell::text(&s.segment_id)),
        Column::listed("display_name", "Name", "名称", |s| Cell::text(&s.display_name)),
        Column::listed("filter", "Filter", "条件", |s| Cell::text(&s.filter)),
        Column::new("currency_code", "Currency", "币种", |s| Cell::text(&s.currency_code)),
        Column::new("state", "State", "状态", |s| Cell::code(s.state().as_str_name(), "SEGMENT_STATE_")),
        Column::new("create_time", "Created", "创建时间", |s| Cell::time(s.create_time.as_ref())),
        Column::new("revision", "Revision", "版本", |s| Cell::text(s.revision.to_string())),
    ];

    fn message(&self) -> &Self {
        self
    }
}
