//! The code against the table of POLICY.md, cell by cell.

use std::str::FromStr;

use access::{Action, ClassSet, DataClass, Decision, Relation, RelationSet, Role, Roles, decide, scope};
use enumset::{EnumSet, EnumSetType};

const DOCUMENT: &str = include_str!("../../POLICY.md");

struct Row {
    roles: Roles,
    actions: EnumSet<Action>,
    relations: RelationSet,
    classes: ClassSet,
}

fn documented_rows() -> Vec<Row> {
    let lines = DOCUMENT.lines().filter(|line| line.starts_with("| ")).skip(2);
    lines
        .map(|line| {
            let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
            let [roles, actions, relations, classes] = cells[..] else { panic!("a row has four cells: {line}") };
            Row { roles: set(roles), actions: set(actions), relations: set(relations), classes: set(classes) }
        })
        .collect()
}

/// `a, b` or `all` or `all but a, b`.
fn set<T: EnumSetType + FromStr>(cell: &str) -> EnumSet<T> {
    let listed = |names: &str| -> EnumSet<T> {
        names.split(", ").map(|name| T::from_str(name).unwrap_or_else(|_| panic!("unknown: {name}"))).collect()
    };
    match cell.strip_prefix("all") {
        None => listed(cell),
        Some("") => EnumSet::all(),
        Some(but) => !listed(but.strip_prefix(" but ").expect("`all but …`")),
    }
}

fn documented(role: Role, action: Action, relation: Relation) -> Option<ClassSet> {
    documented_rows()
        .iter()
        .filter(|row| row.roles.contains(role) && row.actions.contains(action) && row.relations.contains(relation))
        .map(|row| row.classes)
        .reduce(|one, other| one | other)
}

fn decision(classes: Option<ClassSet>) -> Decision {
    classes.map_or(Decision::Denied, Decision::Allowed)
}

#[test]
fn every_cell_is_as_the_document_says() {
    let mut open = 0;
    for role in Roles::all() {
        for action in EnumSet::<Action>::all() {
            for relation in RelationSet::all() {
                let expected = documented(role, action, relation);
                open += usize::from(expected.is_some());
                assert_eq!(
                    decide(role.into(), action, relation.into()),
                    decision(expected),
                    "{role:?} {action:?} {relation:?}"
                );
            }
        }
    }
    assert!(open > 200, "the document was not read: {open} open cells");
}

fn subsets<T: EnumSetType>() -> impl Iterator<Item = EnumSet<T>> {
    let members: Vec<T> = EnumSet::all().iter().collect();
    (0_u32..1 << members.len()).map(move |bits| {
        members.iter().enumerate().filter(|(index, _)| bits & (1 << index) != 0).map(|(_, member)| *member).collect()
    })
}

#[test]
fn rights_of_all_roles_and_relations_add_up() {
    for roles in subsets::<Role>() {
        for action in EnumSet::<Action>::all() {
            for relations in subsets::<Relation>() {
                let cells = roles.iter().flat_map(|role| relations.iter().map(move |relation| (role, relation)));
                let expected = cells
                    .filter_map(|(role, relation)| match decide(role.into(), action, relation.into()) {
                        Decision::Denied => None,
                        Decision::Allowed(classes) => Some(classes),
                    })
                    .reduce(|one, other| one | other);
                assert_eq!(decide(roles, action, relations), decision(expected), "{roles:?} {action:?} {relations:?}");
            }
        }
    }
}

#[test]
fn what_the_capabilities_ask_of_each_role_holds() {
    let all = ClassSet::all();
    let sales = |action, relation: Relation| decide(Role::Sales.into(), action, relation | Relation::Other);
    assert_eq!(sales(Action::Update, Relation::Own), Decision::Allowed(all));
    assert_eq!(sales(Action::View, Relation::Pool), Decision::Allowed(DataClass::Fact.into()));
    assert_eq!(sales(Action::Update, Relation::Pool), Decision::Denied);
    assert_eq!(sales(Action::View, Relation::Team), Decision::Denied);
    assert_eq!(sales(Action::Delete, Relation::Collaborator), Decision::Denied);
    assert_eq!(sales(Action::Assign, Relation::Collaborator), Decision::Denied);

    let service = |action| decide(Role::Service.into(), action, Relation::Own | Relation::Other);
    assert!(service(Action::View).allows(DataClass::Contact));
    assert!(!service(Action::View).allows(DataClass::Identity));
    assert_eq!(service(Action::Update), Decision::Denied);

    let finance = |action| decide(Role::Finance.into(), action, Relation::Other.into());
    assert!(finance(Action::View).allows(DataClass::Finance));
    assert!(!finance(Action::View).allows(DataClass::Contact));
    assert_eq!(finance(Action::Update), Decision::Denied);

    assert_eq!(decide(Role::System.into(), Action::Erase, Relation::Own.into()), Decision::Denied);
    let act_for_tenant = |role: Role| decide(role.into(), Action::ActForTenant, RelationSet::all());
    let may = Roles::all().iter().filter(|role| act_for_tenant(*role) != Decision::Denied);
    assert_eq!(may.collect::<Vec<_>>(), [Role::System]);
    assert_eq!(decide(Roles::empty(), Action::View, RelationSet::all()), Decision::Denied);
    assert_eq!(scope(Roles::empty(), Action::List).grants().count(), 0);
}
