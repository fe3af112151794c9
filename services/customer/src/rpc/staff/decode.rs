//! A member of staff as it was sent.

use clock::Instant;
use contracts::customer::v1::Staff as Sent;
use conventions::mask::UpdateMask;
use conventions::violations::{Violations, require};
use uuid::Uuid;

use crate::call::Call;
use crate::domain::staff::{Staff, StaffFacts, StaffPersonal, Team, TokenText};
use crate::error::Error;
use crate::rpc::fields::name;
use crate::rpc::team::decode::refuse_unknown;
use crate::store::team;
use conventions::fields::{Fields, ok};

impl Call {
    /// What is said of a member of staff who is created, or was before and is updated by a mask.
    pub(super) async fn read_staff(
        &self,
        sent: &Sent,
        update: Option<(&Staff, &UpdateMask)>,
        create_time: Instant,
    ) -> Result<(StaffFacts, StaffPersonal), Error> {
        let sent_team = match Uuid::try_parse(&sent.team_id) {
            Ok(id) => team::find(self.service.database(), self.tenant(), id).await?,
            Err(_) => None,
        };
        let mut violations = Violations::default();
        let read = violations
            .field("staff", |violations| read(sent, sent_team.as_ref(), Fields { update, violations }, create_time));
        Ok(require(violations, read)?)
    }
}

fn read(
    sent: &Sent,
    sent_team: Option<&Team>,
    mut fields: Fields<'_, Staff>,
    create_time: Instant,
) -> Option<(StaffFacts, StaffPersonal)> {
    let display_name =
        fields.read("display_name", |staff| staff.personal.display_name.clone(), |v| name(&sent.display_name, v));
    let issuer = fields.read("issuer", |staff| staff.facts.issuer.clone(), |v| ok(TokenText::parse(&sent.issuer), v));
    let subject =
        fields.read("subject", |staff| staff.personal.subject.clone(), |v| ok(TokenText::parse(&sent.subject), v));
    let team = fields.read("team_id", |staff| staff.facts.team, |v| team_id(sent, sent_team, v));
    let inactive = fields.read("inactive", |staff| staff.facts.inactive, |_| Some(sent.inactive));
    let facts = StaffFacts { issuer: issuer?, team: team?, inactive: inactive?, create_time };
    Some((facts, StaffPersonal { display_name: display_name?, subject: subject? }))
}

fn team_id(sent: &Sent, sent_team: Option<&Team>, violations: &mut Violations) -> Option<Option<Uuid>> {
    if sent_team.is_none() && !sent.team_id.is_empty() {
        refuse_unknown(violations);
        return None;
    }
    Some(sent_team.map(|team| team.id))
}
