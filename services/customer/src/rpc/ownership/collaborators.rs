//! Who works on a customer, written.

use access::log::Act;
use contracts::customer::v1::Customer as Sent;
use journal::{ChangeKind, RequestClaim};

use crate::call::Call;
use crate::domain::customer::{Facts, Personal};
use crate::error::{CUSTOMERS, Error};
use crate::rpc::customer::encode;
use crate::rpc::customer::target::{Change, Target};
use crate::store::record::KIND;

/// Makes a customer say what `facts` say; answers it as it is where they say nothing new.
pub(super) async fn write(
    call: &Call,
    target: &Target,
    facts: Facts,
    request: Option<RequestClaim>,
    validate_only: bool,
) -> Result<Sent, Error> {
    let before = &target.customer;
    let personal = before.changeable().map_err(|state| Error::State(CUSTOMERS, before.id, state))?;
    if facts == before.facts {
        call.log(Act::View, KIND, vec![before.id], target.classes).await?;
        return Ok(encode::customer(before, target.classes));
    }
    let change = Change {
        after: before.with(facts, Personal { note: String::new(), ..personal.clone() }),
        kind: ChangeKind::Updated,
        request,
        validate_only,
    };
    call.change(target, change).await
}
