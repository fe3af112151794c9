//! The columns of a file: what each of them is taken for.

use contracts::customer::v1::CustomField;
use conventions::language::Language;
use csv::StringRecord;

use super::field::{self, Field};
use super::{Content, Source, headers};
use crate::custom_value::is_called;
use crate::failure::Failure;
use crate::output::unguarded;
use crate::phrase::phrase;

/// The column that a file of rejected rows has behind those of the file that was imported.
pub(super) const REASON: &str = "reason";
/// How the name of such a file ends.
pub(super) const REJECTED_FILE: &str = ".rejected.csv";

/// Tells a file that `dossier list` wrote from all others.
const OF_A_LIST: &str = "masked_classes";
/// What such a file says of a customer that nobody but the server can set.
const OUTPUT_ONLY: [&str; 12] = [
    "customer_id",
    "stage_time",
    "team",
    "collaborators",
    "previous_owner",
    "release_time",
    "create_time",
    "update_time",
    "delete_time",
    "state",
    "revision",
    OF_A_LIST,
];

/// What a column is taken for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Role {
    /// A field.
    Field(Field),
    /// A field of the tenant's own, by its place among them.
    Own(usize),
    /// Not understood: kept in the remarks.
    Remark,
    /// Dropped.
    Ignored,
}

/// The columns of a file.
#[derive(Clone, Debug)]
pub(super) struct Columns {
    headers: Vec<String>,
    roles: Vec<Role>,
    /// The fields of the tenant's own.
    own: Vec<CustomField>,
    /// Whether the last column says why rows of another file were rejected.
    has_reason: bool,
}

impl Columns {
    /// Takes the columns for what `--map` and `--ignore` say, else for what their headers say. Of several columns for a
    /// field that there is once, the first is taken, and those that `--map` names before it.
    pub(super) fn new(headers: &StringRecord, arguments: &Source, content: &Content) -> Result<Self, Failure> {
        let headers: Vec<String> = headers
            .iter()
            .enumerate()
            .map(|(index, header)| match unguarded(header.trim()) {
                "" => format!("column {}", index + 1),
                header => header.to_owned(),
            })
            .collect();
        let named = arguments.map.iter().map(|(column, _)| column).chain(&arguments.ignore);
        if let Some(unknown) = named.into_iter().find(|column| !headers.contains(column)) {
            return Err(no_such_column(unknown, &headers));
        }
        let has_reason = arguments.file.to_string_lossy().ends_with(REJECTED_FILE)
            && headers.last().is_some_and(|header| header == REASON);
        let is_list = headers.iter().any(|header| header == OF_A_LIST);
        let is_dropped = |header: &String| {
            has_reason && header == REASON
                || is_list && OUTPUT_ONLY.contains(&header.as_str())
                || arguments.ignore.contains(header)
        };
        let mut taken: Vec<Field> = arguments.map.iter().map(|(_, field)| *field).collect();
        let role = |header: &String| {
            if let Some((_, field)) = arguments.map.iter().find(|(column, _)| column == header) {
                return Role::Field(*field);
            }
            if is_dropped(header) {
                return Role::Ignored;
            }
            let guessed = match content {
                Content::Customers { .. } => headers::guess(header),
                Content::ContactPersons { .. } => headers::guess_of_person(header),
            };
            match guessed {
                Some(field) if field.may_repeat() || !taken.contains(&field) => {
                    taken.push(field);
                    Role::Field(field)
                }
                _ => Role::Remark,
            }
        };
        let roles = headers.iter().map(role).collect();
        Ok(Self { headers, roles, own: Vec::new(), has_reason })
    }

    /// The same columns, of which those that nothing else is known of are taken for the tenant's own fields of their names.
    pub(super) fn with_own(mut self, own: Vec<CustomField>) -> Self {
        for (header, role) in self.headers.iter().zip(&mut self.roles) {
            if let (Role::Remark, Some(place)) = (*role, own.iter().position(|field| is_called(field, header))) {
                *role = Role::Own(place);
            }
        }
        self.own = own;
        self
    }

    /// The columns that are taken for fields of the tenant's own.
    pub(super) fn own(&self) -> impl Iterator<Item = (usize, &CustomField)> {
        self.roles.iter().enumerate().filter_map(|(index, role)| match role {
            Role::Own(place) => Some((index, self.own.get(*place)?)),
            Role::Field(_) | Role::Remark | Role::Ignored => None,
        })
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.headers.len()
    }

