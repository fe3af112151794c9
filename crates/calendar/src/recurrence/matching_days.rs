//! The days that match, one after another, over the years.

use std::ops::Range;

use jiff::civil::Date;

use super::LAST_YEAR;
use super::day_number;
use super::day_parts::DayParts;
use super::year_shape::YearShape;

#[derive(Clone, Debug)]
pub(super) struct MatchingDays<'p> {
    parts: &'p DayParts,
    by_shape: Vec<(YearShape, Vec<i64>)>,
    /// The year that was searched last: its days, and where `by_shape` has those that match.
    searched: Option<(Range<i64>, usize)>,
}

impl<'p> MatchingDays<'p> {
    pub(super) const fn new(parts: &'p DayParts) -> Self {
        Self { parts, by_shape: Vec::new(), searched: None }
    }

    /// The first matching day from `from` to `until`, both included.
    pub(super) fn first_within(&mut self, from: i64, until: i64) -> Option<i64> {
        let (mut year, mut index) = match &self.searched {
            Some((year, index)) if year.contains(&from) => (year.clone(), *index),
            _ => self.search(day_number::to_date(from)?.year())?,
        };
        loop {
            let (_, matching) = self.by_shape.get(index)?;
            if let Some(day) = matching.get(matching.partition_point(|day| year.start + day < from)) {
                return Some(year.start + day).filter(|day| *day <= until);
            }
            if year.end > until {
                return None;
            }
            (year, index) = self.search(day_number::to_date(year.end)?.year())?;
        }
    }

    fn search(&mut self, year: i16) -> Option<(Range<i64>, usize)> {
        let first = Date::new(year, 1, 1).ok().filter(|_| year <= LAST_YEAR)?;
        let shape = YearShape::of(first);
        let index = self.by_shape.iter().position(|(known, _)| *known == shape).unwrap_or(self.by_shape.len());
        if index == self.by_shape.len() {
            self.by_shape.push((shape, self.parts.days_of(year, shape)));
        }
        let first = day_number::of(first);
        let searched = (first..first + shape.length(), index);
        self.searched = Some(searched.clone());
        Some(searched)
    }
}
