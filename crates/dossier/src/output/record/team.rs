//! The columns of a team.

use contracts::customer::v1::Team;

use super::{Column, Record};
use crate::output::cell::Cell;

impl Record for Team {
    type Message = Self;

    const COLUMNS: &'static [Column<Self>] = &[
        Column::listed("team_id", "Id", "标识", |t| Cell::text(&t.team_id)),
        Column::listed("display_name", "Name", "名称", |t| Cell::text(&t.display_name)),
        Column::listed("parent_team_id", "Part of", "上级团队", |t| Cell::text(&t.parent_team_id)),
        Column::new("create_time", "Created", "创建时间", |t| Cell::time(t.create_time.as_ref())),
        Column::new("update_time", "Updated", "更新时间", |t| Cell::time(t.update_time.as_ref())),
        Column::new("revision", "Revision", "版本", |t| Cell::text(t.revision.to_string())),
    ];

    fn message(&self) -> &Self {
        self
    }
}
