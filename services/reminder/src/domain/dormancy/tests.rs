use expression::{Field, Kind, Schema};
use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::domain::task::TaskPersonal;

const HOUR: i64 = 3_600_000_000;
const DAY: i64 = 24 * HOUR;
/// 09:00 of 20 May 2024 in UTC.
const START: i64 = 1_716_195_600_000_000;

fn at(days: i64) -> Instant {
    Instant::from_micros(START + days * DAY)
}

fn days(count: u16) -> Period {
    Period { count, unit: PeriodUnit::Day }
}

fn rule(number: u128, filter: &str, quiet: u16) -> Ready {
    let schema = Schema::new([Field::column("level", Kind::Text, "fact", "level")]);
    let facts = DormancyFacts { quiet: days(quiet), filter: filter.to_owned(), ..DormancyFacts::of_beginning() };
    let rule = DormancyRule { id: Uuid::from_u128(number), revision: 1, update_time: at(0), facts };
    Ready { rule, filter: Filter::parse(filter, &schema).unwrap() }
}

fn customer() -> Acquaintance {
    Acquaintance {
        customer: Uuid::from_u128(99),
        revision: 1,
        active: true,
        lost: false,
        stage: "customer".to_owned(),
        level: "A".to_owned(),
        owner: Some(Uuid::from_u128(7)),
        tags: Vec::new(),
        create_time: at(0),
        last_interaction: None,
        settled: at(0),
    }
}

/// What a look at a customer makes of its tasks.
fn look(rules: &[Ready], customer: &Acquaintance, tasks: &mut Vec<Task>, now: Instant) -> Spell {
    let open = tasks.iter().rfind(|task| task.facts.state == TaskState::Open);
    let latest = open.or(tasks.last()).cloned();
    let spell = step(rules, customer, latest.as_ref(), &Zone::utc(), now).unwrap();
    match spell.step.clone() {
        Step::Keep => {}
        Step::Begin(facts) => {
            let id = Uuid::from_u128(1_000 + tasks.len() as u128);
            tasks.push(Task { id, revision: 1, update_time: now, facts, personal: Some(TaskPersonal::default()) });
        }
        Step::Change(after) => {
            let before = tasks.iter_mut().find(|task| task.id == after.id).unwrap();
            *before = after;
        }
    }
    spell
}

fn states(tasks: &[Task]) -> Vec<TaskState> {
    tasks.iter().map(|task| task.facts.state).collect()
}

#[test]
fn a_spell_has_one_task_of_the_rule_whose_time_is_over_first() {
    let rules = [rule(1, "", 30), rule(2, "level = A", 10), rule(3, "level = B", 5)];
    let mut tasks = Vec::new();
    assert_eq!(look(&rules, &customer(), &mut tasks, at(9)).next_look, Some(at(10)));
    look(&rules, &customer(), &mut tasks, at(10));
    look(&rules, &customer(), &mut tasks, at(40));
    assert_eq!(states(&tasks), [TaskState::Open]);
    let upkeep = tasks[0].facts.upkeep.clone().unwrap();
    assert_eq!((upkeep.rule, upkeep.due), (Uuid::from_u128(2), date(2024, 5, 30).at(9, 0, 0, 0)));
    tasks[0] = tasks[0].close(TaskState::Completed, String::new(), at(41)).unwrap();
    look(&rules, &customer(), &mut tasks, at(60));
    assert_eq!(states(&tasks), [TaskState::Completed], "what a person ended is over for this spell");
}

#[test]
fn an_interaction_ends_the_spell_and_one_that_is_taken_back_goes_on_with_it() {
    let (rules, mut tasks) = ([rule(1, "", 10)], Vec::new());
    look(&rules, &customer(), &mut tasks, at(10));
    let spoken = Acquaintance { last_interaction: Some(at(11)), ..customer() };
    assert_eq!(look(&rules, &spoken, &mut tasks, at(11)).next_look, Some(at(21)));
    assert_eq!(states(&tasks), [TaskState::Cancelled]);
    look(&rules, &customer(), &mut tasks, at(12));
    assert_eq!(states(&tasks), [TaskState::Open], "the same task again");
    look(&rules, &spoken, &mut tasks, at(13));
    look(&rules, &spoken, &mut tasks, at(21));
    assert_eq!(states(&tasks), [TaskState::Cancelled, TaskState::Open], "another spell, another task");
}

#[test]
fn contact_that_is_logged_late_and_ends_no_spell_has_the_task_that_there_is() {
    let (mut rules, mut tasks) = ([rule(1, "", 10)], Vec::new());
    rules[0].rule.facts.release_after = Some(days(5));
    look(&rules, &customer(), &mut tasks, at(11));
    let due = tasks[0].facts.due;
    let late = Acquaintance { last_interaction: Some(at(4)), ..customer() };
    let spell = look(&rules, &late, &mut tasks, at(14));
    assert_eq!((states(&tasks), tasks[0].facts.due), (vec![TaskState::Open], due), "it is told of once");
    assert_eq!((spell.release, spell.next_look), (None, Some(at(19))), "counted from the later contact");
    tasks[0] = tasks[0].close(TaskState::Completed, String::new(), at(14)).unwrap();
    look(&rules, &late, &mut tasks, at(14));
    assert_eq!(states(&tasks), [TaskState::Completed], "the spell goes on, and had its task");
}

