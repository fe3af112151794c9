//! Tags of which others stand: a merge of tags is a link, which may lead to one that was merged itself.

use std::collections::BTreeMap;

/// What was told of a tag last.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Tag {
    /// The revision that was told last.
    pub revision: i64,
    /// The code of the tag into which it was merged; none for one that stands for itself.
    pub merged_into: Option<String>,
}

/// The tags of a tenant of which something was told, by code.
pub type Tags = BTreeMap<String, Tag>;

/// The code of the tag that stands for one in the end.
pub fn standing_for<'a>(tags: &'a Tags, tag: &'a str) -> &'a str {
    let mut code = tag;
    // There are no more links than tags; one that led back would lead nowhere.
    for _ in 0..tags.len() {
        match tags.get(code).and_then(|tag| tag.merged_into.as_deref()) {
            Some(next) => code = next,
            None => break,
        }
    }
    code
}

/// The codes that mean the same, group by group, where there are several: first that which stands for the others.
pub fn synonyms(tags: &Tags) -> Vec<Vec<String>> {
    let mut groups: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for tag in tags.keys() {
        let root = standing_for(tags, tag);
        if root != tag {
            groups.entry(root).or_insert_with(|| vec![root.to_owned()]).push(tag.clone());
        }
    }
    groups.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tags(merged: &[(&str, &str)]) -> Tags {
        let tag = |into: &str| Tag { revision: 2, merged_into: Some(into.to_owned()).filter(|into| !into.is_empty()) };
        merged.iter().map(|(code, into)| ((*code).to_owned(), tag(into))).collect()
    }

    #[test]
    fn a_tag_stands_for_all_that_were_merged_into_it_one_after_another() {
        let tags = tags(&[("a", "b"), ("b", "c"), ("d", "c"), ("e", "")]);
        let standing = ["a", "b", "c", "d", "e", "f"].map(|tag| standing_for(&tags, tag));
        assert_eq!(standing, ["c", "c", "c", "c", "e", "f"]);
        assert_eq!(synonyms(&tags), [["c", "a", "b", "d"]]);
    }

    #[test]
    fn links_in_a_circle_come_to_an_end() {
        let tags = tags(&[("a", "b"), ("b", "a")]);
        assert!(["a", "b"].contains(&standing_for(&tags, "a")));
    }
}
