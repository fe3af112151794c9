//! `dossier dormancy`.

use clap::{Args, Subcommand};
use contracts::reminder::v1::{
    CreateDormancyRuleRequest, DeleteDormancyRuleRequest, DormancyRule, GetDormancyRuleRequest,
    ListDormancyRulesRequest, Period, PreviewDormancyRuleRequest, UpdateDormancyRuleRequest,
};

use super::period::period;
use super::{mask, set};
use crate::failure::Failure;
use crate::output::json;
use crate::pages::Limit;
use crate::session::Session;

/// How many are asked for at once; the server answers no more.
const PAGE: usize = 1_000;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// List the rules by which customers count as dormant
    List {
        #[command(flatten)]
        limit: Limit,
    },
    /// Read a rule
    Get {
        /// The id
        rule: String,
    },
    /// Add a rule; whom it meets already has a task at once
    Create(Says),
    /// Change the given fields; tasks that are there stay
    Update {
        /// The id
        rule: String,
        /// What it is called
        #[arg(long)]
        title: Option<String>,
        /// An AIP-160 filter of the customers it is about: stage = "customer" AND tags:"vip"; empty for all
        #[arg(long)]
        filter: Option<String>,
        /// How long without interaction, such as 10d, 2w or 6m
        #[arg(long, value_parser = period)]
        quiet: Option<Period>,
        /// Who gets the tasks, a staff member's id; empty for the owner of the customer
        #[arg(long)]
        assignee: Option<String>,
        /// Who gets the task of a customer without an owner, a staff member's id; empty for nobody
        #[arg(long)]
        fallback: Option<String>,
        /// How long after that the customer is given to the pool, such as 30d
        #[arg(long, value_parser = period, conflicts_with = "no_release")]
        release_after: Option<Period>,
        /// Never give customers to the pool
        #[arg(long)]
        no_release: bool,
        /// Whether it rests
        #[arg(long, value_name = "true|false")]
        paused: Option<bool>,
    },
    /// End a rule for good; its tasks stay
    Delete {
        /// The id
        rule: String,
    },
    /// Say how many customers a rule would meet now, and which have been without contact for the longest; nothing is kept
    Preview {
        #[command(flatten)]
        says: Says,
        /// How many customers are named at most
        #[arg(long, default_value_t = 20)]
        sample: i32,
    },
}

/// What a rule says.
#[derive(Args, Debug)]
pub(crate) struct Says {
    /// What it is called
    #[arg(long, default_value = "沉睡客户 Dormant")]
    title: String,
    /// An AIP-160 filter of the customers it is about: stage = "customer" AND tags:"vip" [default: all]
    #[arg(long, default_value_t)]
    filter: String,
    /// How long without interaction, such as 10d, 2w or 6m
    #[arg(long, value_parser = period)]
    quiet: Period,
    /// Who gets the tasks, a staff member's id [default: the owner of the customer]
    #[arg(long, default_value_t)]
    assignee: String,
    /// Who gets the task of a customer without an owner, a staff member's id [default: nobody]
    #[arg(long, default_value_t)]
    fallback: String,
    /// How long after that the customer is given to the pool, such as 30d [default: never]
    #[arg(long, value_parser = period)]
    release_after: Option<Period>,
}

impl From<Says> for DormancyRule {
    fn from(says: Says) -> Self {
        let Says { title, filter, quiet, assignee, fallback, release_after } = says;
        Self { title, filter, quiet: Some(quiet), assignee, fallback, release_after, ..Self::default() }
    }
}

pub(crate) async fn run(command: Command, session: &Session) -> Result<(), Failure> {
    let mut calls = session.dormancy();
    let request_id = session.request_id();
    let get = |rule| GetDormancyRuleRequest { dormancy_rule_id: rule };
    let rule = match command {
        Command::List { limit } => return list(limit, session).await,
        Command::Preview { says, sample } => {
            let request = PreviewDormancyRuleRequest { dormancy_rule: Some(says.into()), sample_size: sample };
            let met = calls.preview_dormancy_rule(request).await?.into_inner();
            return session.output.text(&json::document(&met)?);
        }
        Command::Get { rule } => calls.get_dormancy_rule(get(rule)).await?,
        Command::Create(says) => {
            let dormancy_rule = Some(says.into());
            calls
                .create_dormancy_rule(CreateDormancyRuleRequest { dormancy_rule, request_id, validate_only: false })
                .await?
        }
        Command::Update { rule, title, filter, quiet, assignee, fallback, release_after, no_release, paused } => {
            let mut changed = calls.get_dormancy_rule(get(rule)).await?.into_inner();
            let mut paths = Vec::new();
            let release_after = if no_release { Some(None) } else { release_after.map(Some) };
            set("title", &mut changed.title, title, &mut paths);
            set("filter", &mut changed.filter, filter, &mut paths);
            set("quiet", &mut changed.quiet, quiet.map(Some), &mut paths);
            set("assignee", &mut changed.assignee, assignee, &mut paths);
            set("fallback", &mut changed.fallback, fallback, &mut paths);
            set("release_after", &mut changed.release_after, release_after, &mut paths);
            set("paused", &mut changed.paused, paused, &mut paths);
            let (dormancy_rule, update_mask) = (Some(changed), Some(mask(paths)?));
            let request = UpdateDormancyRuleRequest { dormancy_rule, update_mask, request_id, validate_only: false };
            calls.update_dormancy_rule(request).await?
        }
        Command::Delete { rule } => {
            let (dormancy_rule_id, etag) = (rule, String::new());
            let request = DeleteDormancyRuleRequest { dormancy_rule_id, etag, request_id, validate_only: false };
            calls.delete_dormancy_rule(request).await?
        }
    };
    session.output.one(rule.get_ref())
}

async fn list(limit: Limit, session: &Session) -> Result<(), Failure> {
    let mut pages = limit.pages(PAGE);
    let mut listing = session.output.listing();
    while let Some((page_size, page_token)) = pages.next() {
        let request = ListDormancyRulesRequest { page_size, page_token };
        let page = session.dormancy().list_dormancy_rules(request).await?.into_inner();
        pages.received(page.dormancy_rules.len(), page.next_page_token);
        listing.page(&page.dormancy_rules)?;
    }
    listing.end()
}
