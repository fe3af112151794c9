//! Which fields an update changes (AIP-134): paths are the top-level fields of the resource, and the entries of those that are maps of
//! messages, as in `custom_fields.skin_type`.

use std::collections::BTreeSet;

use contracts::resource::Resource;
use contracts::validation::Violations;
use prost_types::FieldMask;

/// Asks for all writable fields: what is not populated is cleared.
const EVERYTHING: &str = "*";

/// The fields that an update changes.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct UpdateMask {
    fields: BTreeSet<&'static str>,
    /// Of maps that are not changed as a whole, by their paths.
    entries: BTreeSet<String>,
}

impl UpdateMask {
    /// Reads the mask of an update of `resource`; a path that is not a writable field is a violation of the field at
    /// hand. An absent or empty mask names what is populated: of a map of messages the entries that are there. An immutable field is in the mask when it was named, or
    /// is populated: the service refuses another value for it.
    pub fn new<R: Resource>(mask: Option<&FieldMask>, resource: &R, violations: &mut Violations) -> Self {
        let paths = mask.map(|mask| mask.paths.as_slice()).unwrap_or_default();
        let populated = resource.populated();
        if paths.is_empty() {
            let (maps, fields) = populated.into_iter().partition::<Vec<_>, _>(|field| R::MAPS.contains(field));
            let entries =
                maps.iter().flat_map(|map| resource.keys(map).into_iter().map(move |key| entry_path(map, key)));
            return Self { fields: fields.into_iter().collect(), entries: entries.collect() };
        }
        let (mut fields, mut entries) = (BTreeSet::new(), BTreeSet::new());
        let names_entry =
            |path: &str| path.split_once('.').is_some_and(|(map, key)| R::MAPS.contains(&map) && !key.is_empty());
        for (index, path) in paths.iter().enumerate() {
            if path == EVERYTHING {
                let may_be_cleared = |field: &&str| !R::IMMUTABLE.contains(field) || populated.contains(field);
                fields.extend(R::WRITABLE.iter().copied().filter(may_be_cleared));
            } else if let Some(field) = R::WRITABLE.iter().find(|field| *field == path) {
                fields.insert(*field);
            } else if names_entry(path) {
                entries.insert(path.clone());
            } else {
                violations.field("paths", |violations| violations.item(index, not_writable::<R>));
            }
        }
        Self { fields, entries }
    }

    /// Whether the update changes the field, or the entry of a map, alone or with the map.
    pub fn contains(&self, path: &str) -> bool {
        let is_in_map = || path.split_once('.').is_some_and(|(map, _)| self.fields.contains(map));
        self.fields.contains(path) || self.entries.contains(path) || is_in_map()
    }

    /// The fields that the update changes as a whole.
    pub fn fields(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.fields.iter().copied()
    }

    /// The keys of the entries that are named one by one of a map.
    pub fn entries<'a>(&'a self, map: &'a str) -> impl Iterator<Item = &'a str> + 'a {
        self.entries.iter().filter_map(move |path| path.strip_prefix(map)?.strip_prefix('.'))
    }

    /// Whether the update changes nothing.
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty() && self.entries.is_empty()
    }
}

fn entry_path(map: &str, key: &str) -> String {
    format!("{map}.{key}")
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
        assert_eq!(absent, UpdateMask { fields: BTreeSet::from(["short_name"]), entries: BTreeSet::new() });
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
    fn entries_of_a_map_are_named_one_by_one_or_all_with_the_map() {
        let custom_fields = [("size".to_owned(), Default::default())].into();
        let sized = Customer { custom_fields, ..named() };
        for (paths, entries, others) in [
            (vec![], vec!["size"], false),
            (vec!["custom_fields.size"], vec!["size"], false),
            (vec!["*"], vec![], true),
        ] {
            let (mask, violations) = mask(&paths, &sized);
            assert!(violations.is_empty(), "{violations:?}");
            assert_eq!(mask.entries("custom_fields").collect::<Vec<_>>(), entries, "{paths:?}");
            assert!(mask.contains("custom_fields.size"));
            assert_eq!(mask.contains("custom_fields.colour"), others, "{paths:?}");
        }
        let (_, violations) = mask(&["custom_fields.", "tags.vip"], &sized);
        assert_eq!(violations.len(), 2, "{violations:?}");
    }

    #[test]
    fn a_path_that_is_unknown_output_only_or_nested_is_a_violation_that_names_the_fields() {
        let (_, violations) = mask(&["display_name", "etag", "zones.zone", "Region"], &Tenant::default());
        let description = "not a field that can be changed; name some of display_name, zones, languages, region, deleted_retention_days, working_days, or * alone";
        let expected = [1, 2, 3].map(|index| format!("update_mask.paths[{index}]: {description}"));
        assert_eq!(violations, expected);
    }
}
