//! Which fields an update changes (AIP-134): paths are the top-level fields of the resource.

use std::collections::BTreeSet;

use contracts::resource::Resource;
use contracts::validation::Violations;
use prost_types::FieldMask;

/// Asks for all writable fields: what is not populated is cleared.
const EVERYTHING: &str = "*";

/// The fields that an update changes.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct UpdateMask(BTreeSet<&'static str>);

impl UpdateMask {
    /// Reads the mask of an update of `resource`; a path that is not a writable field is a violation of the field at
    /// hand. An absent or empty mask names what is populated. An immutable field is in the mask when it was named, or
    /// is populated: the service refuses another value for it.
    pub fn new<R: Resource>(mask: Option<&FieldMask>, resource: &R, violations: &mut Violations) -> Self {
        let paths = mask.map(|mask| mask.paths.as_slice()).unwrap_or_default();
        let populated = resource.populated();
        if paths.is_empty() {
            return Self(populated.into_iter().collect());
        }
        let mut fields = BTreeSet::new();
        for (index, path) in paths.iter().enumerate() {
            if path == EVERYTHING {
                let may_be_cleared = |field: &&str| !R::IMMUTABLE.contains(field) || populated.contains(field);
                fields.extend(R::WRITABLE.iter().copied().filter(may_be_cleared));
            } else if let Some(field) = R::WRITABLE.iter().find(|field| *field == path) {
                fields.insert(*field);
            } else {
                violations.field("paths", |violations| violations.item(index, not_writable::<R>));
            }
        }
        Self(fields)
    }

    /// Whether the update changes the field.
    pub fn contains(&self, field: &str) -> bool {
        self.0.contains(field)
    }

    /// The fields that the update changes.
    pub fn fields(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.0.iter().copied()
    }

    /// Whether the update changes nothing.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

fn not_writable<R: Resource>(violations: &mut Violations) {
    let writable = R::WRITABLE.join(", ");
    violations.add(
        format!("not a field that can be changed; name some of {writable}, or * alone"),
        format!("不是可修改的字段；可用字段：{writable}，或只写 *"),
    );
}

#[cfg(test)]
mod tests {
    use contracts::customer::v1::{Customer, Tenant};

    use super::*;

    fn mask(paths: &[&str], resource: &impl Resource) -> (UpdateMask, Vec<String>) {
        let mask = FieldMask { paths: paths.iter().map(|&path| path.to_owned()).collect() };
        let mut violations = Violations::default();
        let mask = violations.field("update_mask", |violations| UpdateMask::new(Some(&mask), resource, violations));
        let listed = violations.into_listed().into_iter();
        (mask, listed.map(|violation| format!("{}: {}", violation.field, violation.description.english)).collect())
    }

    fn named() -> Customer {
        Customer { short_name: "-".to_owned(), etag: "-".to_owned(), ..Default::default() }
    }

    #[test]
    fn an_absent_or_empty_mask_names_what_is_populated_and_writable() {
        let mut violations = Violations::default();
        let absent = UpdateMask::new(None, &named(), &mut violations);
        assert_eq!(absent, UpdateMask(BTreeSet::from(["short_name"])));
        assert_eq!(mask(&[], &named()), (absent, vec![]));
        assert!(violations.is_empty());
    }

    #[test]
    fn a_field_that_is_named_and_not_populated_is_in_the_mask_to_be_cleared() {
        let (mask, violations) = mask(&["remarks"], &named());
        assert!(mask.contains("remarks") && !mask.contains("short_name"));
        assert!(violations.is_empty());
    }

    #[test]
    fn a_star_names_every_writable_field_but_does_not_clear_what_is_immutable() {
        let (mask_of_all, violations) = mask(&["*"], &named());
        assert!(violations.is_empty());
        assert!(mask_of_all.contains("remarks") && mask_of_all.contains("short_name"));
        assert!(!mask_of_all.contains("customer_number") && !mask_of_all.contains("etag"));
        let numbered = Customer { customer_number: "C1".to_owned(), ..named() };
        assert!(mask(&["*"], &numbered).0.contains("customer_number"));
    }

    #[test]
    fn a_path_that_is_unknown_output_only_or_nested_is_a_violation_that_names_the_fields() {
        let (_, violations) = mask(&["display_name", "etag", "zones.zone", "Region"], &Tenant::default());
        let description =
            "not a field that can be changed; name some of display_name, zones, languages, region, or * alone";
        let expected = [1, 2, 3].map(|index| format!("update_mask.paths[{index}]: {description}"));
        assert_eq!(violations, expected);
    }
}
