//! A calendar of what will be told of: a page for each month, with how much there is on each day.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use crate::phrase::{Phrase, phrase};
use conventions::language::Language;

/// The characters of a day: its number, and how much there is.
const WIDTH: usize = 8;
const WEEKDAYS: [Phrase; 7] = [
    phrase("Mon", "一"),
    phrase("Tue", "二"),
    phrase("Wed", "三"),
    phrase("Thu", "四"),
    phrase("Fri", "五"),
    phrase("Sat", "六"),
    phrase("Sun", "日"),
];

/// The pages of all months from the first day to the last on which there is something.
pub(super) fn pages(days: &BTreeMap<Date, usize>, language: Language) -> String {
    let (Some((first, _)), Some((last, _))) = (days.first_key_value(), days.last_key_value()) else {
        return String::new();
    };
    let mut pages = Vec::new();
    let mut month = first.first_of_month();
    while month <= *last {
        pages.push(page(month, days, language));
        let Ok(next) = month.checked_add(1.month()) else { break };
        month = next;
    }
    pages.join("\n")
}

fn page(month: Date, days: &BTreeMap<Date, usize>, language: Language) -> String {
    // A Chinese character is as wide as two others.
    let width = WIDTH - if language == Language::Chinese { 1 } else { 0 };
    let names = WEEKDAYS.map(|name| format!("{:<width$}", name.of(language)));
    let mut lines = vec![format!("{:04}-{:02}", month.year(), month.month()), names.concat().trim_end().to_owned()];
    let before = usize::try_from(month.weekday().since(Weekday::Monday)).unwrap_or_default();
    let mut line = " ".repeat(before * WIDTH);
    for day in month.series(1.day()).take_while(|day| day.month() == month.month()) {
        let count = days.get(&day).map(|count| format!(" ×{count}")).unwrap_or_default();
        line += &format!("{:<WIDTH$}", format!("{:>2}{count}", day.day()));
        if day.weekday() == Weekday::Sunday {
            lines.push(std::mem::take(&mut line).trim_end().to_owned());
        }
    }
    if !line.is_empty() {
        lines.push(line.trim_end().to_owned());
    }
    lines.join("\n") + "\n"
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn each_month_has_a_page_from_monday_to_sunday() {
        let days = BTreeMap::from([(date(2026, 11, 23), 2), (date(2027, 1, 1), 1)]);
        let pages = pages(&days, Language::English);
        let lines: Vec<&str> = pages.lines().collect();
        assert_eq!(
            lines[..3],
            [
                "2026-11",
                "Mon     Tue     Wed     Thu     Fri     Sat     Sun",
                "                                                 1",
            ]
        );
        assert!(lines.contains(&"23 ×2   24      25      26      27      28      29"), "{pages}");
        assert!(lines.contains(&"2026-12") && lines.contains(&"                                 1 ×1    2       3"));
        assert_eq!(super::pages(&BTreeMap::new(), Language::English), "");
    }
}
