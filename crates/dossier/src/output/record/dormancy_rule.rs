//! The columns of a dormancy rule.

use contracts::reminder::v1::DormancyRule;

use super::cadence::period;
use super::{Column, Record};
use crate::output::cell::Cell;

impl Record for DormancyRule {
    type Message = Self;

    const COLUMNS: &'static [Column<Self>] = &[
        Column::listed("dormancy_rule_id", "Id", "标识", |r| Cell::text(&r.dormancy_rule_id)),
        Column::listed("title", "Title", "名称", |r| Cell::text(&r.title)),
        Column::listed("filter", "Customers", "客户条件", |r| Cell::text(&r.filter)),
        Column::listed("quiet", "Quiet for", "未联系", |r| period(r.quiet.as_ref())),
        Column::new("assignee", "Assignee", "负责人", |r| Cell::text(&r.assignee)),
        Column::new("fallback", "Fallback", "备选负责人", |r| Cell::text(&r.fallback)),
        Column::listed("release_after", "Released after", "释放期限", |r| period(r.release_after.as_ref())),
        Column::listed("paused", "Paused", "暂停", |r| Cell::text(if r.paused { "✓" } else { "" })),
        Column::new("state", "State", "状态", |r| Cell::code(r.state().as_str_name(), "CONTACT_RULE_STATE_")),
        Column::new("create_time", "Created", "创建时间", |r| Cell::time(r.create_time.as_ref())),
        Column::new("revision", "Revision", "版本", |r| Cell::text(r.revision.to_string())),
    ];

    fn message(&self) -> &Self {
        self
    }
}
