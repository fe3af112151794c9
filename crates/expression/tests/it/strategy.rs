//! Random filters and random records, from few values, so that they meet often.

use std::str::FromStr;

use clock::Instant;
use jiff::civil::Date;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use uuid::Uuid;

use crate::visit::Visit;

/// Pieces of texts that SQL, case and collations treat in ways of their own.
const PIECES: [&str; 15] = ["a", "A", "b", "Z", "_", "%", "-", " ", "'", "\"", "\\", "[", "?", "é", "张"];
/// Pieces where one code point ends and the next begins.
const EDGES: [&str; 5] = ["a", "b", "\u{d7ff}", "\u{e000}", "\u{10ffff}"];
const INTEGERS: [i64; 6] = [i64::MIN, -1, 0, 1, 2, i64::MAX];
const NUMBERS: [f64; 7] = [f64::MIN, -1.5, 0.0, 0.1, 1e-300, 2.0, 1e300];
const DECIMALS: [&str; 6] = ["-9000000000000", "-1.5", "0", "0.000001", "2", "9000000000000"];
const INSTANTS: [i64; 5] = [-1, 0, 1, 1_769_846_400_000_000, 1_769_846_400_000_001];
const DATES: [&str; 5] = ["0000-01-01", "0999-12-31", "2026-01-31", "2026-02-01", "9999-12-31"];
const IDS: [u128; 3] = [0, 1, u128::MAX];
const STAGES: [&str; 2] = ["planned", "done"];

fn text() -> impl Strategy<Value = String> {
    let of = |pieces: &'static [&str]| vec(select(pieces), 1..4).prop_map(|pieces| pieces.concat());
    prop_oneof![of(&PIECES), of(&EDGES)]
}

/// Any record, with fields missing and texts that no filter can write (empty, with asterisks).
pub(crate) fn visit() -> impl Strategy<Value = Visit> {
    let note = prop_oneof![4 => text(), 1 => select(vec!["", "*", "a*"]).prop_map(str::to_owned)];
    (
        option::of(note),
        option::of(select(&STAGES[..])),
        option::of(select(&INTEGERS[..])),
        option::of(select(&NUMBERS[..])),
        option::of(any::<bool>()),
        option::of(select(&INSTANTS[..]).prop_map(Instant::from_micros)),
        option::of(select(&DATES[..]).prop_map(|date| Date::from_str(date).unwrap())),
        option::of(select(&IDS[..]).prop_map(Uuid::from_u128)),
        option::of(select(&DECIMALS[..]).prop_map(|decimal| decimal.parse().unwrap())),
        vec(text(), 0..3),
    )
        .prop_map(|(note, stage, guests, rating, paid, start_time, day, owner, budget, tags)| Visit {
            note,
            stage,
            guests,
            rating,
            paid,
            start_time,
            day,
            owner,
            budget,
            tags,
        })
}

/// The text of any filter over the resource.
pub(crate) fn filter() -> impl Strategy<Value = String> {
    term().prop_recursive(4, 16, 3, |inner| {
        (vec(inner, 1..4), select(vec![" AND ", " OR ", " "]), select(vec!["", "-", "NOT "]))
            .prop_map(|(parts, joint, negation)| format!("{negation}({})", parts.join(joint)))
    })
}

fn term() -> impl Strategy<Value = String> {
    let equality = select(vec!["=", "!=", ":"]);
    let every = select(vec!["=", "!=", ":", "<", "<=", ">", ">="]);
    let number = select(&NUMBERS[..]).prop_map(|number| format!("{number:?}"));
    let compared = prop_oneof![
        6 => compare("note", every.clone(), text().prop_map(quoted)),
        6 => compare("note", equality.clone(), pattern()),
        1 => compare("stage", equality.clone(), select(&STAGES[..]).prop_map(str::to_owned)),
        1 => compare("guests", every.clone(), select(&INTEGERS[..]).prop_map(|integer| integer.to_string())),
        1 => compare("rating", every.clone(), number),
        1 => compare("paid", equality.clone(), any::<bool>().prop_map(|paid| paid.to_string())),
        1 => compare("start_time", every.clone(), select(&INSTANTS[..]).prop_map(rfc3339)),
        1 => compare("day", every.clone(), select(&DATES[..]).prop_map(|date| quoted(date.to_owned()))),
        1 => compare("owner", equality, select(&IDS[..]).prop_map(|id| Uuid::from_u128(id).to_string())),
        1 => compare("attributes.budget", every, select(&DECIMALS[..]).prop_map(str::to_owned)),
        2 => compare("tags", select(vec![":"]), pattern()),
        2 => select(vec!["note", "stage", "guests", "paid", "owner", "attributes.budget", "tags"])
            .prop_map(|path| format!("{path}:*")),
    ];
    (select(vec!["", "", "-", "NOT "]), compared).prop_map(|(negation, compared)| format!("{negation}{compared}"))
}

fn compare(
    path: &'static str,
    comparator: impl Strategy<Value = &'static str>,
    value: impl Strategy<Value = String>,
) -> impl Strategy<Value = String> {
    (comparator, value).prop_map(move |(comparator, value)| format!("{path} {comparator} {value}"))
}

fn pattern() -> impl Strategy<Value = String> {
    (any::<bool>(), text(), any::<bool>()).prop_map(|(open_start, text, open_end)| {
        let star = |open| if open { "*" } else { "" };
        quoted(format!("{}{text}{}", star(open_start), star(open_end)))
    })
}

fn rfc3339(micros: i64) -> String {
    quoted(jiff::Timestamp::from(Instant::from_micros(micros)).to_string())
}

fn quoted(text: String) -> String {
    format!("\"{}\"", text.replace('\\', r"\\").replace('"', "\\\""))
}
