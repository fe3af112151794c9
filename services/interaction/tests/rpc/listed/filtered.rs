//! Filters of random terms against a model that knows what each term means.

use contracts::interaction::v1 as wire;
use prost_types::Timestamp;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use testkit::on_both_engines;

use crate::harness::{Callers, House, create, phone_call};

/// 2024-05-20T02:00:00Z, when the clock of the tests stands.
const NOW: i64 = 1_716_170_400;
const RECORDS: i64 = 40;
const FILTERS: u64 = 300;

const CHANNELS: [(wire::Channel, &str); 3] =
    [(wire::Channel::Phone, "phone"), (wire::Channel::Visit, "visit"), (wire::Channel::LiveChat, "live_chat")];
const DIRECTIONS: [(wire::Direction, &str); 2] =
    [(wire::Direction::Inbound, "inbound"), (wire::Direction::Outbound, "outbound")];
const COMPARISONS: [&str; 6] = ["=", "!=", "<", "<=", ">", ">="];

/// What is asked of one record.
enum Term {
    Channel { is: bool, code: &'static str },
    Direction { is: bool, code: &'static str },
    HasDirection,
    Start { comparison: &'static str, seconds: i64 },
    HasNext,
    Next { comparison: &'static str, seconds: i64 },
}

/// Terms of which one is to hold, each perhaps denied.
type Any = Vec<(bool, Term)>;

impl Term {
    fn random(random: &mut StdRng) -> Self {
        let comparison = COMPARISONS[random.random_range(0..COMPARISONS.len())];
        let seconds = NOW - random.random_range(0..RECORDS) * 60;
        let is = random.random_bool(0.5);
        match random.random_range(0..6) {
            0 => Self::Channel { is, code: CHANNELS[random.random_range(0..CHANNELS.len())].1 },
            1 => Self::Direction { is, code: DIRECTIONS[random.random_range(0..DIRECTIONS.len())].1 },
            2 => Self::HasDirection,
            3 => Self::HasNext,
            4 => Self::Next { comparison, seconds },
            _ => Self::Start { comparison, seconds },
        }
    }

    fn text(&self) -> String {
        let equality = |is: bool| if is { "=" } else { "!=" };
        match self {
            Self::Channel { is, code } => format!("channel {} \"{code}\"", equality(*is)),
            Self::Direction { is, code } => format!("direction {} \"{code}\"", equality(*is)),
            Self::HasDirection => "direction:*".to_owned(),
            Self::HasNext => "next_step_time:*".to_owned(),
            Self::Start { comparison, seconds } => format!("start_time {comparison} \"{}\"", time(*seconds)),
            Self::Next { comparison, seconds } => format!("next_step_time {comparison} \"{}\"", time(*seconds)),
        }
    }

    fn holds(&self, record: &wire::Interaction) -> bool {
        let code = |known: Option<&'static str>, is: bool, code: &str| (known == Some(code)) == is;
        let channel = CHANNELS.iter().find(|(channel, _)| *channel == record.channel()).map(|(_, code)| *code);
        let direction =
            DIRECTIONS.iter().find(|(direction, _)| *direction == record.direction()).map(|(_, code)| *code);
        let seconds = |time: Option<Timestamp>| time.map(|time| time.seconds);
        match self {
            Self::Channel { is, code: wanted } => code(channel, *is, wanted),
            Self::Direction { is, code: wanted } => code(direction, *is, wanted),
            Self::HasDirection => direction.is_some(),
            Self::HasNext => record.next_step_time.is_some(),
            Self::Start { comparison, seconds: than } => compare(seconds(record.start_time), comparison, *than),
            Self::Next { comparison, seconds: than } => compare(seconds(record.next_step_time), comparison, *than),
        }
    }
}

/// What is not there compares with nothing, and is not equal to anything.
fn compare(value: Option<i64>, comparison: &str, than: i64) -> bool {
    match (value, comparison) {
        (None, comparison) => comparison == "!=",
        (Some(value), "=") => value == than,
        (Some(value), "!=") => value != than,
        (Some(value), "<") => value < than,
        (Some(value), "<=") => value <= than,
        (Some(value), ">") => value > than,
        (Some(value), _) => value >= than,
    }
}

fn time(seconds: i64) -> String {
    let minute = (seconds - NOW).div_euclid(60) + 120;
    format!("2024-05-20T{:02}:{:02}:00Z", minute.div_euclid(60), minute.rem_euclid(60))
}

fn filter(terms: &[Any]) -> String {
    let denied = |denied: bool| if denied { "NOT " } else { "" };
    let any = |any: &Any| {
        let terms: Vec<_> =
            any.iter().map(|(is_denied, term)| format!("{}{}", denied(*is_denied), term.text())).collect();
        format!("({})", terms.join(" OR "))
    };
    terms.iter().map(any).collect::<Vec<_>>().join(" AND ")
}

on_both_engines! {
    async fn i1_every_filter_lists_what_it_holds_for_and_nothing_else(engine) {
        let house = House::new(engine).await;
        let customer = house.given(house::company("甲", "13912345678")).await;
        let mut client = house.interactions().await;
        let mut random = StdRng::seed_from_u64(7);
        let mut records = Vec::new();
        for minute in 0..RECORDS {
            let at = |minute: i64| Some(Timestamp { seconds: NOW - minute * 60, nanos: 0 });
            let direction = random.random_range(0..3);
            let next = random.random_bool(0.5);
            let sent = wire::Interaction {
                channel: CHANNELS[random.random_range(0..CHANNELS.len())].0.into(),
                direction,
                start_time: at(minute),
                next_step: if next { "再谈".into() } else { String::new() },
                next_step_time: if next { at(random.random_range(0..RECORDS)) } else { None },
                ..phone_call(&customer.customer_id)
            };
            records.push(client.create_interaction(create(sent)).await.unwrap().into_inner());
        }
        for _ in 0..FILTERS {
            let terms: Vec<Any> = (0..random.random_range(1..4))
                .map(|_| (0..random.random_range(1..4)).map(|_| (random.random_bool(0.3), Term::random(&mut random))).collect())
                .collect();
            let holds = |record: &&wire::Interaction| {
                terms.iter().all(|any| any.iter().any(|(is_denied, term)| term.holds(record) != *is_denied))
            };
            let expected: Vec<_> = records.iter().filter(holds).map(|record| &record.interaction_id).collect();
            let filter = filter(&terms);
            let request = wire::ListInteractionsRequest { filter: filter.clone(), ..Default::default() };
            let listed = client.list_interactions(request).await.unwrap().into_inner().interactions;
            let listed: Vec<_> = listed.iter().map(|listed| &listed.interaction_id).collect();
            assert_eq!(listed, expected, "{filter}");
        }
    }
}
