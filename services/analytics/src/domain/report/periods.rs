//! Days cut into periods of the calendar.

use jiff::civil::{Date, Weekday};
use jiff::{Span, ToSpan};

use super::{Comparison, Days};

/// The most periods of a report: ten years of days, and a few.
pub const MOST_PERIODS: usize = 3_700;

/// Into which periods days are cut.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Grain {
    /// Into days.
    Day,
    /// Into weeks from Monday on.
    Week,
    /// Into months.
    Month,
    /// Into quarters.
    Quarter,
    /// Into years.
    Year,
}

/// The periods of a report, in their order.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Periods {
    days: Days,
    grain: Option<Grain>,
    /// The first day of each; one period of all days without a grain.
    starts: Vec<Date>,
}

impl Grain {
    /// The first day of the period of a day.
    pub fn start(self, day: Date) -> Date {
        match self {
            Self::Day => day,
            Self::Week => day.checked_sub(i64::from(day.weekday().since(Weekday::Monday)).days()).unwrap_or(day),
            Self::Month => day.first_of_month(),
            Self::Quarter => {
                let months = (day.month() - 1) % 3;
                day.first_of_month().checked_sub(i64::from(months).months()).unwrap_or(day)
            }
            Self::Year => day.first_of_year(),
        }
    }

    /// So many periods.
    pub fn span(self, count: i64) -> Span {
        match self {
            Self::Day => count.days(),
            Self::Week => count.weeks(),
            Self::Month => count.months(),
            Self::Quarter => (count * 3).months(),
            Self::Year => count.years(),
        }
    }

    /// How many periods go by until a season comes again.
    pub fn season(self) -> usize {
        match self {
            Self::Day => 7,
            Self::Week => 52,
            Self::Month => 12,
            Self::Quarter => 4,
            Self::Year => 1,
        }
    }
}

impl Periods {
    /// The periods of these days; none where there are more than [`MOST_PERIODS`].
    pub fn new(days: Days, grain: Option<Grain>) -> Option<Self> {
        let Some(unit) = grain else { return Some(Self { days, grain, starts: vec![days.first] }) };
        let mut starts = Vec::new();
        let mut start = unit.start(days.first);
        while start <= days.last {
            if starts.len() == MOST_PERIODS {
                return None;
            }
            starts.push(start);
            start = start.checked_add(unit.span(1)).ok()?;
        }
        Some(Self { days, grain, starts })
    }

    /// The days.
    pub fn days(&self) -> Days {
        self.days
    }

    /// The grain.
    pub fn grain(&self) -> Option<Grain> {
        self.grain
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.starts.len()
    }

    /// The first days of all of them; without a grain that of the days.
    pub fn starts(&self) -> &[Date] {
        &self.starts
    }

    /// The first day of the period at an index; none without a grain.
    pub fn start(&self, index: usize) -> Option<Date> {
        self.grain.and(self.starts.get(index).copied())
    }

    /// The index of the period of a day.
    pub fn index(&self, day: Date) -> Option<usize> {
        let start = self.grain.map_or(self.days.first, |grain| grain.start(day));
        self.starts.binary_search(&start).ok()
    }

    /// The days of the period that begins on a day.
    pub fn days_of(&self, start: Option<Date>) -> Option<Days> {
        let (Some(grain), Some(start)) = (self.grain, start) else { return start.is_none().then_some(self.days) };
        self.starts.binary_search(&start).ok()?;
        let last = start.checked_add(grain.span(1)).ok()?.yesterday().ok()?;
        Some(Days { first: start.max(self.days.first), last: last.min(self.days.last) })
    }

