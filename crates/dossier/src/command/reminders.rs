//! `dossier reminders`.

use clap::Subcommand;
use contracts::reminder::v1::{
    CreateReminderRequest, DeleteReminderRequest, GetReminderRequest, ListRemindersRequest, RecurringSchedule,
    Reminder, Schedule, schedule,
};

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
    /// Add a reminder that comes round by a rule
    Create {
        /// What is to be done, in a line
        #[arg(long)]
        title: String,
        /// A rule of RFC 5545, such as FREQ=MONTHLY;BYDAY=-1FR
        #[arg(long)]
        rule: String,
        /// From when it is counted, such as 2026-05-20T09:00
        #[arg(long)]
        start: String,
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
    /// End a reminder for good; its tasks stay
    Delete {
        /// The id
        reminder: String,
    },
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
        Command::Create { title, rule, start, zone, customer, assignee } => {
            let customer = session.customer_id(customer).await?;
            let when = schedule::When::Recurring(RecurringSchedule { rule, start });
            let schedule = Some(Schedule { when: Some(when) });
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
