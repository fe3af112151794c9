//! What a row describes, and how it is called. The rules stand in `dossier import --help`.

use contracts::customer::v1::CustomerKind;
use customer::domain::name::NormalisedName;

use super::cells::Cells;
use super::field::Field;

/// How the names of institutions end, in the form of [`NormalisedName`].
const INSTITUTION_ENDINGS: [&str; 22] = [
    "大学",
    "学院",
    "学校",
    "中学",
    "小学",
    "幼儿园",
    "医院",
    "卫生院",
    "委员会",
    "政府",
    "研究院",
    "研究所",
    "协会",
    "基金会",
    "图书馆",
    "博物馆",
    "university",
    "college",
    "school",
    "hospital",
    "institute",
    "foundation",
];

/// How the names of companies end besides their legal forms.
const ENTERPRISE_ENDINGS: [&str; 10] =
    ["公司", "企业", "工厂", "商店", "商行", "超市", "酒店", "合作社", "事务所", "工作室"];

/// What a row is called.
pub(super) struct Naming {
    pub(super) kind: CustomerKind,
    pub(super) registered_name: String,
    /// The person who answers for it, if that is another name.
    pub(super) contact: Option<String>,
}

impl Naming {
    /// Takes the names of a row. `kind` is what all rows are, if the user says so.
    pub(super) fn take(cells: &mut Cells<'_>, kind: Option<CustomerKind>) -> Self {
        let kind = kind.or_else(|| cells.take_if(Field::Kind, kind_by_name)).unwrap_or_else(|| guess(cells));
        let order: [fn(&mut Cells<'_>) -> Option<String>; 4] = match kind {
            CustomerKind::Individual => [name, person, contact, company],
            _ => [company, name, person, contact],
        };
        let registered_name = order.into_iter().find_map(|take| take(cells)).unwrap_or_default();
        let contact = match kind {
            CustomerKind::Individual => contact(cells),
            _ => contact(cells).or_else(|| person(cells)).or_else(|| name(cells)),
        };
        Self { kind, contact: contact.filter(|contact| *contact != registered_name), registered_name }
    }
}

fn guess(cells: &Cells<'_>) -> CustomerKind {
    let name = cells.peek(Field::Name);
    let contact = cells.peek(Field::Contact);
    let has_person = name.is_some() || cells.peek(Field::FirstName).is_some() || cells.peek(Field::LastName).is_some();
    let is_employee = has_person && contact.is_none() && cells.peek(Field::Birthday).is_some();
    match (cells.peek(Field::Company), name) {
        (Some(_), _) if is_employee => CustomerKind::Individual,
        (Some(company), _) => organisation(company).unwrap_or(CustomerKind::Enterprise),
        (None, Some(name)) => organisation(name).unwrap_or(match contact {
            Some(contact) if contact != name => CustomerKind::Enterprise,
            _ => CustomerKind::Individual,
        }),
        (None, None) => CustomerKind::Individual,
    }
}

/// The kind of organisation that a name ends like.
fn organisation(name: &str) -> Option<CustomerKind> {
    let NormalisedName { full, stem } = NormalisedName::of(name);
    let ends = |endings: &[&str]| endings.iter().any(|ending| full.ends_with(ending) && full != *ending);
    if ends(&INSTITUTION_ENDINGS) {
        Some(CustomerKind::Institution)
    } else if full != stem || ends(&ENTERPRISE_ENDINGS) {
        Some(CustomerKind::Enterprise)
    } else {
        None
    }
}

fn kind_by_name(text: &str) -> Option<CustomerKind> {
    match text.to_lowercase().as_str() {
        "个人" | "个人客户" | "individual" | "person" => Some(CustomerKind::Individual),
        "企业" | "企业客户" | "公司" | "enterprise" | "company" => Some(CustomerKind::Enterprise),
        "机构" | "机构客户" | "事业单位" | "institution" => Some(CustomerKind::Institution),
        _ => None,
    }
}

fn name(cells: &mut Cells<'_>) -> Option<String> {
    cells.take(Field::Name).map(str::to_owned)
}

fn company(cells: &mut Cells<'_>) -> Option<String> {
    cells.take(Field::Company).map(str::to_owned)
}

fn contact(cells: &mut Cells<'_>) -> Option<String> {
    cells.take(Field::Contact).map(str::to_owned)
}

/// What a contact person is called.
pub(super) fn of_person(cells: &mut Cells<'_>) -> String {
    [name, person, contact].into_iter().find_map(|take| take(cells)).unwrap_or_default()
}

/// First and last name in the order of their language.
fn person(cells: &mut Cells<'_>) -> Option<String> {
    match (cells.take(Field::FirstName), cells.take(Field::LastName)) {
        (Some(first), Some(last)) if is_han(first) && is_han(last) => Some(format!("{last}{first}")),
        (Some(first), Some(last)) => Some(format!("{first} {last}")),
        (first, last) => first.or(last).map(str::to_owned),
    }
}

/// Whether a text is written in Chinese characters.
pub(super) fn is_han(text: &str) -> bool {
    text.chars().any(|c| ('\u{3400}'..='\u{9fff}').contains(&c))
}
