//! The columns of custom fields, of packs of them, and of what a change of one would find wanting.

use std::collections::BTreeMap;

use contracts::customer::v1::custom_field_type::Kind;
use contracts::customer::v1::{CustomField, FieldPack, PreviewFieldChangeResponse};

use super::{Column, Record};
use crate::output::cell::Cell;

impl Record for CustomField {
    type Message = Self;

    const COLUMNS: &'static [Column<Self>] = &[
        Column::listed("field_id", "Id", "标识", |f| Cell::text(&f.field_id)),
        Column::listed("names", "Names", "名称", |f| Cell::text(names(&f.names))),
        Column::listed("value_type", "Kind", "类型", |f| Cell::text(kind(f))),
        Column::listed("data_class", "Class", "数据类别", |f| {
            Cell::code(f.data_class().as_str_name(), "DATA_CLASS_")
        }),
        Column::new("purpose", "Purpose", "用途", |f| Cell::text(&f.purpose)),
        Column::new("choices", "Choices", "选项", |f| Cell::Text(choices(f).join("; "))),
        Column::listed("filterable", "Filterable", "可筛选", |f| Cell::text(f.filterable.to_string())),
        Column::new("indexed", "Indexed", "已索引", |f| {
            let told = |indexing: &contracts::customer::v1::CustomFieldIndexing| {
                format!("{} / {}", indexing.indexed_count, indexing.customer_count)
            };
            Cell::text(f.indexing.as_ref().map(told).unwrap_or_default())
        }),
        Column::new("retired", "Retired", "已停用", |f| Cell::text(f.retired.to_string())),
        Column::new("pack", "Pack", "字段包", |f| Cell::text(&f.pack)),
        Column::new("revision", "Revision", "版本", |f| Cell::text(f.revision.to_string())),
    ];

    fn message(&self) -> &Self {
        self
    }
}

impl Record for FieldPack {
    type Message = Self;

    const COLUMNS: &'static [Column<Self>] = &[
        Column::listed("pack", "Pack", "字段包", |p| Cell::text(&p.pack)),
        Column::listed("names", "Names", "名称", |p| Cell::text(names(&p.names))),
        Column::listed("installed", "Installed", "已安装", |p| Cell::text(p.installed.to_string())),
        Column::new("custom_fields", "Fields", "字段", |p| {
            Cell::Text(p.custom_fields.iter().map(|field| field.field_id.as_str()).collect::<Vec<_>>().join("; "))
        }),
    ];

    fn message(&self) -> &Self {
        self
    }
}

impl Record for PreviewFieldChangeResponse {
    type Message = Self;

    const COLUMNS: &'static [Column<Self>] = &[
        Column::listed("checked_count", "Customers", "客户数", |p| Cell::text(p.checked_count.to_string())),
        Column::listed("value_count", "With a value", "已填写", |p| Cell::text(p.value_count.to_string())),
        Column::listed("missing_count", "Would lack one", "将缺少", |p| Cell::text(p.missing_count.to_string())),
        Column::listed("invalid_count", "Would break a rule", "将不合规", |p| {
            Cell::text(p.invalid_count.to_string())
        }),
        Column::new("findings", "Such as", "例如", |p| {
            let told = p.findings.iter().map(|finding| format!("{}: {}", finding.customer_number, finding.problem));
            Cell::Text(told.collect::<Vec<_>>().join("\n"))
        }),
    ];

    fn message(&self) -> &Self {
        self
    }
}

pub(super) fn names(names: &BTreeMap<String, String>) -> String {
    names.values().cloned().collect::<Vec<_>>().join(" / ")
}

fn kind(field: &CustomField) -> String {
    let kind = field.value_type.as_ref().and_then(|value_type| value_type.kind.as_ref());
    let name = match kind {
        None => "",
        Some(Kind::Text(_)) => "text",
        Some(Kind::Number(_)) => "number",
        Some(Kind::Money(money)) => return format!("money ({})", money.currency_code),
        Some(Kind::Date(_)) => "date",
        Some(Kind::Boolean(_)) => "boolean",
        Some(Kind::Choice(_)) => "choice",
        Some(Kind::MultiChoice(_)) => "multi-choice",
        Some(Kind::Reference(_)) => "reference",
    };
    name.to_owned()
}

fn choices(field: &CustomField) -> Vec<String> {
    let choices = match field.value_type.as_ref().and_then(|value_type| value_type.kind.as_ref()) {
        Some(Kind::Choice(choice)) => &choice.choices,
        Some(Kind::MultiChoice(choice)) => &choice.choices,
        _ => return Vec::new(),
    };
    choices.iter().map(|choice| choice.code.clone()).collect()
}
