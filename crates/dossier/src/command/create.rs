//! `dossier create`.

use clap::Args;
use contracts::customer::v1::CreateCustomerRequest;

use super::customer_fields::{self, CustomerFields};
use crate::failure::Failure;
use crate::session::Session;

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// The customer number, for one that is brought from elsewhere; assigned when absent
    #[arg(long)]
    number: Option<String>,
    /// The code of the stage in which it already is; the first of the pipeline when absent
    #[arg(long)]
    stage: Option<String>,
    /// The code of the reason, for a stage that asks for one, as lost does
    #[arg(long)]
    reason: Option<String>,
    #[command(flatten)]
    fields: CustomerFields,
    /// Check everything, create nothing
    #[arg(long)]
    dry_run: bool,
}

pub(crate) async fn run(arguments: Arguments, session: &Session) -> Result<(), Failure> {
    let (mut customer, _) = customer_fields::from_json(arguments.fields.json.as_deref())?;
    customer_fields::apply_own(&arguments.fields, &mut customer, session).await?;
    arguments.fields.apply(&mut customer)?;
    customer.customer_number = arguments.number.unwrap_or(customer.customer_number);
    customer.stage = arguments.stage.unwrap_or(customer.stage);
    customer.stage_reason = arguments.reason.unwrap_or(customer.stage_reason);
    let request = CreateCustomerRequest {
        customer: Some(customer),
        request_id: session.request_id(),
        validate_only: arguments.dry_run,
    };
    session.output.one(session.customers().create_customer(request).await?.get_ref())
}
