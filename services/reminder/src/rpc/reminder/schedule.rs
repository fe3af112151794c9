//! A schedule on the wire.

use calendar::{
    ImportantDate, LunarDate, LunarMonth, LunarMonthDay, MissingDay, MonthDay, NoticeTerms, Occasion, Rule,
};
use contracts::google::r#type::Date;
use contracts::reminder::v1 as wire;
use contracts::reminder::v1::schedule::When;
use contracts::reminder::v1::yearly_schedule::Day;
use conventions::fields::ok;
use conventions::time;
use conventions::violations::Violations;

use crate::domain::schedule::{Schedule, ScheduleError};
use crate::rpc::fields;

/// The schedule that was sent; it must be there.
pub(super) fn read(sent: Option<&wire::Schedule>, violations: &mut Violations) -> Option<Schedule> {
    match sent.and_then(|sent| sent.when.as_ref()) {
        None => {
            violations.add_required();
            None
        }
        Some(When::Once(local)) => {
            violations.field("once", |violations| fields::local_time(local, violations)).map(Schedule::Once)
        }
        Some(When::Recurring(recurring)) => {
            violations.field("recurring", |violations| read_recurring(recurring, violations))
        }
        Some(When::Yearly(yearly)) => violations.field("yearly", |violations| read_yearly(yearly, violations)),
    }
}

fn read_recurring(sent: &wire::RecurringSchedule, violations: &mut Violations) -> Option<Schedule> {
    let rule = violations.field("rule", |violations| {
        let rule: Result<Rule, _> = sent.rule.parse();
        ok(rule.map_err(|error| ScheduleError(error.into())), violations)
    });
    let start = violations.field("start", |violations| fields::local_time(&sent.start, violations));
    let (rule, start) = rule.zip(start)?;
    violations.field("rule", |violations| ok(Schedule::recurring(rule, start), violations))
}

fn read_yearly(sent: &wire::YearlySchedule, violations: &mut Violations) -> Option<Schedule> {
    let occasion = match &sent.day {
        None => {
            violations.add_required();
            None
        }
        Some(Day::Solar(date)) => violations.field("solar", |violations| solar(date, violations)),
        Some(Day::Lunar(day)) => violations.field("lunar", |violations| lunar(day, violations)),
    };
    let time = violations.field("time", |violations| fields::time_of_day(&sent.time, violations));
    let missing_day = match wire::MissingDay::try_from(sent.missing_day) {
        Ok(wire::MissingDay::NextDay) => MissingDay::NextDay,
        Ok(wire::MissingDay::Skip) => MissingDay::Skip,
        Ok(wire::MissingDay::Unspecified) | Err(_) => MissingDay::LastDay,
    };
    let shift = fields::shift(sent.shift);
    let lead_days = u16::try_from(sent.lead_days).ok()?;
    let date = ImportantDate { missing_day, ..ImportantDate::new(occasion?) };
    Some(Schedule::Yearly { date, terms: NoticeTerms { lead_days, shift }, time: time? })
}

fn solar(sent: &Date, violations: &mut Violations) -> Option<Occasion> {
    if sent.year != 0 {
        return time::to_day(sent, violations).map(Occasion::SolarDate);
    }
    let day = |number: i32| i8::try_from(number).unwrap_or_default();
    let day = MonthDay::new(day(sent.month), day(sent.day)).map_err(ScheduleError);
    ok(day, violations).map(Occasion::SolarMonthDay)
}

fn lunar(sent: &wire::LunarDay, violations: &mut Violations) -> Option<Occasion> {
    let number = |number: i32| u8::try_from(number).unwrap_or_default();
    let month = LunarMonth { number: number(sent.month), leap: sent.leap };
    let occasion = match i16::try_from(sent.year).unwrap_or(i16::MAX) {
        0 => LunarMonthDay::new(month, number(sent.day)).map(Occasion::LunarMonthDay),
        year => LunarDate::new(year, month, number(sent.day)).map(Occasion::LunarDate),
    };
    ok(occasion.map_err(ScheduleError), violations)
}

/// The schedule on the wire; none that is not known any more.
pub(super) fn sent(schedule: &Schedule) -> Option<wire::Schedule> {
    let when = match schedule {
        Schedule::Once(local) => When::Once(local.to_string()),
        Schedule::Recurring { rule, start } => {
            When::Recurring(wire::RecurringSchedule { rule: rule.to_string(), start: start.to_string() })
        }
        Schedule::Yearly { date, terms, time } => When::Yearly(wire::YearlySchedule {
            day: Some(sent_day(date.occasion)),
            lead_days: terms.lead_days.into(),
            shift: fields::sent_shift(terms.shift).into(),
            time: time.to_string(),
            missing_day: sent_missing_day(date.missing_day).into(),
        }),
        Schedule::Sealed => return None,
    };
    Some(wire::Schedule { when: Some(when) })
}

fn sent_day(occasion: Occasion) -> Day {
    let lunar = |year: i16, month: LunarMonth, day: u8| {
        Day::Lunar(wire::LunarDay { year: year.into(), month: month.number.into(), leap: month.leap, day: day.into() })
    };
    match occasion {
        Occasion::SolarDate(date) => Day::Solar(time::to_date(date)),
        Occasion::SolarMonthDay(day) => Day::Solar(Date { year: 0, month: day.month().into(), day: day.day().into() }),
        Occasion::LunarDate(date) => lunar(date.year(), date.month_day().month(), date.month_day().day()),
        Occasion::LunarMonthDay(day) => lunar(0, day.month(), day.day()),
    }
}

fn sent_missing_day(missing_day: MissingDay) -> wire::MissingDay {
    match missing_day {
        MissingDay::LastDay => wire::MissingDay::Unspecified,
        MissingDay::NextDay => wire::MissingDay::NextDay,
        MissingDay::Skip => wire::MissingDay::Skip,
    }
}
