//! A rule as text, in one canonical form.

use std::fmt::{self, Display, Formatter};

use jiff::civil::Weekday;
use jiff::tz::TimeZone;

use super::{End, Frequency, Rule, RuleWeekday};
use crate::weekday;

impl Frequency {
    pub(super) const ALL: [Self; 7] =
        [Self::Secondly, Self::Minutely, Self::Hourly, Self::Daily, Self::Weekly, Self::Monthly, Self::Yearly];

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Secondly => "SECONDLY",
            Self::Minutely => "MINUTELY",
            Self::Hourly => "HOURLY",
            Self::Daily => "DAILY",
            Self::Weekly => "WEEKLY",
            Self::Monthly => "MONTHLY",
            Self::Yearly => "YEARLY",
        }
    }
}

impl Display for Rule {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        if self.scaled {
            formatter.write_str("RSCALE=GREGORIAN;")?;
        }
        write!(formatter, "FREQ={}", self.frequency.name())?;
        if self.interval != 1 {
            write!(formatter, ";INTERVAL={}", self.interval)?;
        }
        match self.end {
            End::Never => {}
            End::Count(count) => write!(formatter, ";COUNT={count}")?,
            End::UntilDate(date) => write!(formatter, ";UNTIL={}", date.strftime("%Y%m%d"))?,
            End::UntilLocal(at) => write!(formatter, ";UNTIL={}", at.strftime("%Y%m%dT%H%M%S"))?,
            End::UntilInstant(instant) => {
                write!(formatter, ";UNTIL={}", TimeZone::UTC.to_datetime(instant).strftime("%Y%m%dT%H%M%SZ"))?;
            }
        }
        list(formatter, "BYMONTH", &self.months)?;
        list(formatter, "BYWEEKNO", &self.week_numbers)?;
        list(formatter, "BYYEARDAY", &self.year_days)?;
        list(formatter, "BYMONTHDAY", &self.month_days)?;
        list(formatter, "BYDAY", &self.weekdays)?;
        list(formatter, "BYHOUR", &self.hours)?;
        list(formatter, "BYMINUTE", &self.minutes)?;
        list(formatter, "BYSECOND", &self.seconds)?;
        list(formatter, "BYSETPOS", &self.positions)?;
        if self.week_start != Weekday::Monday {
            write!(formatter, ";WKST={}", weekday::code(self.week_start))?;
        }
        if self.skip_backward {
            formatter.write_str(";SKIP=BACKWARD")?;
        }
        Ok(())
    }
}

impl Display for RuleWeekday {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        if let Some(ordinal) = self.ordinal {
            write!(formatter, "{ordinal}")?;
        }
        formatter.write_str(weekday::code(self.weekday))
    }
}

fn list(formatter: &mut Formatter<'_>, name: &str, values: &[impl Display]) -> fmt::Result {
    for (index, value) in values.iter().enumerate() {
        let before = if index == 0 { format!(";{name}=") } else { ",".to_owned() };
        write!(formatter, "{before}{value}")?;
    }
    Ok(())
}
