//! What is told to those outside: ids and times, and the title where the endpoint has it.

use clock::Instant;
use jiff::Timestamp;
use serde::Serialize;
use uuid::Uuid;

use crate::domain::delivery::Delivery;
use crate::domain::endpoint::Endpoint;
use crate::domain::task::{Priority, Task, TaskKind};

/// What kind of event a webhook tells of.
const EVENT: &str = "reminder.due";

/// A notice as it is sent.
pub(super) struct Message {
    /// The delivery's id.
    pub id: Uuid,
    /// When it is sent.
    pub time: Instant,
    /// What it tells.
    pub notice: Notice,
}

/// What a notice tells. The names are those of `dossier.reminder.v1.Notice`; what is empty is left out.
#[derive(Serialize)]
pub(super) struct Notice {
    pub task_id: Uuid,
    pub occurrence: String,
    pub occurrence_time: String,
    pub notice_time: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assignee: Option<Uuid>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub watchers: Vec<Uuid>,
    pub kind: TaskKind,
    pub priority: Priority,
    /// As the clocks of `zone` show it.
    pub due: String,
    pub zone: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reminder_id: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
}

#[derive(Serialize)]
struct Event<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    timestamp: &'a str,
    data: &'a Notice,
}

impl Message {
    /// The notice of a delivery, of the task as it is now.
    pub(super) fn new(delivery: &Delivery, endpoint: &Endpoint, task: &Task, time: Instant) -> Self {
        let (told, facts) = (delivery.facts.told, &task.facts);
        let title = task.personal.as_ref().map(|personal| personal.title.clone());
        let notice = Notice {
            task_id: task.id,
            occurrence: told.due.local.to_string(),
            occurrence_time: Timestamp::from(told.due.time).to_string(),
            notice_time: Timestamp::from(told.time).to_string(),
            customer: facts.customer,
            assignee: facts.assignee,
            watchers: facts.watchers.clone(),
            kind: facts.kind,
            priority: facts.priority,
            due: facts.due.to_string(),
            zone: facts.zone.name().to_owned(),
            reminder_id: facts.origin.map(|origin| origin.reminder),
            title: title.filter(|_| endpoint.facts.with_title),
        };
        Self { id: delivery.id, time, notice }
    }

    /// The body of a webhook.
    pub(super) fn json(&self) -> Result<Vec<u8>, serde_json::Error> {
        serde_json::to_vec(&Event { kind: EVENT, timestamp: &self.notice.notice_time, data: &self.notice })
    }

    /// The subject of a mail.
    pub(super) fn subject(&self) -> String {
        let Notice { title, due, zone, .. } = &self.notice;
        match title {
            Some(title) => format!("提醒 Reminder: {title}"),
            None => format!("提醒 Reminder: {due} {zone}"),
        }
    }

    /// The text of a mail.
    pub(super) fn text(&self) -> String {
        let Notice { title, due, zone, task_id, .. } = &self.notice;
        let title = title.as_deref().map(|title| format!("{title}\n\n")).unwrap_or_default();
        format!("{title}到期 Due: {due} {zone}\n任务 Task: {task_id}\n")
    }
}
