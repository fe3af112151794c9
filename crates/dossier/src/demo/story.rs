//! What happens to a customer in two years: a change each, on days of their own.

use contracts::customer::v1::Customer;

use super::chance::Chance;
use super::people;

/// How many days of history are written.
pub(super) const DAYS: u32 = 730;

/// From this everything is drawn, so that the demo is the same everywhere.
const SEED: u64 = 20_240_520;

/// How many members of staff look after the customers.
pub(super) const OWNERS: u32 = 8;

const LEVELS: [&str; 3] = ["C", "B", "A"];
const LOSS_REASONS: [&str; 6] = ["price", "competitor", "no_need", "no_budget", "service", "unreachable"];
const TAGS: [&str; 6] =
    ["viewed_product", "attended_event", "high_value", "prefers_phone", "likes_promotions", "after_sales"];
const NOTES: [&str; 6] = [
    "参加了产品演示，反馈良好",
    "索取报价，待跟进",
    "Asked for a quotation",
    "希望下季度再联系",
    "Prefers to be called in the morning",
    "老客户介绍，决策人已确认",
];

/// A change to a customer. Each changes something, so that each is one revision.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Change {
    /// It becomes known, and one of the staff looks after it.
    Create { customer: Box<Customer>, owner: u32 },
    /// It moves through the pipeline.
    Stage { stage: &'static str, reason: &'static str },
    /// Its worth is assessed.
    Level(&'static str),
    /// It gets a tag.
    Tag(&'static str),
    /// Somebody writes down what was said.
    Remarks(&'static str),
}

/// A change and its day, from 0.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Step {
    pub(super) day: u32,
    pub(super) change: Change,
}

/// The steps of the `index`th customer, from 1; never two on a day.
pub(super) fn of(index: u64) -> Vec<Step> {
    let mut chance = Chance::of(SEED, index);
    let customer = Box::new(people::customer(index, &mut chance));
    let owner = chance.between(0, OWNERS - 1);
    let mut story = Story { day: chance.between(0, DAYS - 1), steps: Vec::new() };
    story.add(0, Change::Create { customer, owner });
    if chance.percent(40) {
        story.add(chance.between(1, 10), Change::Tag(chance.one(&TAGS)));
    }
    if chance.percent(25) {
        story.add(chance.between(1, 20), Change::Remarks(chance.one(&NOTES)));
    }
    if chance.percent(70) {
        story.add(chance.between(3, 40), Change::Stage { stage: "intent", reason: "" });
        if chance.percent(60) {
            win(&mut story, &mut chance);
        } else {
            lose(&mut story, &mut chance, 10, 90);
        }
    }
    story.steps
}

fn win(story: &mut Story, chance: &mut Chance) {
    story.add(chance.between(7, 90), Change::Stage { stage: "customer", reason: "" });
    let level = chance.between(0, 1);
    story.add(chance.between(1, 5), Change::Level(level_of(level)));
    if chance.percent(30) {
        story.add(chance.between(60, 200), Change::Level(level_of(level + 1)));
    }
    if chance.percent(15) {
        lose(story, chance, 60, 250);
    }
}

fn lose(story: &mut Story, chance: &mut Chance, first: u32, last: u32) {
    story.add(chance.between(first, last), Change::Stage { stage: "lost", reason: chance.one(&LOSS_REASONS) });
    if chance.percent(20) {
        story.add(chance.between(30, 120), Change::Stage { stage: "intent", reason: "" });
    }
}

fn level_of(index: u32) -> &'static str {
    LEVELS.get(index as usize).copied().unwrap_or_default()
}

/// A story that is being told.
struct Story {
    day: u32,
    steps: Vec<Step>,
}

impl Story {
    /// Adds what happens so many days later, unless that is yet to come.
    fn add(&mut self, later: u32, change: Change) {
        self.day = self.day.saturating_add(later);
        if self.day < DAYS {
            self.steps.push(Step { day: self.day, change });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_story_begins_with_its_customer_and_goes_on_day_after_day() {
        for index in 1..=2_000 {
            let steps = of(index);
            assert!(matches!(steps[0].change, Change::Create { .. }));
            assert!(steps.windows(2).all(|pair| pair[0].day < pair[1].day && pair[0].change != pair[1].change));
            assert!(steps.iter().all(|step| step.day < DAYS));
            assert_eq!(of(index), steps);
        }
    }

    #[test]
    fn customers_stand_everywhere_in_the_pipeline() {
        let mut last = std::collections::BTreeMap::new();
        for index in 1..=2_000 {
            let mut stages = of(index).into_iter().filter_map(|step| match step.change {
                Change::Stage { stage, .. } => Some(stage),
                _ => None,
            });
            *last.entry(stages.next_back().unwrap_or("potential")).or_insert(0) += 1;
        }
        assert!(["potential", "intent", "customer", "lost"].iter().all(|stage| last[stage] > 100), "{last:?}");
    }
}
