//! The columns of a customer.

use contracts::customer::v1::important_date::Day;
use contracts::customer::v1::{
    Address, ContactPoint, ContactPointKind, Customer, ExternalId, ImportantDate, ImportantDateKind, VerificationState,
};
use contracts::options::v1::DataClass;
use conventions::language::Language;

use super::{Column, Record};
use crate::output::cell::{Cell, code};
use crate::{custom_value, day};

impl Record for Customer {
    type Message = Self;

    const COLUMNS: &'static [Column<Self>] = &[
        Column::listed("customer_number", "Number", "客户编号", |c| Cell::text(&c.customer_number)),
        Column::listed("registered_name", "Name", "客户名称", |c| Cell::text(&c.registered_name)),
        Column::new("short_name", "Short name", "简称", |c| Cell::text(&c.short_name)),
        Column::listed("kind", "Kind", "客户类型", |c| Cell::code(c.kind().as_str_name(), "CUSTOMER_KIND_")),
        Column::listed("stage", "Stage", "客户阶段", |c| Cell::text(&c.stage)),
        Column::new("stage_time", "In it since", "进入阶段时间", |c| Cell::time(c.stage_time.as_ref())),
        Column::new("stage_reason", "Reason", "原因", |c| Cell::text(&c.stage_reason)),
        Column::listed("level", "Level", "级别", |c| Cell::text(&c.level)),
        Column::new("industry", "Industry", "所属行业", |c| Cell::text(&c.industry)),
        Column::new("source", "Source", "客户来源", |c| Cell::text(&c.source)),
        Column::new("owner", "Owner", "负责人", |c| Cell::text(&c.owner)),
        Column::new("team", "Team", "团队", |c| Cell::text(&c.team)),
        Column::new("collaborators", "Collaborators", "协作人", |c| Cell::Text(c.collaborators.join("\n"))),
        Column::new("previous_owner", "Previous owner", "前负责人", |c| Cell::text(&c.previous_owner)),
        Column::new("release_time", "In the pool since", "进入公海时间", |c| Cell::time(c.release_time.as_ref())),
        Column::brief("phone", "Phone", "电话", |c| contacts(&c.contact_points, ContactPointKind::Phone)),
        Column::file("email", "E-mail", "邮箱", |c| contacts(&c.contact_points, ContactPointKind::Email)),
        Column::file("wechat", "WeChat", "微信", |c| contacts(&c.contact_points, ContactPointKind::Wechat)),
        Column::detail("contact_points", "Contact", "联系方式", |c| lines(&c.contact_points, contact_point)),
        Column::detail("addresses", "Address", "地址", |c| lines(&c.addresses, address)),
        Column::file("address", "Address", "地址", |c| lines(&c.addresses, |place| place.text.clone())),
        Column::file("postal_code", "Postal code", "邮编", |c| {
            lines(&c.addresses, |place| place.postal_code.clone())
        }),
        Column::file("country", "Country", "国家", |c| lines(&c.addresses, |place| place.country.clone())),
        Column::file("birthday", "Birthday", "生日", birthday),
        Column::detail("important_dates", "Dates", "重要日期", |c| lines(&c.important_dates, important_date)),
        Column::new("external_ids", "Ids elsewhere", "外部编号", |c| lines(&c.external_ids, external_id)),
        Column::new("tags", "Tags", "标签", |c| lines(&c.tags, |tag| tag.code.clone())),
        Column::new("custom_fields", "Own fields", "自定义字段", |c| {
            let told = c.custom_fields.iter().map(|(id, value)| format!("{id}: {}", custom_value::written(value)));
            Cell::Text(told.collect::<Vec<_>>().join("\n"))
        }),
        Column::new("remarks", "Remarks", "备注", |c| Cell::text(&c.remarks)),
        Column::new("first_contact_time", "First contact", "首次联系", |c| {
            Cell::time(c.first_contact_time.as_ref())
        }),
        Column::new("create_time", "Created", "创建时间", |c| Cell::time(c.create_time.as_ref())),
        Column::new("update_time", "Updated", "更新时间", |c| Cell::time(c.update_time.as_ref())),
        Column::new("delete_time", "Deleted", "删除时间", |c| Cell::time(c.delete_time.as_ref())),
        Column::new("state", "State", "状态", |c| Cell::code(c.state().as_str_name(), "CUSTOMER_STATE_")),
        Column::new("revision", "Revision", "版本", |c| Cell::text(c.revision.to_string())),
        Column::new("customer_id", "Id", "标识", |c| Cell::text(&c.customer_id)),
        Column::new("masked_classes", "Withheld", "不可见内容", |c| masked(c.masked_classes())),
    ];

    fn message(&self) -> &Self {
        self
    }
}

/// What a field says, by its name in the contract.
pub(super) fn field(customer: &Customer, name: &str) -> Option<String> {
    Customer::COLUMNS
        .iter()
        .find(|column| column.name == name)
        .map(|column| (column.cell)(customer).shown(Language::default()))
}

