//! What sets the members of a segment apart: values that are more or less common among them than among others.

use super::report::SMALLEST_GROUP;

/// The most traits that are told.
pub const MOST_TRAITS: usize = 50;

/// How many members and others have a value.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Trait {
    /// What it is a value of.
    pub dimension: &'static str,
    /// The value; empty for none.
    pub value: String,
    /// How many members have it.
    pub members: i64,
    /// How many others have it.
    pub others: i64,
}

impl Trait {
    /// How many times as common it is among so many members as among so many others; none where none of the others have it.
    pub fn lift(&self, size: i64, rest: i64) -> Option<f64> {
        let among_others = share(self.others, rest);
        (among_others > 0.0).then(|| share(self.members, size) / among_others)
    }

    fn difference(&self, size: i64, rest: i64) -> f64 {
        (share(self.members, size) - share(self.others, rest)).abs()
    }
}

/// The traits that say something of so many members beside so many others, those first whose shares lie furthest apart. None where there
/// are fewer than [`SMALLEST_GROUP`] of either, and none that fewer customers have.
pub fn telling(mut traits: Vec<Trait>, size: i64, rest: i64) -> Vec<Trait> {
    if size < SMALLEST_GROUP || rest < SMALLEST_GROUP {
        return Vec::new();
    }
    traits.retain(|known| known.members + known.others >= SMALLEST_GROUP);
    traits.sort_by(|one, other| other.difference(size, rest).total_cmp(&one.difference(size, rest)));
    traits.truncate(MOST_TRAITS);
    traits
}

/// The share of so many, 0 to 1.
pub fn share(part: i64, of: i64) -> f64 {
    if of > 0 { part as f64 / of as f64 } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn level(value: &str, members: i64, others: i64) -> Trait {
        Trait { dimension: "level", value: value.into(), members, others }
    }

    #[test]
    fn what_sets_members_apart_most_comes_first_and_what_few_have_is_left_out() {
        let known = vec![level("A", 8, 10), level("B", 2, 86), level("C", 0, 4), level("", 10, 0)];
        let told = telling(known, 20, 100);
        let values: Vec<_> = told.iter().map(|known| known.value.as_str()).collect();
        assert_eq!(values, ["B", "", "A"]);
        assert_eq!(told[2].lift(20, 100), Some(4.0));
        assert_eq!(told[1].lift(20, 100), None, "no other has it");
    }

    #[test]
    fn of_too_few_nothing_is_said() {
        assert_eq!(telling(vec![level("A", 4, 90)], 4, 100), []);
        assert_eq!(telling(vec![level("A", 90, 4)], 100, 4), []);
    }
}
