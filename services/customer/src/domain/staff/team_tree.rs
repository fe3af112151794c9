//! Which team belongs to which.

use std::collections::HashMap;
use std::iter::successors;

use uuid::Uuid;

use super::Team;

/// The most levels of teams.
pub const MAX_TEAM_LEVELS: usize = 16;

/// The teams of a tenant, each with the one that it belongs to.
#[derive(Debug, Default)]
pub struct TeamTree {
    parents: HashMap<Uuid, Option<Uuid>>,
    children: HashMap<Uuid, Vec<Uuid>>,
}

/// Why a team cannot belong to another.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum TeamTreeError {
    /// There is no such team.
    UnknownTeam,
    /// It is the team itself, or lies below it.
    Circle,
    /// There would be more than [`MAX_TEAM_LEVELS`].
    TooManyLevels,
}

impl TeamTree {
    /// The tree of all teams of a tenant.
    pub fn of(teams: &[Team]) -> Self {
        Self::new(teams.iter().map(|team| (team.id, team.facts.parent)))
    }

    fn new(teams: impl IntoIterator<Item = (Uuid, Option<Uuid>)>) -> Self {
        let mut tree = Self::default();
        for (team, parent) in teams {
            tree.parents.insert(team, parent);
            if let Some(parent) = parent {
                tree.children.entry(parent).or_default().push(team);
            }
        }
        tree
    }

    /// Checks that `team`, new or with all teams below it, may belong to `parent`.
    pub fn check_parent(&self, team: Uuid, parent: Uuid) -> Result<(), TeamTreeError> {
        if !self.parents.contains_key(&parent) {
            return Err(TeamTreeError::UnknownTeam);
        }
        if self.upwards(parent).any(|ancestor| ancestor == team) {
            return Err(TeamTreeError::Circle);
        }
        let levels = self.upwards(parent).count() + self.levels_from(team).count();
        if levels > MAX_TEAM_LEVELS { Err(TeamTreeError::TooManyLevels) } else { Ok(()) }
    }

    /// All teams below a team, at any depth.
    pub fn below(&self, team: Uuid) -> Vec<Uuid> {
        self.levels_from(team).skip(1).flatten().collect()
    }

    /// A team, the one that it belongs to, and so on to the top.
    fn upwards(&self, team: Uuid) -> impl Iterator<Item = Uuid> {
        successors(Some(team), |team| self.parents.get(team).copied().flatten()).take(MAX_TEAM_LEVELS)
    }

    /// A team, the teams that belong to it, those that belong to these, and so on.
    fn levels_from(&self, team: Uuid) -> impl Iterator<Item = Vec<Uuid>> {
        let next = |level: &Vec<Uuid>| {
            let next: Vec<_> = level.iter().filter_map(|team| self.children.get(team)).flatten().copied().collect();
            (!next.is_empty()).then_some(next)
        };
        successors(Some(vec![team]), next).take(MAX_TEAM_LEVELS)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn team(number: usize) -> Uuid {
        Uuid::from_u128(number as u128)
    }

    /// Teams 1 to `count`, each below the one before.
    fn chain(count: usize) -> Vec<(Uuid, Option<Uuid>)> {
        (1..=count).map(|number| (team(number), (number > 1).then(|| team(number - 1)))).collect()
    }

    #[test]
    fn a_team_cannot_belong_to_itself_or_to_one_below_it() {
        let tree = TeamTree::new(chain(4));
        for parent in 2..=4 {
            assert_eq!(tree.check_parent(team(2), team(parent)), Err(TeamTreeError::Circle), "{parent}");
        }
        assert_eq!(tree.check_parent(team(4), team(1)), Ok(()));
    }

    #[test]
    fn a_team_cannot_belong_to_one_that_is_not_there() {
        assert_eq!(TeamTree::new(chain(2)).check_parent(team(1), team(9)), Err(TeamTreeError::UnknownTeam));
    }

    #[test]
    fn teams_have_at_most_sixteen_levels_however_they_are_joined() {
        let new = team(100);
        assert_eq!(TeamTree::new(chain(15)).check_parent(new, team(15)), Ok(()));
        assert_eq!(TeamTree::new(chain(16)).check_parent(new, team(16)), Err(TeamTreeError::TooManyLevels));

        let second = (1..=6).map(|number| (team(100 + number), (number > 1).then(|| team(99 + number))));
        let tree = TeamTree::new(chain(11).into_iter().chain(second));
        assert_eq!(tree.check_parent(team(101), team(10)), Ok(()));
        assert_eq!(tree.check_parent(team(101), team(11)), Err(TeamTreeError::TooManyLevels));
    }

    #[test]
    fn below_a_team_are_those_at_any_depth_and_no_others() {
        let tree = TeamTree::new(chain(3).into_iter().chain([(team(4), Some(team(1))), (team(5), None)]));
        let below = |number| {
            let mut below = tree.below(team(number));
            below.sort();
            below
        };
        assert_eq!(below(1), [team(2), team(3), team(4)]);
        assert_eq!(below(2), [team(3)]);
        assert!(below(5).is_empty());
        assert!(below(9).is_empty());
    }

    proptest! {
        #[test]
        fn whatever_is_allowed_leaves_a_tree_of_sixteen_levels(moves in prop::collection::vec((0..30_usize, 0..30_usize), 0..60)) {
            let mut parents: HashMap<_, _> = (0..30).map(|number| (team(number), None)).collect();
            for (moved, parent) in moves {
                let tree = TeamTree::new(parents.clone());
                if tree.check_parent(team(moved), team(parent)).is_ok() {
                    parents.insert(team(moved), Some(team(parent)));
                }
                for start in 0..30 {
                    let way = successors(Some(team(start)), |team| parents[team]).take(17).count();
                    prop_assert!(way <= 16, "{start} has no top within sixteen levels");
                }
            }
        }
    }
}
