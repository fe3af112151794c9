//! Lunar dates, working days and recurrences, as pure functions: no clock, no files, no tasks.
//!
//! ```text
//! Rule + local start ──> Recurrence ──> occurrences (local times) ──> firings (instants in a zone)
//! ImportantDate ───────> next occasion ──> notice: lead days before it, moved to a working day
//! ```
//!
//! What is due is asked, never scheduled: [`Recurrence::next_firing_after`] and [`ImportantDate::next_notice`] answer
//! from stored facts and an instant or a date, and iterating over [`Recurrence::firings`] lists what a run would fire.
//! Every answer takes bounded work; where the bound is met, it is an error, never a guess.

mod error;
mod important_date;
mod lunar;
mod month_day;
mod notice;
mod recurrence;
mod rule;
mod weekday;
mod working_days;
mod zone;

pub use error::{Error, RuleError};
pub use important_date::{Anniversary, ImportantDate, LeapMonth, Occasion};
pub use lunar::{LunarDate, LunarMonth, LunarMonthDay};
pub use month_day::{MissingDay, MonthDay};
pub use notice::{MAX_LEAD_DAYS, Notice, NoticeTerms};
pub use recurrence::{Firing, Firings, MAX_STEPS, Occurrences, Recurrence};
pub use rule::{Frequency, MAX_RULE_LENGTH, Rule};
pub use working_days::{DayKind, MAX_SHIFT_DAYS, Shift, WorkingDays};
pub use zone::instant_of;