/// What an element of a list says, by its id.
pub(super) fn element(customer: &Customer, list: &str, id: &str) -> Option<String> {
    match list {
        "contact_points" => {
            customer.contact_points.iter().find(|point| point.contact_point_id == id).map(contact_point)
        }
        "addresses" => customer.addresses.iter().find(|place| place.address_id == id).map(address),
        "important_dates" => {
            customer.important_dates.iter().find(|date| date.important_date_id == id).map(important_date)
        }
        _ => None,
    }
}

pub(super) fn lines<T>(elements: &[T], line: fn(&T) -> String) -> Cell {
    Cell::Text(elements.iter().map(line).collect::<Vec<_>>().join("\n"))
}

/// The values of one kind, as import reads them.
pub(super) fn contacts(points: &[ContactPoint], kind: ContactPointKind) -> Cell {
    let values = points.iter().filter(|point| point.kind() == kind).map(|point| point.value.as_str());
    Cell::Text(values.collect::<Vec<_>>().join("; "))
}

pub(super) fn contact_point(point: &ContactPoint) -> String {
    let kind = code(point.kind().as_str_name(), "CONTACT_POINT_KIND_");
    let label = if point.label.is_empty() { String::new() } else { format!(" ({})", point.label) };
    let state = point.verification_state();
    let notes = [
        ("primary", point.primary),
        ("do not contact", point.do_not_contact),
        ("verified", state == VerificationState::Verified),
        ("malformed", state == VerificationState::Malformed),
    ];
    let notes: String = notes.iter().filter(|(_, holds)| *holds).map(|(note, _)| format!(", {note}")).collect();
    format!("{kind} {}{label}{notes}", point.value)
}

fn address(address: &Address) -> String {
    let parts = [&address.text, &address.postal_code, &address.country];
    parts.into_iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(", ")
}

pub(super) fn external_id(id: &ExternalId) -> String {
    format!("{}={}", id.source, id.id)
}

fn birthday(customer: &Customer) -> Cell {
    let is_birthday = |date: &&ImportantDate| date.kind() == ImportantDateKind::Birthday;
    Cell::Text(customer.important_dates.iter().find(is_birthday).map(written_day).unwrap_or_default())
}

pub(super) fn important_date(date: &ImportantDate) -> String {
    let kind = code(date.kind().as_str_name(), "IMPORTANT_DATE_KIND_");
    let label = if date.label.is_empty() { String::new() } else { format!(" ({})", date.label) };
    format!("{kind} {}{label}", written_day(date))
}

fn written_day(date: &ImportantDate) -> String {
    date.day.as_ref().map(|day: &Day| day::written(day)).unwrap_or_default()
}

pub(super) fn masked(classes: impl Iterator<Item = DataClass>) -> Cell {
    let classes = classes.map(|class| code(class.as_str_name(), "DATA_CLASS_"));
    Cell::Text(classes.collect::<Vec<_>>().join(", "))
}

#[cfg(test)]
mod tests {
    use contracts::customer::v1::CustomerKind;
    use conventions::language::Language;

    use super::*;
    use crate::output::{csv, table};

    fn named(name: &str) -> Customer {
        Customer {
            customer_number: "C1".to_owned(),
            registered_name: name.to_owned(),
            kind: CustomerKind::Individual.into(),
            stage: "potential".to_owned(),
            contact_points: vec![ContactPoint {
                kind: ContactPointKind::Phone.into(),
                value: "+8613812345678".to_owned(),
                ..ContactPoint::default()
            }],
            ..Customer::default()
        }
    }

    #[test]
    fn columns_stay_aligned_behind_chinese_names() {
        let text = table::list(&[named("曹明"), named("Bob"), named("趋势传媒有限公司")], Language::Chinese);
        let places: Vec<usize> = text
            .lines()
            .filter_map(|line| line.split_once("个人"))
            .map(|(before, _)| before.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum())
            .collect();
        assert_eq!(places.len(), 3, "{text}");
        assert!(places.iter().all(|place| *place == places[0]), "{text}");
    }

    #[test]
    fn a_file_guards_formulas_and_names_its_columns_as_the_contract_does() {
        let text = String::from_utf8(csv::lines(&[named("=HYPERLINK(\"x\")")], true).unwrap()).unwrap();
        let mut lines = text.lines();
        assert!(lines.next().unwrap().starts_with("customer_number,registered_name,short_name,kind,stage,"));
        let row = lines.next().unwrap();
        assert!(row.starts_with("C1,\"'=HYPERLINK(\"\"x\"\")\",,individual,potential,"), "{row}");
        assert!(row.contains(",+8613812345678,"), "{row}");
    }

    #[test]
    fn details_leave_out_what_is_empty() {
        let text = table::details(&named("曹明"), Language::English);
        assert!(text.contains("phone +8613812345678") && !text.contains("Remarks"), "{text}");
    }
}
