//! A member of staff as it was sent.

use clock::Instant;
use contracts::customer::v1::Staff as Sent;
use conventions::mask::UpdateMask;
use conventions::violations::Violations;

use crate::call::Call;
use crate::domain::staff::{Staff, StaffFacts, StaffPersonal, TokenText};
use crate::error::Error;
use crate::rpc::fields::{Fields, name, ok};
use crate::rpc::team::decode::{reference, refuse_unknown};
use crate::store::team;

/// The two parts of a member of staff who is created, or of one before with what the mask names; none when there is a violation.
pub(super) async fn read(
    call: &Call,
    sent: &Sent,
    update: Option<(&Staff, &UpdateMask)>,
    create_time: Instant,
    violations: &mut Violations,
) -> Result<Option<(StaffFacts, StaffPersonal)>, Error> {
    let read = violations.field("staff", |violations| read_fields(sent, update, create_time, violations));
    if let Some(id) = read.as_ref().and_then(|(facts, _)| facts.team)
        && team::find(call.service.database(), call.tenant(), id).await?.is_none()
    {
        violations.field("staff", |violations| violations.field("team_id", refuse_unknown));
    }
    Ok(read)
}

fn read_fields(
    sent: &Sent,
    update: Option<(&Staff, &UpdateMask)>,
    create_time: Instant,
    violations: &mut Violations,
) -> Option<(StaffFacts, StaffPersonal)> {
    let mut fields = Fields { update, violations };
    let display_name =
        fields.read("display_name", |staff| staff.personal.display_name.clone(), |v| name(&sent.display_name, v));
    let issuer = fields.read("issuer", |staff| staff.facts.issuer.clone(), |v| ok(TokenText::parse(&sent.issuer), v));
    let subject =
        fields.read("subject", |staff| staff.personal.subject.clone(), |v| ok(TokenText::parse(&sent.subject), v));
    let team = fields.read("team_id", |staff| staff.facts.team, |v| reference(&sent.team_id, v));
    let inactive = fields.read("inactive", |staff| staff.facts.inactive, |_| Some(sent.inactive));
    let facts = StaffFacts { issuer: issuer?, team: team?, inactive: inactive?, create_time };
    Some((facts, StaffPersonal { display_name: display_name?, subject: subject? }))
}
