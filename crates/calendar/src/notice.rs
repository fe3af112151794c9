//! When to be told of an important date: some days before it, on a working day.

use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::important_date::{Anniversary, ImportantDate};
use crate::working_days::{MAX_SHIFT_DAYS, Shift, WorkingDays};

/// The most days that a notice may come before its occasion.
pub const MAX_LEAD_DAYS: u16 = 366;

/// How notice of an important date is given: first so many days before it, then moved to a working day.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct NoticeTerms {
    /// Days before the occasion, at most [`MAX_LEAD_DAYS`].
    pub lead_days: u16,
    /// Where the notice goes if that day is not a working day.
    pub shift: Shift,
}

/// A day of notice and what it is for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Notice {
    /// The civil date on which notice is given.
    pub on: Date,
    /// The occasion.
    pub anniversary: Anniversary,
}

impl ImportantDate {
    /// The first notice on `from` or later.
    ///
    /// # Errors
    ///
    /// As [`ImportantDate::first_told_of`] and [`Anniversary::notice`].
    pub fn next_notice(&self, terms: NoticeTerms, working_days: &WorkingDays, from: Date) -> Result<Notice, Error> {
        let mut anniversary = self.first_told_of(terms, from)?;
        loop {
            let notice = anniversary.notice(terms, working_days)?;
            if notice.on >= from {
                return Ok(notice);
            }
            anniversary = self.next_on_or_after(days_later(anniversary.date, 1)?)?;
        }
    }

    /// The first time that it comes round of which notice may be given on `from`, whatever the working days are. Where notice was given on
    /// that day, it is what the notice was for: a notice is moved by less than lies between two anniversaries.
    ///
    /// # Errors
    ///
    /// Those of [`ImportantDate::next_on_or_after`].
    pub fn first_told_of(&self, terms: NoticeTerms, from: Date) -> Result<Anniversary, Error> {
        // A notice that is moved forward may be due although its occasion, less the lead, is past.
        let moved_forward = if terms.shift == Shift::Next { MAX_SHIFT_DAYS } else { 0 };
        self.next_on_or_after(days_later(from, i64::from(terms.lead_days) - i64::from(moved_forward))?)
    }
}

impl Anniversary {
    /// The notice of it.
    ///
    /// # Errors
    ///
    /// Those of [`WorkingDays::shift`], and [`Error::LeadDays`].
    pub fn notice(self, terms: NoticeTerms, working_days: &WorkingDays) -> Result<Notice, Error> {
        if terms.lead_days > MAX_LEAD_DAYS {
            return Err(Error::LeadDays);
        }
        let ahead = days_later(self.date, -i64::from(terms.lead_days))?;
        Ok(Notice { on: working_days.shift(ahead, terms.shift)?, anniversary: self })
    }
}

fn days_later(date: Date, days: i64) -> Result<Date, Error> {
    date.checked_add(days.days()).map_err(|_| Error::OutOfRange)
}
