//! The columns of terms, of what they were, and of how much tags are used.

use contracts::customer::v1::{StageCategory, TagKind, TagUse, Term, TermRevision};

use super::custom_field::names;
use super::{Column, Record};
use crate::output::cell::Cell;

impl Record for Term {
    type Message = Self;

    const COLUMNS: &'static [Column<Self>] = &[
        Column::listed("code", "Code", "代码", |t| Cell::text(&t.code)),
        Column::listed("names", "Names", "名称", |t| Cell::text(names(&t.names))),
        Column::listed("position", "Position", "顺序", |t| Cell::text(t.position.to_string())),
        Column::listed("category", "Category", "类别", |t| match (t.category(), t.tag_kind()) {
            (StageCategory::Unspecified, TagKind::Unspecified) => Cell::text(""),
            (StageCategory::Unspecified, kind) => Cell::code(kind.as_str_name(), "TAG_KIND_"),
            (category, _) => Cell::code(category.as_str_name(), "STAGE_CATEGORY_"),
        }),
        Column::new("next_stages", "Leads to", "可进入阶段", |t| Cell::Text(t.next_stages.join(", "))),
        Column::new("required_fields", "Requires", "必填字段", |t| Cell::Text(t.required_fields.join(", "))),
        Column::new("merged_into", "Merged into", "合并到", |t| Cell::text(&t.merged_into)),
        Column::listed("retired", "Retired", "已停用", |t| Cell::text(t.retired.to_string())),
        Column::new("update_time", "Updated", "更新时间", |t| Cell::time(t.update_time.as_ref())),
        Column::new("revision", "Revision", "版本", |t| Cell::text(t.revision.to_string())),
    ];

    fn message(&self) -> &Self {
        self
    }
}

impl Record for TermRevision {
    type Message = Self;

    const COLUMNS: &'static [Column<Self>] = &[
        Column::listed("revision", "Revision", "版本", |r| Cell::text(of(r).revision.to_string())),
        Column::listed("update_time", "Time", "时间", |r| Cell::time(of(r).update_time.as_ref())),
        Column::listed("actor", "Who", "操作人", |r| Cell::text(&r.actor)),
        Column::listed("change", "Change", "变更", |r| Cell::code(r.change().as_str_name(), "CHANGE_KIND_")),
        Column::listed("changed_paths", "Fields", "字段", |r| Cell::Text(r.changed_paths.join(", "))),
        Column::new("names", "Names", "名称", |r| Cell::text(names(&of(r).names))),
    ];

    fn message(&self) -> &Self {
        self
    }
}

fn of(revision: &TermRevision) -> Term {
    revision.term.clone().unwrap_or_default()
}

impl Record for TagUse {
    type Message = Self;

    const COLUMNS: &'static [Column<Self>] = &[
        Column::listed("code", "Tag", "标签", |u| {
            Cell::text(u.tag.as_ref().map(|tag| tag.code.as_str()).unwrap_or_default())
        }),
        Column::listed("names", "Names", "名称", |u| {
            Cell::text(u.tag.as_ref().map(|tag| names(&tag.names)).unwrap_or_default())
        }),
        Column::listed("customer_count", "Customers", "客户数", |u| Cell::text(u.customer_count.to_string())),
        Column::listed("last_add_time", "Last given", "最近使用", |u| Cell::time(u.last_add_time.as_ref())),
        Column::listed("unused_since_time", "Unused since", "闲置自", |u| Cell::time(u.unused_since_time.as_ref())),
    ];

    fn message(&self) -> &Self {
        self
    }
}
