use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::domain::period::{MORNING, PeriodUnit};
use crate::domain::task::TaskPersonal;

const HOUR: i64 = 3_600_000_000;
const DAY: i64 = 24 * HOUR;
/// 09:00 of 20 May 2024, a Monday, in UTC.
const START: i64 = 1_716_195_600_000_000;

fn at(days: i64) -> Instant {
    Instant::from_micros(START + days * DAY)
}

fn cadence(number: u128, stage: &str, level: &str, days: u16) -> Cadence {
    let facts = CadenceFacts {
        title: "跟进".to_owned(),
        stage: stage.to_owned(),
        level: level.to_owned(),
        interval: Period { count: days, unit: PeriodUnit::Day },
        shift: Shift::None,
        time: MORNING,
        priority: Priority::Normal,
        paused: false,
        deleted: false,
        create_time: at(0),
    };
    Cadence { id: Uuid::from_u128(number), revision: 1, update_time: at(0), facts }
}

fn customer(stage: &str, level: &str) -> Acquaintance {
    Acquaintance {
        customer: Uuid::from_u128(99),
        revision: 1,
        active: true,
        lost: false,
        stage: stage.to_owned(),
        level: level.to_owned(),
        owner: Some(Uuid::from_u128(7)),
        tags: Vec::new(),
        create_time: at(0),
        last_interaction: None,
        settled: at(0),
    }
}

/// What a look at a customer makes of its tasks.
fn look(cadences: &[Cadence], customer: &Acquaintance, tasks: &mut Vec<Task>, now: Instant) -> Step {
    let (zone, working_days) = (Zone::utc(), WorkingDays::default());
    let open = tasks.iter().rfind(|task| task.facts.state == TaskState::Open);
    let latest = open.or(tasks.last()).cloned();
    let days = Days { zone: &zone, working_days: &working_days, now };
    let step = step(cadences, customer, latest.as_ref(), days).unwrap();
    match step.clone() {
        Step::Keep => {}
        Step::Begin(facts) => {
            let id = Uuid::from_u128(1_000 + tasks.len() as u128);
            tasks.push(Task { id, revision: 1, update_time: now, facts, personal: Some(TaskPersonal::default()) });
        }
        Step::Change(after) => {
            let before = tasks.iter_mut().find(|task| task.id == after.id).unwrap();
            assert_eq!(after.revision, before.revision + 1);
            *before = after;
        }
    }
    step
}

fn open(tasks: &[Task]) -> Vec<&Task> {
    tasks.iter().filter(|task| task.facts.state == TaskState::Open).collect()
}

#[test]
fn the_nearest_cadence_holds_stage_and_level_before_stage_before_level_before_all() {
    let all = [cadence(1, "", "", 90), cadence(2, "", "A", 14), cadence(3, "negotiating", "", 7)];
    let id = |customer: &Acquaintance| of_customer(&all, customer).map(|cadence| cadence.id.as_u128());
    assert_eq!(id(&customer("potential", "")), Some(1));
    assert_eq!(id(&customer("potential", "A")), Some(2));
    assert_eq!(id(&customer("negotiating", "A")), Some(3));
    let both = [&all[..], &[cadence(4, "negotiating", "A", 3)]].concat();
    assert_eq!(of_customer(&both, &customer("negotiating", "A")).map(|cadence| cadence.id.as_u128()), Some(4));
    for nobody in [
        Acquaintance { lost: true, ..customer("negotiating", "A") },
        Acquaintance { active: false, ..customer("negotiating", "A") },
        Acquaintance { owner: None, ..customer("negotiating", "A") },
    ] {
        assert_eq!(of_customer(&both, &nobody), None);
    }
}

#[test]
fn the_next_contact_goes_by_the_working_days() {
    let days = |zone, working_days| Days { zone, working_days, now: at(0) };
    let (zone, working_days) = (Zone::utc(), WorkingDays::default());
    for (shift, day) in [(Shift::None, 25), (Shift::Previous, 24), (Shift::Next, 27)] {
        let mut saturday = cadence(1, "", "", 5);
        saturday.facts.shift = shift;
        assert_eq!(saturday.due(at(0), days(&zone, &working_days)).unwrap(), date(2024, 5, day).at(9, 0, 0, 0));
    }
}

#[test]
fn nobody_is_told_of_an_overdue_contact_before_all_interactions_are_known() {
    let cadences = [cadence(1, "", "", 7)];
    let settled = Acquaintance { settled: at(20), ..customer("potential", "") };
    let mut tasks = Vec::new();
    assert_eq!(look(&cadences, &settled, &mut tasks, at(19)), Step::Keep);
    look(&cadences, &settled, &mut tasks, at(20));
    assert_eq!(open(&tasks).len(), 1);
}

