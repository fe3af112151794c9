//! How a caller stands to a record.

use enumset::{EnumSet, EnumSetType};
use strum::{EnumString, IntoStaticStr};
use uuid::Uuid;

use crate::Caller;

/// How a caller stands to a record. The list is closed.
#[derive(Debug, EnumSetType, EnumString, Hash, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum Relation {
    /// The caller is its owner.
    Own,
    /// The caller is one of its collaborators.
    Collaborator,
    /// It belongs to the caller's team.
    Team,
    /// It belongs to a team below the caller's.
    Subteam,
    /// It has no owner: it lies in the pool (公海).
    Pool,
    /// Everyone's relation to every record, and the only one to a record that does not exist.
    Other,
}

/// The relations in which a caller stands to a record; [`Relation::Other`] is always among them.
pub type RelationSet = EnumSet<Relation>;

impl Caller {
    /// How this caller stands to a record with this owner, these collaborators and this team.
    ///
    /// A service that turns a [`Scope`](crate::Scope) into a predicate writes the same five conditions in SQL.
    pub fn relations_to(&self, owner: Option<Uuid>, collaborators: &[Uuid], team: Option<Uuid>) -> RelationSet {
        let mut relations = RelationSet::only(Relation::Other);
        if owner.is_none() {
            relations |= Relation::Pool;
        }
        let Some(staff) = &self.staff else { return relations };
        if owner == Some(staff.id) {
            relations |= Relation::Own;
        }
        if collaborators.contains(&staff.id) {
            relations |= Relation::Collaborator;
        }
        if let Some(team) = team {
            if staff.team == Some(team) {
                relations |= Relation::Team;
            }
            if staff.teams_below.contains(&team) {
                relations |= Relation::Subteam;
            }
        }
        relations
    }
}
