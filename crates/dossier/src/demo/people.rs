//! Customers that there are not: names, phones and addresses made up.

use contracts::customer::v1::important_date::Day;
use contracts::customer::v1::{
    ContactPoint, ContactPointKind, Customer, CustomerKind, ExternalId, ImportantDate, ImportantDateKind, LunarDay,
};
use contracts::google::r#type::Date;

use super::chance::Chance;

/// Tells the customers of the demo from all others: the source of their external ids.
pub(super) const SOURCE: &str = "demo";

const FAMILY: [&str; 24] = [
    "王", "李", "张", "刘", "陈", "杨", "黄", "赵", "吴", "周", "徐", "孙", "马", "朱", "胡", "郭", "何", "林", "高",
    "罗", "郑", "梁", "欧阳", "司马",
];
const GIVEN: [&str; 24] = [
    "伟", "芳", "娜", "敏", "静", "丽", "强", "磊", "洋", "艳", "勇", "军", "杰", "娟", "涛", "明", "秀英", "建国",
    "晓东", "雨桐", "子涵", "浩然", "思远", "欣怡",
];
const FIRST: [&str; 16] = [
    "Anna", "Luís", "Marta", "Peter", "Chloë", "Jürgen", "Olivia", "Noah", "Emma", "Liam", "Sofia", "Lucas", "Mia",
    "Ethan", "Zoé", "Daniel",
];
const LAST: [&str; 16] = [
    "Smith",
    "Gonçalves",
    "Müller",
    "Rossi",
    "Novák",
    "Jensen",
    "Dubois",
    "Walker",
    "Silva",
    "Schmidt",
    "Moreau",
    "Kowalski",
    "Brown",
    "Berg",
    "O'Neill",
    "Lindqvist",
];
const CITIES: [&str; 12] =
    ["上海", "北京", "广州", "深圳", "杭州", "成都", "武汉", "南京", "苏州", "西安", "青岛", "厦门"];
const WORDS: [&str; 16] = [
    "云帆", "恒信", "博远", "瑞丰", "嘉禾", "天成", "宏图", "安泰", "星辰", "华悦", "盛世", "明德", "金桥", "东方",
    "蓝海", "百川",
];
const TRADES: [(&str, &str); 8] = [
    ("科技", "it"),
    ("贸易", "trade"),
    ("机械", "manufacturing"),
    ("餐饮", "catering"),
    ("教育", "education"),
    ("物流", "logistics"),
    ("建筑", "construction"),
    ("传媒", "media"),
];
const LATIN_WORDS: [&str; 10] =
    ["Aurora", "Birch", "Cobalt", "Delta", "Evergreen", "Falcon", "Granite", "Harbor", "Iris", "Juniper"];
const LATIN_TRADES: [(&str, &str); 5] = [
    ("Software", "it"),
    ("Trading", "trade"),
    ("Machinery", "manufacturing"),
    ("Logistics", "logistics"),
    ("Foods", "catering"),
];
const SOURCES: [&str; 6] = ["web_form", "exhibition", "referral", "online_enquiry", "social", "campaign"];
/// Area codes of which the numbers 555-0100 to 555-0199 are kept for fiction.
const AREA_CODES: [&str; 10] = ["202", "212", "303", "312", "404", "415", "512", "617", "702", "808"];

/// The `index`th customer, from 1, as it is first known.
pub(super) fn customer(index: u64, chance: &mut Chance) -> Customer {
    let is_latin = chance.percent(15);
    let (kind, registered_name, industry) = match (chance.percent(55), is_latin) {
        (true, false) => (CustomerKind::Individual, chinese_person(chance), ""),
        (true, true) => (CustomerKind::Individual, latin_person(chance), ""),
        (false, false) => chinese_company(chance),
        (false, true) => latin_company(index, chance),
    };
    let mut important_dates = Vec::new();
    if kind == CustomerKind::Individual && chance.percent(60) {
        important_dates.push(birthday(is_latin, chance));
    }
    Customer {
        kind: kind.into(),
        registered_name,
        industry: industry.to_owned(),
        source: chance.one(&SOURCES).to_owned(),
        contact_points: contacts(index, kind, is_latin, chance),
        important_dates,
        external_ids: vec![external_id(index)],
        ..Customer::default()
    }
}

/// By what the `index`th customer is known again.
pub(super) fn external_id(index: u64) -> ExternalId {
    ExternalId { source: SOURCE.to_owned(), id: index.to_string() }
}

fn chinese_person(chance: &mut Chance) -> String {
    format!("{}{}", chance.one(&FAMILY), chance.one(&GIVEN))
}

fn latin_person(chance: &mut Chance) -> String {
    format!("{} {}", chance.one(&FIRST), chance.one(&LAST))
}

fn chinese_company(chance: &mut Chance) -> (CustomerKind, String, &'static str) {
    let (city, word) = (chance.one(&CITIES), chance.one(&WORDS));
    if chance.percent(8) {
        return (CustomerKind::Institution, format!("{city}{word}学校"), "education");
    }
    let (trade, industry) = pick(&TRADES, chance);
    (CustomerKind::Enterprise, format!("{city}{word}{trade}有限公司"), industry)
}

fn latin_company(index: u64, chance: &mut Chance) -> (CustomerKind, String, &'static str) {
    let (trade, industry) = pick(&LATIN_TRADES, chance);
    (CustomerKind::Enterprise, format!("{} {trade} {index} Ltd", chance.one(&LATIN_WORDS)), industry)
}

fn pick(of: &[(&'static str, &'static str)], chance: &mut Chance) -> (&'static str, &'static str) {
    let last = u32::try_from(of.len().saturating_sub(1)).unwrap_or_default();
    of.get(chance.between(0, last) as usize).copied().unwrap_or_default()
}

fn contacts(index: u64, kind: CustomerKind, is_latin: bool, chance: &mut Chance) -> Vec<ContactPoint> {
    let phone = match is_latin {
        true => format!("+1{}55501{:02}", chance.one(&AREA_CODES), index % 100),
        false => format!("+86199{index:08}"),
    };
    let label = match (kind, is_latin) {
        (CustomerKind::Individual, _) => String::new(),
        (_, false) => chinese_person(chance),
        (_, true) => latin_person(chance),
    };
    let point = |kind: ContactPointKind, value, label| ContactPoint {
        kind: kind.into(),
        value,
        label,
        ..ContactPoint::default()
    };
    let mut points = vec![point(ContactPointKind::Phone, phone, label)];
    if chance.percent(50) {
        points.push(point(ContactPointKind::Email, format!("customer{index}@example.com"), String::new()));
    }
    points
}

/// A birthday; many Chinese keep that of the lunar calendar.
fn birthday(is_latin: bool, chance: &mut Chance) -> ImportantDate {
    let mut part = |first, last| i32::try_from(chance.between(first, last)).unwrap_or_default();
    let (year, month, day) = (part(1955, 2004), part(1, 12), part(1, 28));
    let day = match !is_latin && chance.percent(30) {
        true => Day::Lunar(LunarDay { year, month, day, leap: false }),
        false => Day::Solar(Date { year, month, day }),
    };
    ImportantDate { kind: ImportantDateKind::Birthday.into(), day: Some(day), ..ImportantDate::default() }
}
