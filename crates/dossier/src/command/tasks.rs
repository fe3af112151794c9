//! `dossier tasks`.

use clap::Subcommand;
use contracts::reminder::v1::{
    CancelTaskRequest, CompleteTaskRequest, CreateTaskRequest, DelegateTaskRequest, GetTaskRequest, ListTasksRequest,
    SnoozeTaskRequest, Task, TaskKind, TaskState, UpdateTaskRequest,
};
use jiff::Timestamp;

use super::{mask, set};
use crate::failure::Failure;
use crate::pages::Limit;
use crate::session::Session;

/// How many are asked for at once; the server answers no more.
const PAGE: usize = 1_000;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// List open tasks, those due first first
    List {
        /// Only those of this staff member, by id
        #[arg(long, default_value_t)]
        assignee: String,
        /// Only those about this customer, by id or number
        #[arg(long, default_value_t)]
        customer: String,
        /// Completed and cancelled ones too
        #[arg(long)]
        all: bool,
        #[command(flatten)]
        limit: Limit,
    },
    /// Read a task
    Get {
        /// The id
        task: String,
    },
    /// Add a task
    Create {
        /// What is to be done, in a line
        #[arg(long)]
        title: String,
        /// When it is due, such as 2026-05-20T09:00
        #[arg(long)]
        due: String,
        /// The time zone of the due time [default: the tenant's]
        #[arg(long, default_value_t)]
        zone: String,
        /// The customer that it is about, by id or number: it is the next contact with it
        #[arg(long, default_value_t)]
        customer: String,
        /// Who is to do it, by id [default: you]
        #[arg(long, default_value_t)]
        assignee: String,
        /// How many minutes before it is due it is told of
        #[arg(long, default_value_t)]
        lead_minutes: i32,
    },
    /// Change the given fields of an open task
    Update {
        /// The id
        task: String,
        #[arg(long)]
        title: Option<String>,
        #[arg(long)]
        note: Option<String>,
        /// When it is due, such as 2026-05-20T09:00
        #[arg(long)]
        due: Option<String>,
        /// How many minutes before it is due it is told of
        #[arg(long)]
        lead_minutes: Option<i32>,
    },
    /// Have a task told of again later
    Snooze {
        /// The id
        task: String,
        /// Until when, such as 2026-05-20T09:00:00+08:00
        #[arg(long, value_name = "TIME")]
        until: Timestamp,
    },
    /// Say that a task is done
    Complete {
        /// The id
        task: String,
        /// What came of it
        #[arg(long, default_value_t)]
        outcome: String,
    },
    /// Say that a task is not to be done any more
    Cancel {
        /// The id
        task: String,
        /// Why
        #[arg(long, default_value_t)]
        outcome: String,
    },
    /// Give a task to another member of staff
    Delegate {
        /// The id
        task: String,
        /// Who is to do it, by id
        #[arg(long)]
        assignee: String,
    },
}

pub(crate) async fn run(command: Command, session: &Session) -> Result<(), Failure> {
    let mut calls = session.tasks();
    let (request_id, etag) = (session.request_id(), String::new());
    let task = match command {
        Command::List { assignee, customer, all, limit } => {
            let customer = session.customer_id(customer).await?;
            let state = if all { TaskState::Unspecified } else { TaskState::Open };
            let wanted = ListTasksRequest { assignee, customer, state: state.into(), ..Default::default() };
            return list(wanted, limit, session).await;
        }
        Command::Get { task } => calls.get_task(GetTaskRequest { task_id: task }).await?,
        Command::Create { title, due, zone, customer, assignee, lead_minutes } => {
            let customer = session.customer_id(customer).await?;
            let kind = if customer.is_empty() { TaskKind::ToDo } else { TaskKind::NextContact };
            let kind = kind.into();
            let task = Task { title, due, zone, customer, assignee, lead_minutes, kind, ..Task::default() };
            calls.create_task(CreateTaskRequest { task: Some(task), request_id, validate_only: false }).await?
        }
        Command::Update { task, title, note, due, lead_minutes } => {
            let mut changed = calls.get_task(GetTaskRequest { task_id: task }).await?.into_inner();
            let mut paths = Vec::new();
            set("title", &mut changed.title, title, &mut paths);
            set("note", &mut changed.note, note, &mut paths);
            set("due", &mut changed.due, due, &mut paths);
            set("lead_minutes", &mut changed.lead_minutes, lead_minutes, &mut paths);
            let update_mask = Some(mask(paths)?);
            let request = UpdateTaskRequest { task: Some(changed), update_mask, request_id, validate_only: false };
            calls.update_task(request).await?
        }
        Command::Snooze { task, until } => {
            let until_time =
                Some(prost_types::Timestamp { seconds: until.as_second(), nanos: until.subsec_nanosecond() });
            let request = SnoozeTaskRequest { task_id: task, until_time, etag, request_id, validate_only: false };
            calls.snooze_task(request).await?
        }
        Command::Complete { task, outcome } => {
            let request = CompleteTaskRequest { task_id: task, outcome, etag, request_id, validate_only: false };
            calls.complete_task(request).await?
        }
        Command::Cancel { task, outcome } => {
            let request = CancelTaskRequest { task_id: task, outcome, etag, request_id, validate_only: false };
            calls.cancel_task(request).await?
        }
        Command::Delegate { task, assignee } => {
            let request = DelegateTaskRequest { task_id: task, assignee, etag, request_id, validate_only: false };
            calls.delegate_task(request).await?
        }
    };
    session.output.one(task.get_ref())
}

async fn list(wanted: ListTasksRequest, limit: Limit, session: &Session) -> Result<(), Failure> {
    let mut pages = limit.pages(PAGE);
    let mut listing = session.output.listing();
    while let Some((page_size, page_token)) = pages.next() {
        let request = ListTasksRequest { page_size, page_token, ..wanted.clone() };
        let page = session.tasks().list_tasks(request).await?.into_inner();
        pages.received(page.tasks.len(), page.next_page_token);
        listing.page(&page.tasks)?;
    }
    listing.end()
}
