//! The columns of a revision of a customer.

use contracts::customer::v1::{Customer, CustomerRevision};

use super::{Column, Record, customer};
use crate::output::cell::Cell;

/// What stands where a field held nothing.
const NOTHING: &str = "—";

/// A revision beside the one before it.
pub(crate) struct Revision {
    revision: CustomerRevision,
    changes: Vec<String>,
}

impl Revision {
    /// The revision `before` which the changes were made; none for the first.
    pub(crate) fn new(revision: CustomerRevision, before: Option<&Customer>) -> Self {
        let mut changes: Vec<String> = Vec::new();
        if let (Some(before), Some(after)) = (before, &revision.customer) {
            for path in &revision.changed_paths {
                let change = change(path, before, after);
                if !changes.contains(&change) {
                    changes.push(change);
                }
            }
        }
        Self { revision, changes }
    }

    fn after(&self, cell: fn(&Customer) -> Cell) -> Cell {
        self.revision.customer.as_ref().map_or_else(|| Cell::text(""), cell)
    }
}

impl Record for Revision {
    type Message = CustomerRevision;

    const COLUMNS: &'static [Column<Self>] = &[
        Column::listed("revision", "Revision", "版本", |r| r.after(|c| Cell::text(c.revision.to_string()))),
        Column::listed("update_time", "Time", "时间", |r| r.after(|c| Cell::time(c.update_time.as_ref()))),
        Column::listed("change", "Change", "变更", |r| Cell::code(r.revision.change().as_str_name(), "CHANGE_KIND_")),
        Column::listed("actor", "Who", "操作人", |r| Cell::text(&r.revision.actor)),
        Column::listed("changes", "What", "内容", |r| Cell::Text(r.changes.join("\n"))),
        Column::listed("note", "Note", "说明", |r| Cell::text(&r.revision.note)),
        Column::new("cause_kind", "Cause", "起因", |r| Cell::text(r.revision.cause.as_ref().map_or("", |c| &c.kind))),
        Column::new("cause_id", "Cause id", "起因标识", |r| {
            Cell::text(r.revision.cause.as_ref().map_or("", |c| &c.id))
        }),
    ];

    fn message(&self) -> &CustomerRevision {
        &self.revision
    }
}

/// A changed field, or a changed element of a list as a whole: `stage: potential -> intent`.
fn change(path: &str, before: &Customer, after: &Customer) -> String {
    let (field, element) = match path.split_once('[') {
        Some((field, rest)) => (field, rest.split(']').next()),
        None => (path, None),
    };
    let value = |customer: &Customer| {
        let value = match element {
            Some(id) => customer::element(customer, field, id),
            None => customer::field(customer, field),
        };
        value.filter(|value| !value.is_empty()).unwrap_or_else(|| NOTHING.to_owned())
    };
    match (value(before), value(after)) {
        // What is withheld from the caller, or differs in what is not shown.
        (before, after) if before == after => field.to_owned(),
        (before, after) => format!("{field}: {before} -> {after}"),
    }
}

#[cfg(test)]
mod tests {
    use contracts::customer::v1::{ContactPoint, ContactPointKind};

    use super::*;

    fn customer(stage: &str, phone: Option<&str>) -> Customer {
        let point = phone.map(|value| ContactPoint {
            contact_point_id: "7".to_owned(),
            kind: ContactPointKind::Phone.into(),
            value: value.to_owned(),
            ..ContactPoint::default()
        });
        Customer { stage: stage.to_owned(), contact_points: point.into_iter().collect(), ..Customer::default() }
    }

    fn changes(before: &Customer, after: Customer, paths: &[&str]) -> Vec<String> {
        let changed_paths = paths.iter().map(|&path| path.to_owned()).collect();
        let revision = CustomerRevision { customer: Some(after), changed_paths, ..CustomerRevision::default() };
        Revision::new(revision, Some(before)).changes
    }

    #[test]
    fn a_change_shows_what_was_and_what_is() {
        let before = customer("potential", Some("+8613812345678"));
        let after = customer("intent", Some("+8613900000000"));
        let paths = ["contact_points[7].value", "contact_points[7].raw", "remarks", "stage"];
        let expected =
            ["contact_points: phone +8613812345678 -> phone +8613900000000", "remarks", "stage: potential -> intent"];
        assert_eq!(changes(&before, after, &paths), expected);
    }

    #[test]
    fn what_came_and_what_went_is_told_from_nothing() {
        let (with, without) = (customer("", Some("+8613812345678")), customer("", None));
        assert_eq!(
            changes(&without, with.clone(), &["contact_points[7]"]),
            ["contact_points: — -> phone +8613812345678"]
        );
        assert_eq!(changes(&with, without, &["contact_points[7]"]), ["contact_points: phone +8613812345678 -> —"]);
    }
}