#[test]
fn what_a_person_made_of_a_task_stays_until_the_rule_says_something_else() {
    let cadences = [cadence(1, "", "", 7)];
    let mut tasks = Vec::new();
    look(&cadences, &customer("potential", ""), &mut tasks, at(0));
    let delegate = Uuid::from_u128(8);
    tasks[0] = tasks[0].delegate(delegate).unwrap().snooze(at(10)).unwrap();
    assert_eq!(look(&cadences, &customer("potential", ""), &mut tasks, at(1)), Step::Keep);
    let spoken = Acquaintance { last_interaction: Some(at(2)), ..customer("potential", "") };
    look(&cadences, &spoken, &mut tasks, at(2));
    assert_eq!((tasks[0].facts.assignee, tasks[0].facts.due), (Some(delegate), date(2024, 5, 29).at(9, 0, 0, 0)));
    let owner = Some(Uuid::from_u128(9));
    look(&cadences, &Acquaintance { owner, ..spoken }, &mut tasks, at(3));
    assert_eq!(tasks[0].facts.assignee, owner);
}

/// What happens to a customer.
#[derive(Clone, Debug)]
enum Happening {
    Stage(&'static str),
    Level(&'static str),
    Interaction,
    InteractionTakenBack,
    Completed,
    Cancelled,
    Owner(Option<u128>),
    Active(bool),
    Days(i64),
    Interval(usize, u16),
    Paused(usize, bool),
}

fn happening() -> impl Strategy<Value = Happening> {
    prop_oneof![
        prop::sample::select(vec!["potential", "negotiating", "customer", "lost"]).prop_map(Happening::Stage),
        prop::sample::select(vec!["", "A", "B"]).prop_map(Happening::Level),
        Just(Happening::Interaction),
        Just(Happening::InteractionTakenBack),
        Just(Happening::Completed),
        Just(Happening::Cancelled),
        prop::option::of(5_u128..8).prop_map(Happening::Owner),
        any::<bool>().prop_map(Happening::Active),
        (1_i64..40).prop_map(Happening::Days),
        (0_usize..4, 1_u16..60).prop_map(|(which, days)| Happening::Interval(which, days)),
        (0_usize..4, any::<bool>()).prop_map(|(which, paused)| Happening::Paused(which, paused)),
    ]
}

/// The interval that holds, said in another way than the code does: in days.
fn interval(cadences: &[Cadence], customer: &Acquaintance) -> Option<i64> {
    let of = |stage: &str, level: &str| {
        let found = cadences.iter().find(|one| one.facts.stage == stage && one.facts.level == level);
        found.filter(|one| !one.facts.paused).map(|one| i64::from(one.facts.interval.count))
    };
    let is_gone = !customer.active || customer.owner.is_none() || customer.stage == "lost";
    let level = Some(customer.level.as_str()).filter(|level| !level.is_empty());
    let by_both = level.and_then(|level| of(&customer.stage, level));
    let found = by_both.or_else(|| of(&customer.stage, "")).or_else(|| level.and_then(|level| of("", level)));
    found.filter(|_| !is_gone)
}

proptest! {
    #[test]
    fn whatever_happens_a_customer_under_a_cadence_has_one_task_in_step_with_it(
        happenings in prop::collection::vec(happening(), 1..60),
    ) {
        let mut cadences = vec![
            cadence(1, "negotiating", "", 7),
            cadence(2, "", "A", 14),
            cadence(3, "customer", "A", 30),
            cadence(4, "customer", "", 60),
        ];
        let (mut customer, mut tasks, mut now) = (customer("potential", ""), Vec::new(), at(0));
        let (mut interactions, mut ended) = (Vec::new(), None);
        for happening in happenings {
            // Nothing happens at the same time as something else.
            now = now.plus_micros(1);
            match happening {
                Happening::Stage(stage) => {
                    customer.stage = stage.to_owned();
                    customer.lost = stage == "lost";
                }
                Happening::Level(level) => customer.level = level.to_owned(),
                Happening::Interaction => interactions.push(now),
                Happening::InteractionTakenBack => drop(interactions.pop()),
                Happening::Completed | Happening::Cancelled => {
                    let done = matches!(happening, Happening::Completed);
                    let state = if done { TaskState::Completed } else { TaskState::Cancelled };
                    if let Some(task) = tasks.iter_mut().find(|task: &&mut Task| task.facts.state == TaskState::Open) {
                        *task = task.close(state, String::new(), now).unwrap();
                        ended = Some(now);
                    }
                }
                Happening::Owner(owner) => customer.owner = owner.map(Uuid::from_u128),
                Happening::Active(active) => customer.active = active,
                Happening::Days(days) => now = now.plus_micros(days * DAY),
                Happening::Interval(which, days) => cadences[which].facts.interval.count = days,
                Happening::Paused(which, paused) => cadences[which].facts.paused = paused,
            }
            customer.last_interaction = interactions.last().copied();
            look(&cadences, &customer, &mut tasks, now);
            prop_assert_eq!(look(&cadences, &customer, &mut tasks, now), Step::Keep, "a second look changes nothing");
            let open = open(&tasks);
            match interval(&cadences, &customer) {
                None => prop_assert!(open.is_empty()),
                Some(days) => {
                    prop_assert_eq!(open.len(), 1);
                    prop_assert_eq!(open[0].facts.assignee, customer.owner);
                    let contact = customer.last_contact();
                    let since = ended.map_or(contact, |ended: Instant| ended.max(contact));
                    let due = (since.as_micros() / DAY + days) * DAY + 9 * HOUR;
                    prop_assert_eq!(open[0].facts.due_time().unwrap(), Instant::from_micros(due));
                }
            }
        }
    }
}
