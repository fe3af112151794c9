//! X1 to X3: what a list shows is what each row would be decided to be.

use std::collections::BTreeSet;
use std::sync::Arc;

use access::{
    Action, Caller, ClassSet, DataClass, Decision, Principal, PrincipalKind, Relation, Roles, Scope, StaffMember,
    decide, scope,
};
use database::{Connections, Database, Parameter};
use rand::rngs::StdRng;
use rand::seq::{IndexedRandom, IteratorRandom};
use rand::{Rng, SeedableRng};
use tempfile::TempDir;
use uuid::Uuid;

use crate::engine::sqlite_in;

const RECORDS: usize = 1_000;
const LISTS: usize = 100;
const STAFF: usize = 12;
const TEAMS: usize = 5;

struct Record {
    id: Uuid,
    owner: Option<Uuid>,
    collaborators: Vec<Uuid>,
    team: Option<Uuid>,
}

/// The predicate of a list as a service writes it: one condition for each relation, joined by OR.
fn predicate(scope: &Scope, class: DataClass, caller: &Caller) -> String {
    let literal = |id: &Uuid| format!("x'{}'", id.simple());
    let staff = caller.staff.as_ref();
    let me = staff.map_or("NULL".to_owned(), |staff| literal(&staff.id));
    let team = staff.and_then(|staff| staff.team).map_or("NULL".to_owned(), |team| literal(&team));
    let below: Vec<_> = staff.map(|staff| staff.teams_below.iter().map(literal).collect()).unwrap_or_default();
    let granted = scope.grants().filter(|(_, classes)| classes.contains(class));
    let conditions: Vec<_> = granted
        .map(|(relation, _)| match relation {
            Relation::Own => format!("owner = {me}"),
            Relation::Collaborator => format!("{me} IN (SELECT staff FROM collaborator WHERE record = id)"),
            Relation::Team => format!("team = {team}"),
            Relation::Subteam => format!("team IN ({})", below.join(", ")),
            Relation::Pool => "owner IS NULL".to_owned(),
            Relation::Other => "true".to_owned(),
        })
        .collect();
    if conditions.is_empty() { "false".to_owned() } else { conditions.join(" OR ") }
}

#[tokio::test]
async fn a_list_shows_exactly_the_rows_and_classes_that_are_decided_one_by_one() {
    let mut random = StdRng::seed_from_u64(20_240_520);
    let staff: Vec<Uuid> = (0..STAFF).map(|_| Uuid::from_u128(random.random())).collect();
    let teams: Vec<Uuid> = (0..TEAMS).map(|_| Uuid::from_u128(random.random())).collect();
    let folder = TempDir::new().unwrap();
    let database = Database::connect(&sqlite_in(&folder), Connections::default()).await.unwrap();
    let records = store(&database, &mut random, &staff, &teams).await;

    let (mut cases, mut allowed) = (0, 0);
    for _ in 0..LISTS {
        let caller = random_caller(&mut random, &staff, &teams);
        let roles = caller.principal.roles;
        let action = *[Action::View, Action::List, Action::Search, Action::Update].choose(&mut random).unwrap();
        let class = ClassSet::all().iter().choose(&mut random).unwrap();
        let listed = select(&database, &predicate(&scope(roles, action), class, &caller)).await;
        for record in &records {
            let relations = caller.relations_to(record.owner, &record.collaborators, record.team);
            let decision = decide(roles, action, relations);
            assert_eq!(listed.contains(&record.id), decision.allows(class), "{caller:?} {action:?} {relations:?}");
            cases += 1;
            allowed += usize::from(decision != Decision::Denied);
        }
    }
    assert_eq!(cases, 100_000);
    assert!((10_000..90_000).contains(&allowed), "too uniform to show anything: {allowed}");
}

async fn store(database: &Database, random: &mut StdRng, staff: &[Uuid], teams: &[Uuid]) -> Vec<Record> {
    let mut transaction = database.begin().await.unwrap();
    transaction.execute("CREATE TABLE record (id BLOB, owner BLOB, team BLOB)", vec![]).await.unwrap();
    transaction.execute("CREATE TABLE collaborator (record BLOB, staff BLOB)", vec![]).await.unwrap();
    let mut records = Vec::new();
    for _ in 0..RECORDS {
        let record = Record {
            id: Uuid::from_u128(random.random()),
            owner: staff.choose(random).copied().filter(|_| random.random_bool(0.8)),
            collaborators: staff.iter().copied().filter(|_| random.random_bool(0.1)).collect(),
            team: teams.choose(random).copied().filter(|_| random.random_bool(0.8)),
        };
        let values = vec![record.id.into(), Parameter::Uuid(record.owner), Parameter::Uuid(record.team)];
        transaction.execute("INSERT INTO record VALUES ($1, $2, $3)", values).await.unwrap();
        for collaborator in &record.collaborators {
            let values = vec![record.id.into(), (*collaborator).into()];
            transaction.execute("INSERT INTO collaborator VALUES ($1, $2)", values).await.unwrap();
        }
        records.push(record);
    }
    transaction.commit().await.unwrap();
    records
}

async fn select(database: &Database, predicate: &str) -> BTreeSet<Uuid> {
    let mut transaction = database.begin().await.unwrap();
    let rows = transaction.query(format!("SELECT id FROM record WHERE {predicate}"), vec![]).await.unwrap();
    rows.iter().map(|row| row.uuid(0).unwrap()).collect()
}

fn random_caller(random: &mut StdRng, staff: &[Uuid], teams: &[Uuid]) -> Caller {
    let roles: Roles = Roles::all().iter().filter(|_| random.random_bool(0.3)).collect();
    let member = StaffMember {
        id: *staff.choose(random).unwrap(),
        team: teams.choose(random).copied().filter(|_| random.random_bool(0.8)),
        teams_below: teams.iter().copied().filter(|_| random.random_bool(0.3)).collect(),
    };
    let principal = Principal {
        tenant: Arc::from("default"),
        issuer: Arc::from("issuer"),
        subject: Arc::from("subject"),
        kind: PrincipalKind::Staff,
        roles,
    };
    Caller { principal, staff: Some(member).filter(|_| random.random_bool(0.9)) }
}
