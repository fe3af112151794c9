//! A team as it was sent.

use clock::Instant;
use contracts::customer::v1::Team as Sent;
use conventions::mask::UpdateMask;
use conventions::violations::{Violations, require};
use uuid::Uuid;

use crate::domain::staff::{MAX_TEAM_LEVELS, Team, TeamFacts, TeamTree, TeamTreeError};
use crate::error::Error;
use crate::rpc::fields::name;
use conventions::fields::Fields;

/// What is said of the team `id`, which is created, or was before and is updated by a mask; `teams` are all of the tenant's.
pub(super) fn read(
    id: Uuid,
    sent: &Sent,
    update: Option<(&Team, &UpdateMask)>,
    create_time: Instant,
    teams: &[Team],
) -> Result<TeamFacts, Error> {
    let mut violations = Violations::default();
    let facts = violations.field("team", |violations| {
        let mut fields = Fields { update, violations };
        let display_name =
            fields.read("display_name", |team| team.facts.display_name.clone(), |v| name(&sent.display_name, v));
        let parent = fields.read("parent_team_id", |team| team.facts.parent, |v| parent(id, sent, teams, v));
        Some(TeamFacts { display_name: display_name?, parent: parent?, create_time })
    });
    Ok(require(violations, facts)?)
}

fn parent(id: Uuid, sent: &Sent, teams: &[Team], violations: &mut Violations) -> Option<Option<Uuid>> {
    if sent.parent_team_id.is_empty() {
        return Some(None);
    }
    // A text that is no id becomes the id of no team.
    let parent = Uuid::try_parse(&sent.parent_team_id).unwrap_or_default();
    match TeamTree::of(teams).check_parent(id, parent) {
        Ok(()) => return Some(Some(parent)),
        Err(TeamTreeError::UnknownTeam) => refuse_unknown(violations),
        Err(TeamTreeError::Circle) => violations.add(
            "must not be the team itself or one below it; choose a team outside",
            "不能是该团队自身或其下级团队，请选择其他团队",
        ),
        Err(TeamTreeError::TooManyLevels) => violations.add(
            format!("would make more than {MAX_TEAM_LEVELS} levels of teams; choose a team nearer the top"),
            format!("团队层级将超过 {MAX_TEAM_LEVELS} 层，请选择更高层的团队"),
        ),
    }
    None
}

/// Notes that what a field names is no team of the tenant.
pub(in crate::rpc) fn refuse_unknown(violations: &mut Violations) {
    violations.add("must be the id of a team; ListTeams answers them", "须为已有团队的 ID，可用 ListTeams 查询");
}