    /// The columns that a file of rejected rows takes over: all but the reasons of an earlier one.
    pub(super) fn kept(&self) -> impl Iterator<Item = usize> + use<> {
        0..self.len() - usize::from(self.has_reason)
    }

    /// The header of a column.
    pub(super) fn header(&self, index: usize) -> &str {
        self.headers.get(index).map_or("", String::as_str)
    }

    /// What a column is taken for.
    pub(super) fn role(&self, index: usize) -> Role {
        self.roles.get(index).copied().unwrap_or(Role::Remark)
    }

    /// The columns that are taken for a field.
    pub(super) fn of(&self, field: Field) -> impl Iterator<Item = usize> {
        self.roles.iter().enumerate().filter(move |(_, role)| **role == Role::Field(field)).map(|(index, _)| index)
    }

    /// Whether some column is taken for a field of which this holds.
    pub(super) fn any(&self, holds: impl Fn(Field) -> bool) -> bool {
        self.roles.iter().any(|role| matches!(role, Role::Field(field) if holds(*field)))
    }

    /// How the columns are understood, for the user to check.
    pub(super) fn lines(&self, language: Language) -> Vec<String> {
        let remark = phrase("(remarks)", "（备注）").of(language);
        let ignored = phrase("(ignored)", "（忽略）").of(language);
        let line = |(header, role): (&String, &Role)| match role {
            Role::Field(field) => format!("  {header} -> {}", field::name(*field)),
            Role::Own(place) => {
                let id = self.own.get(*place).map(|field| field.field_id.as_str()).unwrap_or_default();
                format!("  {header} -> custom_fields.{id}")
            }
            Role::Remark => format!("  {header} -> {remark}"),
            Role::Ignored => format!("  {header} -> {ignored}"),
        };
        self.headers.iter().zip(&self.roles).map(line).collect()
    }
}

fn no_such_column(column: &str, headers: &[String]) -> Failure {
    let list = headers.join(", ");
    Failure::usage(
        format!("the file has no column {column}; it has {list}"),
        format!("文件中没有列 {column}；已有的列：{list}"),
    )
}

#[cfg(test)]
mod tests {
    use super::super::tests::arguments;
    use super::*;

    fn roles(headers: &[&str], flags: &[&str]) -> Vec<Role> {
        let (source, content) = arguments(flags);
        Columns::new(&StringRecord::from(headers.to_vec()), &source, &content).unwrap().roles
    }

    #[test]
    fn what_is_not_understood_is_kept_and_what_is_ignored_is_not() {
        let roles = roles(&["name", "积分", "x"], &["--ignore", "x"]);
        assert_eq!(roles, [Role::Field(Field::Name), Role::Remark, Role::Ignored]);
    }

    #[test]
    fn a_mapping_overrules_the_header_and_the_other_columns_of_its_field() {
        let roles = roles(&["name", "nick"], &["--map", "nick=name"]);
        assert_eq!(roles, [Role::Remark, Role::Field(Field::Name)]);
    }

    #[test]
    fn several_columns_may_hold_phones_but_one_the_birthday() {
        let roles = roles(&["手机", "电话", "生日", "birth"], &[]);
        let (phone, birthday) = (Role::Field(Field::Phone), Role::Field(Field::Birthday));
        assert_eq!(roles, [phone, phone, birthday, Role::Remark]);
    }

    #[test]
    fn a_column_that_is_not_there_is_refused_with_those_that_are() {
        let (source, content) = arguments(&["--ignore", "nmae"]);
        let failure = Columns::new(&StringRecord::from(vec!["name"]), &source, &content).unwrap_err();
        assert_eq!(failure.lines(Language::English), ["error: the file has no column nmae; it has name"]);
    }

    #[test]
    fn the_reason_column_of_a_file_of_rejected_rows_is_no_remark() {
        let headers = StringRecord::from(vec!["name", "reason"]);
        let (mut source, content) = arguments(&[]);
        assert_eq!(Columns::new(&headers, &source, &content).unwrap().roles[1], Role::Remark);
        source.file = "a.csv.rejected.csv".into();
        assert_eq!(Columns::new(&headers, &source, &content).unwrap().roles[1], Role::Ignored);
    }
}