#[test]
fn nobody_is_met_before_all_interactions_are_known_or_without_somebody_to_do_it() {
    let (rules, mut tasks) = ([rule(1, "", 10)], Vec::new());
    let unsettled = Acquaintance { settled: at(20), ..customer() };
    assert_eq!(look(&rules, &unsettled, &mut tasks, at(15)).next_look, Some(at(20)));
    let in_pool = Acquaintance { owner: None, ..customer() };
    assert_eq!(look(&rules, &in_pool, &mut tasks, at(20)).next_look, None);
    assert!(tasks.is_empty());
    let mut with_fallback = rule(1, "", 10);
    with_fallback.rule.facts.fallback = Some(Uuid::from_u128(5));
    look(&[with_fallback], &in_pool, &mut tasks, at(20));
    assert_eq!(tasks[0].facts.assignee, Some(Uuid::from_u128(5)));
}

#[test]
fn a_customer_is_released_once_so_long_after_it_became_dormant_whatever_became_of_the_task() {
    let mut releasing = rule(1, "", 10);
    releasing.rule.facts.release_after = Some(days(5));
    let (rules, mut tasks) = ([releasing], Vec::new());
    assert_eq!(look(&rules, &customer(), &mut tasks, at(10)).next_look, Some(at(15)));
    assert!(look(&rules, &customer(), &mut tasks, at(14)).release.is_none());
    tasks[0] = tasks[0].close(TaskState::Completed, String::new(), at(14)).unwrap();
    assert_eq!(look(&rules, &customer(), &mut tasks, at(14)).next_look, Some(at(15)));
    let asked = look(&rules, &customer(), &mut tasks, at(15)).release.unwrap();
    tasks[0] = released(&asked, "PROTECTED".to_owned(), at(15)).unwrap();
    assert!(look(&rules, &customer(), &mut tasks, at(30)).release.is_none(), "a refusal is not tried again");
    assert_eq!(states(&tasks), [TaskState::Completed]);
}

proptest! {
    #[test]
    fn who_is_quiet_before_is_who_is_due_now(
        count in 1_u16..40,
        unit in prop::sample::select(vec![PeriodUnit::Day, PeriodUnit::Week, PeriodUnit::Month]),
        now in 0_i64..4_000_000_000,
        contact in 0_i64..4_000_000_000,
        zone in prop::sample::select(vec!["Asia/Shanghai", "America/New_York", "UTC"]),
    ) {
        let zone = Zone::parse(zone).unwrap();
        let (now, contact) = (Instant::from_micros(now * 1_000_000), Instant::from_micros(contact * 1_000_000));
        let quiet = Period { count, unit };
        let is_due = quiet.morning_after(contact, &zone).unwrap().time <= now;
        prop_assert_eq!(contact < quiet_before(quiet, &zone, now).unwrap(), is_due);
    }

    #[test]
    fn whatever_happens_no_spell_has_two_tasks_and_no_task_is_open_after_contact(
        happenings in prop::collection::vec((0_u8..6, 1_i64..20), 1..60),
    ) {
        let rules = [rule(1, "", 30), rule(2, "level = A", 10)];
        let (mut customer, mut tasks, mut now) = (customer(), Vec::new(), at(0));
        for (what, days) in happenings {
            now = now.plus_micros(1);
            match what {
                0 => customer.last_interaction = Some(now),
                1 => customer.level = if customer.level == "A" { "B" } else { "A" }.to_owned(),
                2 => {
                    if let Some(task) = tasks.iter_mut().find(|task: &&mut Task| task.facts.state == TaskState::Open) {
                        *task = task.close(TaskState::Completed, String::new(), now).unwrap();
                    }
                }
                3 => customer.owner = customer.owner.xor(Some(Uuid::from_u128(7))),
                _ => now = now.plus_micros(days * DAY),
            }
            look(&rules, &customer, &mut tasks, now);
            prop_assert_eq!(look(&rules, &customer, &mut tasks, now).step, Step::Keep, "a second look changes nothing");
            let mut spells: Vec<_> = tasks.iter().map(|task| task.facts.upkeep.as_ref().unwrap().since).collect();
            let count = spells.len();
            spells.dedup();
            prop_assert_eq!(spells.len(), count, "one task a spell");
            let open: Vec<_> = tasks.iter().filter(|task| task.facts.state == TaskState::Open).collect();
            let is_dormant = open.iter().all(|task| task.facts.upkeep.as_ref().unwrap().since == customer.last_contact());
            prop_assert!(open.len() <= 1 && is_dormant);
        }
    }
}
