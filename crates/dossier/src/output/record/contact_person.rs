//! The columns of a contact person.

use contracts::customer::v1::{CompanyLink, ContactPerson, ContactPointKind, DecisionRole};
use contracts::google::r#type::Date;

use super::customer::{contact_point, contacts, external_id, important_date, lines, masked};
use super::{Column, Record};
use crate::output::cell::{Cell, code};

impl Record for ContactPerson {
    type Message = Self;

    const COLUMNS: &'static [Column<Self>] = &[
        Column::listed("contact_person_id", "Id", "标识", |p| Cell::text(&p.contact_person_id)),
        Column::listed("name", "Name", "姓名", |p| Cell::text(&p.name)),
        Column::listed("salutation", "Salutation", "称呼", |p| Cell::text(&p.salutation)),
        Column::new("companies", "Companies", "企业", |p| lines(&p.companies, company)),
        Column::brief("title", "Title", "职务", |p| lines(&p.companies, |link| link.title.clone())),
        Column::brief("role", "Role", "决策角色", |p| lines(&p.companies, role)),
        Column::brief("phone", "Phone", "电话", |p| contacts(&p.contact_points, ContactPointKind::Phone)),
        Column::file("email", "E-mail", "邮箱", |p| contacts(&p.contact_points, ContactPointKind::Email)),
        Column::file("wechat", "WeChat", "微信", |p| contacts(&p.contact_points, ContactPointKind::Wechat)),
        Column::detail("contact_points", "Contact", "联系方式", |p| lines(&p.contact_points, contact_point)),
        Column::new("external_ids", "Ids elsewhere", "外部编号", |p| lines(&p.external_ids, external_id)),
        Column::new("important_dates", "Dates", "重要日期", |p| lines(&p.important_dates, important_date)),
        Column::new("remarks", "Remarks", "备注", |p| Cell::text(&p.remarks)),
        Column::new("create_time", "Created", "创建时间", |p| Cell::time(p.create_time.as_ref())),
        Column::new("update_time", "Updated", "更新时间", |p| Cell::time(p.update_time.as_ref())),
        Column::new("delete_time", "Deleted", "删除时间", |p| Cell::time(p.delete_time.as_ref())),
        Column::new("state", "State", "状态", |p| Cell::code(p.state().as_str_name(), "CONTACT_PERSON_STATE_")),
        Column::new("revision", "Revision", "版本", |p| Cell::text(p.revision.to_string())),
        Column::new("masked_classes", "Withheld", "不可见内容", |p| masked(p.masked_classes())),
    ];

    fn message(&self) -> &Self {
        self
    }
}

fn company(link: &CompanyLink) -> String {
    let day = |day: &Option<Date>| {
        day.map(|day| format!("{:04}-{:02}-{:02}", day.year, day.month, day.day)).unwrap_or_default()
    };
    let period = match (day(&link.since), day(&link.until)) {
        (since, until) if since.is_empty() && until.is_empty() => String::new(),
        (since, until) => format!("{since}..{until}"),
    };
    let primary = if link.primary { "primary" } else { "" };
    let parts = [link.customer.as_str(), &link.title, &role(link), primary, &period];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

fn role(link: &CompanyLink) -> String {
    match link.role() {
        DecisionRole::Unspecified => String::new(),
        role => code(role.as_str_name(), "DECISION_ROLE_"),
    }
}
