//! The columns of a staff member.

use contracts::customer::v1::Staff;

use super::{Column, Record};
use crate::output::cell::Cell;

impl Record for Staff {
    type Message = Self;

    const COLUMNS: &'static [Column<Self>] = &[
        Column::listed("staff_id", "Id", "标识", |s| Cell::text(&s.staff_id)),
        Column::listed("display_name", "Name", "姓名", |s| Cell::text(&s.display_name)),
        Column::new("issuer", "Issuer", "签发者", |s| Cell::text(&s.issuer)),
        Column::listed("subject", "Subject", "主体", |s| Cell::text(&s.subject)),
        Column::listed("team_id", "Team", "团队", |s| Cell::text(&s.team_id)),
        Column::listed("inactive", "Has left", "已离职", |s| Cell::text(if s.inactive { "yes" } else { "" })),
        Column::new("create_time", "Created", "创建时间", |s| Cell::time(s.create_time.as_ref())),
        Column::new("update_time", "Updated", "更新时间", |s| Cell::time(s.update_time.as_ref())),
        Column::new("revision", "Revision", "版本", |s| Cell::text(s.revision.to_string())),
    ];

    fn message(&self) -> &Self {
        self
    }
}
