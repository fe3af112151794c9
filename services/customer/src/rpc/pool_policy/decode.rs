//! The rules of the pool as they were sent.

use contracts::customer::v1::PoolPolicy as Sent;
use conventions::mask::UpdateMask;
use conventions::violations::Violations;

use crate::domain::pool::PoolPolicy;
use crate::domain::vocabulary::{Vocabularies, Vocabulary};
use conventions::fields::{Fields, ok};

/// What the rules say: those of `before`, with what the mask names; none when there is a violation.
pub(super) fn read(
    sent: &Sent,
    before: &PoolPolicy,
    vocabularies: &Vocabularies,
    mask: &UpdateMask,
    violations: &mut Violations,
) -> Option<PoolPolicy> {
    let mut fields = Fields { update: Some((before, mask)), violations };
    // The contract bounds the numbers.
    let number = |number: i32| u32::try_from(number).ok();
    let daily_claim_limit =
        fields.read("daily_claim_limit", |policy| policy.daily_claim_limit, |_| number(sent.daily_claim_limit));
    let holding_cap = fields.read("holding_cap", |policy| policy.holding_cap, |_| number(sent.holding_cap));
    let excluded_stages =
        fields.read("excluded_stages", |policy| policy.excluded_stages.clone(), |v| stages(sent, vocabularies, v));
    let cooldown_days = fields.read("cooldown_days", |policy| policy.cooldown_days, |_| number(sent.cooldown_days));
    let protection_days =
        fields.read("protection_days", |policy| policy.protection_days, |_| number(sent.protection_days));
    Some(PoolPolicy {
        daily_claim_limit: daily_claim_limit?,
        holding_cap: holding_cap?,
        excluded_stages: excluded_stages?,
        cooldown_days: cooldown_days?,
        protection_days: protection_days?,
    })
}

fn stages(sent: &Sent, vocabularies: &Vocabularies, violations: &mut Violations) -> Option<Vec<String>> {
    let mut stages: Vec<String> = Vec::new();
    for (index, stage) in sent.excluded_stages.iter().enumerate() {
        violations.item(index, |violations| {
            let stage = ok(vocabularies.find(Vocabulary::Stage, stage), violations)
                .map(|term| term.facts.code.as_str().to_owned());
            stages.extend(stage.filter(|stage| !stages.contains(stage)));
        });
    }
    Some(stages)
}
