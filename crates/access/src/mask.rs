//! What is shown of a value whose data class the caller may not read.

use std::borrow::Cow;

use crate::{ClassSet, DataClass};

/// What stands for a value that is withheld.
pub const WITHHELD: &str = "****";

/// How many characters of a contact value stay readable, so that two people can tell that they speak of the same one.
const READABLE_END: usize = 2;

/// The shortest contact value of which an end stays readable: of a shorter one it would be too large a part.
const SHORTEST_WITH_READABLE_END: usize = 8;

/// A value as a caller who may read `classes` sees it: whole, or masked. An absent value stays absent.
///
/// A masked value tells nothing but that there is one; a contact value also its last two characters, and never its
/// length.
pub fn shown(value: &str, class: DataClass, classes: ClassSet) -> Cow<'_, str> {
    if value.is_empty() || classes.contains(class) {
        return Cow::Borrowed(value);
    }
    match class {
        DataClass::Contact => Cow::Owned(contact(value)),
        DataClass::Fact
        | DataClass::Name
        | DataClass::Identity
        | DataClass::Finance
        | DataClass::Note
        | DataClass::File => Cow::Borrowed(WITHHELD),
    }
}

fn contact(value: &str) -> String {
    let length = value.chars().count();
    if length < SHORTEST_WITH_READABLE_END {
        return WITHHELD.to_owned();
    }
    WITHHELD.chars().chain(value.chars().skip(length - READABLE_END)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_of_an_allowed_class_is_whole() {
        assert_eq!(shown("13912345678", DataClass::Contact, ClassSet::all()), "13912345678");
        assert_eq!(shown("张三", DataClass::Name, DataClass::Name.into()), "张三");
    }

    #[test]
    fn a_contact_value_shows_its_last_two_characters_and_not_its_length() {
        for (value, expected) in [
            ("13912345678", "****78"),
            ("+8613912345678", "****78"),
            ("li.na@example.com", "****om"),
            ("上海市浦东新区世纪大道1号楼", "****号楼"),
            ("1234567", "****"),
            ("李", "****"),
            ("", ""),
        ] {
            assert_eq!(shown(value, DataClass::Contact, DataClass::Fact.into()), expected);
        }
    }

    #[test]
    fn any_other_value_is_withheld_whole() {
        for class in ClassSet::all() - DataClass::Contact {
            assert_eq!(shown("6222020200012345678", class, ClassSet::empty()), WITHHELD);
            assert_eq!(shown("", class, ClassSet::empty()), "", "what is absent stays absent");
        }
    }
}
