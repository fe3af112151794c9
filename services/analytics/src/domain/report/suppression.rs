//! What tells of too few that the caller may not list is kept back.

use std::ops::AddAssign;

use super::Sum;

/// A figure is kept back when it counts some, but fewer than these, of customers that the caller may not list.
pub const SMALLEST_GROUP: i64 = 5;

/// What one figure counts.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Group {
    /// All of it.
    pub(super) sum: Sum,
    /// How many of them the caller may list.
    pub(super) listed: i64,
}

impl Group {
    /// How many of them the caller may not list.
    fn hidden(&self) -> i64 {
        self.sum.count - self.listed
    }

    fn is_small(&self) -> bool {
        (1..SMALLEST_GROUP).contains(&self.hidden())
    }
}

impl AddAssign for Group {
    fn add_assign(&mut self, other: Self) {
        self.sum += other.sum;
        self.listed += other.listed;
    }
}

/// Which of the figures of a column are kept back, and whether that of all of them together is.
///
/// What is kept back could be told from the total and the others. So it is always of two figures at least, and of [`SMALLEST_GROUP`]
/// customers together: those of the next smallest groups are kept back too, or else the total.
pub(super) fn suppressed(groups: &[Group]) -> (Vec<bool>, bool) {
    let mut suppressed: Vec<bool> = groups.iter().map(Group::is_small).collect();
    let (mut count, mut hidden) = (0, 0);
    let mut total = Group::default();
    for group in groups {
        total += *group;
        if group.is_small() {
            count += 1;
            hidden += group.hidden();
        }
    }
    let is_safe = |count: usize, hidden: i64| count == 0 || (count > 1 && hidden >= SMALLEST_GROUP);
    let mut others: Vec<_> = groups.iter().enumerate().filter(|(_, group)| group.hidden() >= SMALLEST_GROUP).collect();
    others.sort_by_key(|(_, group)| group.hidden());
    for (index, group) in others {
        if is_safe(count, hidden) {
            break;
        }
        suppressed.iter_mut().skip(index).take(1).for_each(|suppressed| *suppressed = true);
        count += 1;
        hidden += group.hidden();
    }
    (suppressed, !is_safe(count, hidden) || total.is_small())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(groups: &[(i64, i64)]) -> (Vec<bool>, bool) {
        let group =
            |(count, listed): &(i64, i64)| Group { sum: Sum { count: *count, ..Sum::default() }, listed: *listed };
        suppressed(&groups.iter().map(group).collect::<Vec<_>>())
    }

    #[test]
    fn groups_of_fewer_than_five_others_are_kept_back() {
        assert_eq!(of(&[(4, 0), (3, 0), (9, 0)]), (vec![true, true, false], false));
        assert_eq!(of(&[(4, 4), (9, 0), (0, 0)]), (vec![false, false, false], false));
        assert_eq!(of(&[(12, 8), (7, 3)]), (vec![true, true], false));
    }

    #[test]
    fn one_that_is_kept_back_cannot_be_told_from_the_total() {
        assert_eq!(of(&[(4, 0), (30, 0), (9, 0)]), (vec![true, false, true], false));
        assert_eq!(of(&[(4, 0), (7, 7)]), (vec![true, false], true));
        assert_eq!(of(&[(4, 0)]), (vec![true], true));
    }

    #[test]
    fn few_that_are_kept_back_together_cannot_be_told_from_the_total() {
        assert_eq!(of(&[(1, 0), (2, 0), (30, 0), (9, 0)]), (vec![true, true, false, true], false));
        assert_eq!(of(&[(1, 0), (2, 0), (8, 8)]), (vec![true, true, false], true));
    }
}
