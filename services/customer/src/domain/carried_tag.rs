//! The tags that a customer carries, each with who added it, when and why.

use clock::Instant;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::vocabulary::{Code, Vocabularies, Vocabulary};

/// The most tags that a customer carries.
pub const MAX_TAGS: usize = 100;

/// A tag that a customer carries. Stored as JSON.
#[derive(Clone, Debug, Deserialize, Eq, Serialize)]
pub struct CarriedTag {
    /// The code with which it was added, for ever.
    #[serde(rename = "id")]
    code: Code,
    /// Who added it, when and why.
    #[serde(flatten)]
    pub addition: Addition,
    /// The code of the tag that stands for it now, if it is merged.
    #[serde(skip)]
    standing: Option<Code>,
}

/// Who adds tags, when and why.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Addition {
    /// When.
    pub add_time: Instant,
    /// Who, as in the journal.
    pub added_by: String,
    /// Why: `call`, `import`, `rule`.
    pub cause_kind: String,
    /// Which call, import or rule.
    pub cause_id: Uuid,
}

impl CarriedTag {
    /// The code with which it was added, by which it is indexed.
    pub fn stored_code(&self) -> &Code {
        &self.code
    }

    /// The code under which it is answered: of the tag that stands for it.
    pub fn code(&self) -> &Code {
        self.standing.as_ref().unwrap_or(&self.code)
    }
}

impl PartialEq for CarriedTag {
    /// What stands for a tag is no part of what is kept of it.
    fn eq(&self, other: &Self) -> bool {
        self.code == other.code && self.addition == other.addition
    }
}

/// Notes which tags stand for those that are merged.
pub fn resolve(tags: &mut [CarriedTag], vocabularies: &Vocabularies) {
    for tag in tags {
        let own = vocabularies.get(Vocabulary::Tag, tag.code.as_str());
        let standing = own.map(|term| &vocabularies.standing_for(term).facts.code);
        tag.standing = standing.filter(|code| **code != tag.code).cloned();
    }
}

/// The tags with `codes` beside them; those that are there already stay as they are.
pub fn with(tags: &[CarriedTag], codes: &[Code], addition: &Addition) -> Vec<CarriedTag> {
    let mut all = tags.to_vec();
    for code in codes {
        // One that is merged meanwhile is still there under its own code.
        if all.iter().all(|tag| tag.code() != code && tag.stored_code() != code) {
            all.push(CarriedTag { code: code.clone(), addition: addition.clone(), standing: None });
        }
    }
    all
}

/// The tags without `codes`, and without those for which these stand.
pub fn without(tags: &[CarriedTag], codes: &[Code]) -> Vec<CarriedTag> {
    tags.iter().filter(|tag| !codes.contains(tag.code())).cloned().collect()
}

/// The tags of `codes` and no others; those that are there already stay as they are.
pub fn replaced(tags: &[CarriedTag], codes: &[Code], addition: &Addition) -> Vec<CarriedTag> {
    let kept: Vec<_> = tags.iter().filter(|tag| codes.contains(tag.code())).cloned().collect();
    with(&kept, codes, addition)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the first release wrote. Never changed; every later release reads it.
    const TAG_1: &str = r#"{"id":"vip","add_time":1716163200000000,"added_by":"staff:018f9a3c-0000-7000-8000-000000000001","cause_kind":"rule","cause_id":"018f9a3c-0000-7000-8000-000000000002"}"#;

    #[test]
    fn the_stored_form_of_schema_1_is_read_and_written_for_ever() {
        let tag: CarriedTag = serde_json::from_str(TAG_1).unwrap();
        assert_eq!(serde_json::to_string(&tag).unwrap(), TAG_1);
    }
}
