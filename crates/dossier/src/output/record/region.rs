//! The columns of a region.

use contracts::customer::v1::Region;

use super::custom_field::names;
use super::{Column, Record};
use crate::output::cell::Cell;

impl Record for Region {
    type Message = Self;

    const COLUMNS: &'static [Column<Self>] = &[
        Column::listed("code", "Code", "代码", |r| Cell::text(&r.code)),
        Column::listed("names", "Names", "名称", |r| Cell::text(names(&r.names))),
    ];

    fn message(&self) -> &Self {
        self
    }
}