    /// The periods with which these are compared, one for each.
    pub fn compared(&self, comparison: Comparison) -> Option<Self> {
        let back = match (comparison, self.grain) {
            // A year is no whole number of weeks: two of them would fall on one, or one on none.
            (Comparison::PreviousYear, Some(Grain::Week)) => 52.weeks(),
            (Comparison::PreviousYear, _) => 1.years(),
            (Comparison::PreviousPeriod, Some(grain)) => grain.span(i64::try_from(self.starts.len()).ok()?),
            (Comparison::PreviousPeriod, None) => (i64::from((self.days.last - self.days.first).get_days()) + 1).days(),
        };
        let earlier = |day: Date| day.checked_sub(back).ok();
        // What ends with a month is compared with what ends with one, however long each is.
        let last = match self.days.last.tomorrow().ok().filter(|next| next.day() == 1) {
            Some(next) => earlier(next)?.yesterday().ok()?,
            None => earlier(self.days.last)?,
        };
        let days = Days { first: earlier(self.days.first)?, last };
        let starts = match (self.grain, comparison) {
            (Some(grain), _) => {
                self.starts.iter().map(|start| Some(grain.start(earlier(*start)?))).collect::<Option<_>>()?
            }
            (None, _) => vec![days.first],
        };
        Some(Self { days, grain: self.grain, starts })
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn periods(first: Date, last: Date, grain: Grain) -> Periods {
        Periods::new(Days { first, last }, Some(grain)).unwrap()
    }

    #[test]
    fn what_ends_with_a_month_is_compared_with_what_ends_with_one() {
        let compared =
            |first, last, grain, comparison| periods(first, last, grain).compared(comparison).unwrap().days();
        let (month, quarter) = (Grain::Month, Grain::Quarter);
        let (previous, year) = (Comparison::PreviousPeriod, Comparison::PreviousYear);
        let may = compared(date(2024, 6, 1), date(2024, 6, 30), month, previous);
        assert_eq!(may, Days { first: date(2024, 5, 1), last: date(2024, 5, 31) });
        let first_quarter = compared(date(2024, 4, 1), date(2024, 6, 30), quarter, previous);
        assert_eq!(first_quarter, Days { first: date(2024, 1, 1), last: date(2024, 3, 31) });
        let leap_february = compared(date(2025, 2, 1), date(2025, 2, 28), month, year);
        assert_eq!(leap_february, Days { first: date(2024, 2, 1), last: date(2024, 2, 29) });
        let so_far = compared(date(2024, 5, 1), date(2024, 5, 30), month, previous);
        assert_eq!(so_far, Days { first: date(2024, 4, 1), last: date(2024, 4, 30) });
    }

    #[test]
    fn days_are_cut_at_the_boundaries_of_the_calendar() {
        let day = date(2024, 5, 22);
        let starts = [Grain::Day, Grain::Week, Grain::Month, Grain::Quarter, Grain::Year].map(|grain| grain.start(day));
        assert_eq!(starts, [day, date(2024, 5, 20), date(2024, 5, 1), date(2024, 4, 1), date(2024, 1, 1)]);
        let months = periods(date(2024, 1, 15), date(2024, 3, 2), Grain::Month);
        assert_eq!(months.count(), 3);
        assert_eq!(months.start(0), Some(date(2024, 1, 1)));
        assert_eq!(months.index(date(2024, 2, 29)), Some(1));
        assert_eq!(months.index(date(2024, 4, 1)), None);
        let days = months.days_of(Some(date(2024, 3, 1)));
        assert_eq!(days, Some(Days { first: date(2024, 3, 1), last: date(2024, 3, 2) }));
        assert_eq!(months.days_of(Some(date(2024, 3, 2))), None, "no period begins then");
    }

    #[test]
    fn periods_are_compared_one_by_one() {
        let months = periods(date(2024, 3, 1), date(2024, 5, 31), Grain::Month);
        let before = months.compared(Comparison::PreviousPeriod).unwrap();
        assert_eq!((before.start(0), before.start(2)), (Some(date(2023, 12, 1)), Some(date(2024, 2, 1))));
        let before = months.compared(Comparison::PreviousYear).unwrap();
        assert_eq!((before.start(0), before.start(2)), (Some(date(2023, 3, 1)), Some(date(2023, 5, 1))));
        let weeks = periods(date(2024, 1, 1), date(2024, 12, 29), Grain::Week);
        let before = weeks.compared(Comparison::PreviousYear).unwrap();
        let starts: Vec<_> = (0..weeks.count()).filter_map(|week| before.start(week)).collect();
        assert!(starts.windows(2).all(|pair| pair[1] == pair[0].checked_add(1.weeks()).unwrap()), "{starts:?}");
        let all = Periods::new(Days { first: date(2024, 3, 1), last: date(2024, 3, 10) }, None).unwrap();
        let before = all.compared(Comparison::PreviousPeriod).unwrap().days();
        assert_eq!(before, Days { first: date(2024, 2, 20), last: date(2024, 2, 29) });
    }

    #[test]
    fn there_is_a_limit() {
        let century = Days { first: date(1924, 1, 1), last: date(2024, 1, 1) };
        assert!(Periods::new(century, Some(Grain::Day)).is_none());
        assert!(Periods::new(century, Some(Grain::Month)).is_some());
    }
}
