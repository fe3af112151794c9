//! `dossier stage`.

use clap::Args;
use contracts::customer::v1::ChangeStageRequest;

use crate::failure::Failure;
use crate::session::Session;

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// The id or number
    customer: String,
    /// The code of the stage to move to, by default potential, intent, customer or lost
    stage: String,
    /// The code of the reason; lost needs one: price, competitor, no_need, no_budget, service, unreachable, closed, other
    #[arg(long, default_value_t)]
    reason: String,
    /// Free text that is kept with the change
    #[arg(long, default_value_t)]
    note: String,
}

pub(crate) async fn run(arguments: Arguments, session: &Session) -> Result<(), Failure> {
    let request = ChangeStageRequest {
        customer: arguments.customer,
        stage: arguments.stage,
        reason: arguments.reason,
        note: arguments.note,
        request_id: session.request_id(),
        ..ChangeStageRequest::default()
    };
    session.output.one(session.customers().change_stage(request).await?.get_ref())
}
