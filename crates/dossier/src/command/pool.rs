//! `dossier pool`.

use clap::Subcommand;
use contracts::customer::v1::{GetPoolPolicyRequest, UpdatePoolPolicyRequest};

use super::{mask, set};
use crate::failure::Failure;
use crate::session::Session;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Read the rules
    Get,
    /// Change the given rules; they hold from the next claim on
    Update {
        /// How many customers one person may claim in a day; 0 for as many as there are
        #[arg(long, value_name = "COUNT")]
        daily_claim_limit: Option<i32>,
        /// How many live customers one person may own and still claim another; 0 for as many as there are
        #[arg(long, value_name = "COUNT")]
        holding_cap: Option<i32>,
        /// The stages whose customers do not count towards the holding cap; empty for none
        #[arg(long, value_name = "CODE,CODE", value_delimiter = ',')]
        excluded_stages: Option<Vec<String>>,
        /// For how many days the previous owner may not claim a customer again
        #[arg(long, value_name = "DAYS")]
        cooldown_days: Option<i32>,
        /// For how many days after its creation nobody but the owner may release a customer
        #[arg(long, value_name = "DAYS")]
        protection_days: Option<i32>,
    },
}

pub(crate) async fn run(command: Command, session: &Session) -> Result<(), Failure> {
    let mut calls = session.ownership();
    let mut policy = calls.get_pool_policy(GetPoolPolicyRequest {}).await?;
    if let Command::Update { daily_claim_limit, holding_cap, excluded_stages, cooldown_days, protection_days } = command
    {
        let mut changed = policy.into_inner();
        let mut paths = Vec::new();
        let excluded = excluded_stages.map(|codes| codes.into_iter().filter(|code| !code.is_empty()).collect());
        set("daily_claim_limit", &mut changed.daily_claim_limit, daily_claim_limit, &mut paths);
        set("holding_cap", &mut changed.holding_cap, holding_cap, &mut paths);
        set("excluded_stages", &mut changed.excluded_stages, excluded, &mut paths);
        set("cooldown_days", &mut changed.cooldown_days, cooldown_days, &mut paths);
        set("protection_days", &mut changed.protection_days, protection_days, &mut paths);
        let request = UpdatePoolPolicyRequest {
            pool_policy: Some(changed),
            update_mask: Some(mask(paths)?),
            request_id: session.request_id(),
            validate_only: false,
        };
        policy = calls.update_pool_policy(request).await?;
    }
    session.output.one(policy.get_ref())
}
