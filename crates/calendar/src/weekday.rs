//! Days of the week by the two letters that RFC 5545 gives them.

use jiff::civil::Weekday;
use serde::{Deserialize, Deserializer, Serializer, de};

const CODES: [(&str, Weekday); 7] = [
    ("MO", Weekday::Monday),
    ("TU", Weekday::Tuesday),
    ("WE", Weekday::Wednesday),
    ("TH", Weekday::Thursday),
    ("FR", Weekday::Friday),
    ("SA", Weekday::Saturday),
    ("SU", Weekday::Sunday),
];

pub(crate) fn code(weekday: Weekday) -> &'static str {
    CODES.iter().find(|(_, candidate)| *candidate == weekday).map_or("", |(code, _)| code)
}

pub(crate) fn from_code(code: &str) -> Option<Weekday> {
    CODES.iter().find(|(candidate, _)| *candidate == code).map(|(_, weekday)| *weekday)
}

pub(crate) fn serialize<S: Serializer>(weekdays: &[Weekday], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(weekdays.iter().map(|weekday| code(*weekday)))
}

pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Weekday>, D::Error> {
    let unknown = || de::Error::custom("a weekday is one of MO, TU, WE, TH, FR, SA, SU");
    let codes = Vec::<String>::deserialize(deserializer)?;
    codes.iter().map(|code| from_code(code).ok_or_else(unknown)).collect()
}
