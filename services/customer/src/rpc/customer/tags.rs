//! Changing the tags of a customer.

use access::log::Act;
use access::{Action, PrincipalKind};
use contracts::customer::v1::Customer as Sent;
use conventions::violations::{Violations, require};
use journal::{Cause, ChangeKind, RequestClaim};
use uuid::Uuid;

use super::encode;
use super::target::{Change, key_of};
use crate::call::Call;
use crate::domain::carried_tag::{Addition, CarriedTag, MAX_TAGS};
use crate::domain::customer::{Facts, Personal};
use crate::domain::vocabulary::{Code, Vocabularies, Vocabulary};
use crate::error::{CUSTOMERS, Error};
use crate::store::record::KIND;
use conventions::fields::ok;

/// What is asked of the tags of a customer.
pub(super) struct TagChange<'a> {
    pub customer: &'a str,
    pub tags: &'a [String],
    pub rule_id: &'a str,
    pub etag: &'a str,
    /// Whether the tags must be offered; those that are not can still be removed.
    pub only_offered: bool,
    pub claim: Option<RequestClaim>,
    pub validate_only: bool,
}

impl Call {
    /// What is kept of who adds a tag in this call.
    pub(crate) fn addition(&self) -> Addition {
        Addition {
            add_time: self.service.records.clock.now(),
            added_by: self.caller.actor(),
            cause_kind: self.cause.kind.to_owned(),
            cause_id: self.cause.id,
        }
    }
}

/// Makes of the tags of a customer what `make` makes of them.
pub(super) async fn change(
    mut call: Call,
    change: TagChange<'_>,
    make: impl Fn(&[CarriedTag], &[Code], &Addition) -> Vec<CarriedTag>,
) -> Result<Sent, Error> {
    let key = key_of(change.customer)?;
    let vocabularies = call.service.vocabularies.get(call.tenant()).await?;
    let mut violations = Violations::default();
    let codes = violations.field("tags", |violations| codes(&change, &vocabularies, violations));
    let rule = violations.field("rule_id", |violations| rule(&call, change.rule_id, violations));
    let (codes, rule) = require(violations, codes.zip(rule))?;
    if let Some(id) = rule {
        call.cause = Cause { kind: "rule", id };
    }
    call.once_on_latest(change.claim.as_ref(), !change.etag.is_empty(), || async {
        let target = call.target(&key, Action::Update).await?;
        target.compare(change.etag)?;
        let before = &target.customer;
        let said = before.changeable().map_err(|state| Error::State(CUSTOMERS, before.id, state))?;
        let tags = make(&before.facts.tags, &codes, &call.addition());
        let mut violations = Violations::default();
        let tags = violations.field("tags", |violations| at_most(tags, violations));
        let tags = require(violations, tags)?;
        if tags == before.facts.tags {
            call.log(Act::View, KIND, vec![before.id], target.classes).await?;
            return Ok(encode::customer(before, target.classes));
        }
        let personal = Personal { note: String::new(), ..said.clone() };
        let changed = Change {
            after: before.with(Facts { tags, ..before.facts.clone() }, personal),
            kind: ChangeKind::Updated,
            request: change.claim.clone(),
            validate_only: change.validate_only,
        };
        call.change(&target, changed).await
    })
    .await
}

/// The codes of the tags that were named.
fn codes(change: &TagChange<'_>, vocabularies: &Vocabularies, violations: &mut Violations) -> Option<Vec<Code>> {
    let codes = change.tags.iter().enumerate().map(|(index, text)| {
        violations.item(index, |violations| {
            let known = vocabularies.get(Vocabulary::Tag, text.trim());
            match known.filter(|_| !change.only_offered).map(|term| vocabularies.standing_for(term)) {
                Some(term) => Some(term.facts.code.clone()),
                None => offered(text, vocabularies, violations),
            }
        })
    });
    let codes: Vec<_> = codes.collect();
    codes.into_iter().collect()
}

/// The code of a tag that is offered, by its code or a name.
pub(super) fn offered(text: &str, vocabularies: &Vocabularies, violations: &mut Violations) -> Option<Code> {
    ok(vocabularies.find(Vocabulary::Tag, text), violations).map(|term| term.facts.code.clone())
}

/// The tags, unless there are too many.
pub(super) fn at_most(tags: Vec<CarriedTag>, violations: &mut Violations) -> Option<Vec<CarriedTag>> {
    if tags.len() <= MAX_TAGS {
        return Some(tags);
    }
    violations.add(
        format!("would be more than {MAX_TAGS} on one customer: remove some first"),
        format!("一个客户最多 {MAX_TAGS} 个标签，请先移除一些"),
    );
    None
}

/// The rule that decides; a person decides by hand.
fn rule(call: &Call, text: &str, violations: &mut Violations) -> Option<Option<Uuid>> {
    if text.is_empty() {
        return Some(None);
    }
    if call.caller.principal.kind != PrincipalKind::Service {
        violations.add("must be absent: only services act by rules", "须留空：仅服务可按规则操作");
        return None;
    }
    conventions::fields::id(text, violations).map(Some)
}
