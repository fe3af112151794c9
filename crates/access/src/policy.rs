#![doc = include_str!("../POLICY.md")]

use std::collections::HashMap;
use std::sync::LazyLock;

use enumset::EnumSet;

use crate::{Action, ClassSet, DataClass, Relation, RelationSet, Role, Roles};

/// A row of the table above.
struct Rule {
    roles: Roles,
    actions: EnumSet<Action>,
    relations: RelationSet,
    classes: ClassSet,
}

/// The table above, row by row.
fn rules() -> [Rule; 21] {
    use Action::{
        ActForTenant, Archive, Assign, ChangeStage, Claim, Create, Delete, EditCases, EditInteractions,
        EditTransactions, Erase, List, ManageEndpoints, ManageSegments, ManageStaff, ManageTargets, ManageTenant,
        ManageVocabularies, Purge, Release, Revert, Search, Undelete, Update, View, ViewCases, ViewHistory,
        ViewInteractions, ViewReports, ViewSegments, ViewStaff, ViewTasks, ViewTenant, ViewTransactions,
        ViewVocabularies, WriteTasks,
    };
    use DataClass::{Fact, Identity, Name};
    use Relation::{Collaborator, Own, Pool, Subteam, Team};
    use Role::{Administrator, Finance, Sales, Service, System};

    let (every_relation, every_class) = (RelationSet::all(), ClassSet::all());
    let read = View | List | Search;
    let (view_all, edit_all) =
        (ViewInteractions | ViewTransactions | ViewCases, EditInteractions | EditTransactions | EditCases);
    let (handle, account) =
        (ViewInteractions | EditInteractions | ViewCases | EditCases, ViewTransactions | EditTransactions);
    [
        rule(Administrator, !EnumSet::only(ActForTenant), every_relation, every_class),
        rule(Sales, read | ViewHistory | Update | ChangeStage | Revert, Own | Collaborator, every_class),
        rule(Sales, Create, Own | Pool, every_class),
        rule(Sales, Archive | Assign | Delete | Release | Undelete, Own, every_class),
        rule(Sales, read, Pool, Fact),
        rule(Sales, Claim, Pool, Fact),
        rule(Service, read, Own | Collaborator, !(Identity | DataClass::Finance)),
        rule(Finance, read, every_relation, Fact | Name | DataClass::Finance),
        rule(Sales, view_all | edit_all, Own | Collaborator, every_class),
        rule(Sales, view_all, Pool, Fact),
        rule(Service, handle, Own | Collaborator, !(Identity | DataClass::Finance)),
        rule(Finance, account, every_relation, Fact | Name | DataClass::Finance),
        rule(Sales, ViewReports, Own | Collaborator | Team | Subteam, Fact),
        rule(Service, ViewReports, Own | Collaborator, Fact),
        rule(Finance, ViewReports, every_relation, Fact),
        rule(Sales | Service | Finance, ViewSegments, every_relation, Fact),
        rule(Sales | Service | Finance, ViewTasks | WriteTasks, Own | Collaborator, every_class),
        rule(Sales | Service | Finance, ViewStaff, every_relation, Fact | Name),
        rule(Sales | Service | Finance, ViewTenant, every_relation, Fact),
        rule(Sales | Service | Finance, ViewVocabularies, every_relation, Fact),
        rule(
            System,
            !(Erase
                | Purge
                | ManageEndpoints
                | ManageSegments
                | ManageStaff
                | ManageTargets
                | ManageTenant
                | ManageVocabularies),
            every_relation,
            every_class,
        ),
    ]
}

fn rule(
    roles: impl Into<Roles>,
    actions: impl Into<EnumSet<Action>>,
    relations: impl Into<RelationSet>,
    classes: impl Into<ClassSet>,
) -> Rule {
    Rule { roles: roles.into(), actions: actions.into(), relations: relations.into(), classes: classes.into() }
}

const RELATIONS: usize = RelationSet::variant_count() as usize;

/// The classes that come through each relation, in the order of [`Relation`]; nothing where it is closed.
pub(crate) type Grants = [Option<ClassSet>; RELATIONS];

static TABLE: LazyLock<HashMap<(Role, Action), Grants>> = LazyLock::new(|| {
    let mut table = HashMap::<_, Grants>::new();
    for Rule { roles, actions, relations, classes } in rules() {
        for (role, action) in roles.iter().flat_map(|role| actions.iter().map(move |action| (role, action))) {
            for (relation, granted) in RelationSet::all().iter().zip(table.entry((role, action)).or_default()) {
                if relations.contains(relation) {
                    *granted = Some(granted.unwrap_or_default() | classes);
                }
            }
        }
    }
    table
});

/// What a role may do an action to.
pub(crate) fn grants(role: Role, action: Action) -> Grants {
    TABLE.get(&(role, action)).copied().unwrap_or_default()
}
