//! `dossier reminders`.

use clap::{Args, Subcommand, ValueEnum};
use contracts::customer::v1::important_date::Day;
use contracts::reminder::v1::{
    CreateReminderRequest, DeleteReminderRequest, GetReminderRequest, ListRemindersRequest, LunarDay,
    RecurringSchedule, Reminder, Schedule, UpdateReminderRequest, WorkingDayShift, YearlySchedule, schedule,
    yearly_schedule,
};

use super::mask;
use crate::day;
use crate::failure::Failure;
use crate::pages::Limit;
use crate::session::Session;

/// How many are asked for at once; the server answers no more.
const PAGE: usize = 1_000;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// List reminders, oldest first
    List {
        /// Only those whose tasks this staff member gets, by id
        #[arg(long, default_value_t)]
        assignee: String,
        /// Only those about this customer, by id or number
        #[arg(long, default_value_t)]
        customer: String,
        #[command(flatten)]
        limit: Limit,
    },
    /// Read a reminder
    Get {
        /// The id
        reminder: String,
    },
    /// Add a reminder that comes once, by a rule, or every year
    Create {
        /// What is to be done, in a line
        #[arg(long)]
        title: String,
        #[command(flatten)]
        when: When,
        /// The time zone [default: the tenant's]
        #[arg(long, default_value_t)]
        zone: String,
        /// The customer that it is about, by id or number
        #[arg(long, default_value_t)]
        customer: String,
        /// Who gets its tasks, by id [default: you]
        #[arg(long, default_value_t)]
        assignee: String,
    },
    /// Let a reminder rest: times that pass meanwhile do not count
    Pause {
        /// The id
        reminder: String,
    },
    /// Let a reminder that rests come round again
    Resume {
        /// The id
        reminder: String,
    },
    /// End a reminder for good; its tasks stay
    Delete {
        /// The id
        reminder: String,
    },
}

/// When a reminder comes round.
#[derive(Args, Debug)]
pub(crate) struct When {
    /// Once, such as 2026-05-20T09:00
    #[arg(long, value_name = "TIME", conflicts_with_all = ["rule", "every_year"], required_unless_present_any = ["rule", "every_year"])]
    once: Option<String>,
    /// By a rule of RFC 5545, such as FREQ=MONTHLY;BYDAY=-1FR
    #[arg(long, requires = "start", conflicts_with = "every_year")]
    rule: Option<String>,
    /// From when a rule is counted, such as 2026-05-20T09:00
    #[arg(long, value_name = "TIME", requires = "rule")]
    start: Option<String>,
    /// On a day of every year, such as 05-20 or lunar:08-15
    #[arg(long, value_name = "DAY", value_parser = yearly)]
    every_year: Option<Day>,
    /// How many days before the day of the year
    #[arg(long, default_value_t, requires = "every_year")]
    lead_days: i32,
    /// At which time of that day [default: 09:00]
    #[arg(long, value_name = "TIME", default_value_t, requires = "every_year")]
    at: String,
    /// To which working day it goes when that is none
    #[arg(long, value_enum, requires = "every_year")]
    shift: Option<Shift>,
}

/// To which working day a reminder goes.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Shift {
    Previous,
    Next,
}

impl When {
    fn schedule(self) -> Schedule {
        let recurring = self.rule.zip(self.start).map(|(rule, start)| RecurringSchedule { rule, start });
        let shift = match self.shift {
            None => WorkingDayShift::Unspecified,
            Some(Shift::Previous) => WorkingDayShift::Previous,
            Some(Shift::Next) => WorkingDayShift::Next,
        };
        let yearly = self.every_year.map(|day| YearlySchedule {
            day: Some(match day {
                Day::Solar(date) => yearly_schedule::Day::Solar(date),
                Day::Lunar(day) => yearly_schedule::Day::Lunar(LunarDay {
                    year: day.year,
                    month: day.month,
                    leap: day.leap,
                    day: day.day,
                }),
            }),
            lead_days: self.lead_days,
            shift: shift.into(),
            time: self.at,
            ..YearlySchedule::default()
        });
        let once = self.once.map(schedule::When::Once);
        Schedule { when: once.or(recurring.map(schedule::When::Recurring)).or(yearly.map(schedule::When::Yearly)) }
    }
}

fn yearly(text: &str) -> Result<Day, String> {
    day::parse(text).ok_or_else(|| "write a day as 05-20, or of the Chinese calendar as lunar:08-15".to_owned())
}

pub(crate) async fn run(command: Command, session: &Session) -> Result<(), Failure> {
    let mut calls = session.reminders();
    let request_id = session.request_id();
    let reminder = match command {
        Command::List { assignee, customer, limit } => {
            let customer = session.customer_id(customer).await?;
            return list(ListRemindersRequest { assignee, customer, ..Default::default() }, limit, session).await;
        }
        Command::Get { reminder } => calls.get_reminder(GetReminderRequest { reminder_id: reminder }).await?,
        Command::Pause { reminder } => return pause(reminder, true, session).await,
        Command::Resume { reminder } => return pause(reminder, false, session).await,
        Command::Create { title, when, zone, customer, assignee } => {
            let customer = session.customer_id(customer).await?;
            let schedule = Some(when.schedule());
            let reminder = Reminder { title, schedule, zone, customer, assignee, ..Reminder::default() };
            let request = CreateReminderRequest { reminder: Some(reminder), request_id, validate_only: false };
            calls.create_reminder(request).await?
        }
        Command::Delete { reminder } => {
            let etag = String::new();
            let request = DeleteReminderRequest { reminder_id: reminder, etag, request_id, validate_only: false };
            calls.delete_reminder(request).await?
        }
    };
    session.output.one(reminder.get_ref())
}

async fn pause(reminder_id: String, paused: bool, session: &Session) -> Result<(), Failure> {
    let mut calls = session.reminders();
    let before = calls.get_reminder(GetReminderRequest { reminder_id }).await?.into_inner();
    let request = UpdateReminderRequest {
        reminder: Some(Reminder { paused, ..before }),
        update_mask: Some(mask(vec!["paused".to_owned()])?),
        request_id: session.request_id(),
        validate_only: false,
    };
    session.output.one(calls.update_reminder(request).await?.get_ref())
}

async fn list(wanted: ListRemindersRequest, limit: Limit, session: &Session) -> Result<(), Failure> {
    let mut pages = limit.pages(PAGE);
    let mut listing = session.output.listing();
    while let Some((page_size, page_token)) = pages.next() {
        let request = ListRemindersRequest { page_size, page_token, ..wanted.clone() };
        let page = session.reminders().list_reminders(request).await?.into_inner();
        pages.received(page.reminders.len(), page.next_page_token);
        listing.page(&page.reminders)?;
    }
    listing.end()
}
