//! A tenant as it was sent. What is empty is as it is by default.

use contracts::customer::v1::{Tenant as Sent, ZonePeriod as SentZone};
use conventions::mask::UpdateMask;
use conventions::time;
use conventions::violations::Violations;

use super::working_days;
use crate::domain::name::Name;
use crate::domain::region::Country;
use crate::domain::tenant::{LANGUAGES, Tenant, UnknownZone, ValidFromError, ZonePeriod};
use conventions::fields::{Fields, ok};

/// What is said of a tenant: of `before`, with what the mask names; none when there is a violation.
pub(super) fn read(sent: &Sent, before: &Tenant, mask: &UpdateMask, violations: &mut Violations) -> Option<Tenant> {
    let mut fields = Fields { update: Some((before, mask)), violations };
    let display_name = fields.read("display_name", |tenant| tenant.display_name.clone(), |v| display_name(sent, v));
    let zones = fields.read("zones", |tenant| tenant.zones.clone(), |v| zones(sent, v));
    let languages = fields.read("languages", |tenant| tenant.languages.clone(), |v| languages(sent, v));
    let region = fields.read("region", |tenant| tenant.region, |v| region(sent, v));
    let deleted_retention_days = fields.read(
        "deleted_retention_days",
        |tenant| tenant.deleted_retention_days,
        |_| u16::try_from(sent.deleted_retention_days).ok(),
    );
    let working_days = fields.read(
        "working_days",
        |tenant| tenant.working_days.clone(),
        |v| working_days::read(sent.working_days.as_ref(), v),
    );
    Some(Tenant {
        display_name: display_name?,
        zones: zones?,
        languages: languages?,
        region: region?,
        deleted_retention_days: deleted_retention_days?,
        working_days: working_days?,
    })
}

fn display_name(sent: &Sent, violations: &mut Violations) -> Option<String> {
    if sent.display_name.trim().is_empty() {
        return Some(String::new());
    }
    ok(Name::parse(&sent.display_name), violations).map(String::from)
}

fn zones(sent: &Sent, violations: &mut Violations) -> Option<Vec<ZonePeriod>> {
    if sent.zones.is_empty() {
        return Some(Tenant::default().zones);
    }
    let periods = sent.zones.iter().enumerate();
    let periods: Vec<_> =
        periods.map(|(index, sent)| violations.item(index, |violations| zone(sent, violations))).collect();
    let periods: Vec<_> = periods.into_iter().collect::<Option<_>>()?;
    let misplaced = ZonePeriod::misplaced(&periods);
    for (index, error) in &misplaced {
        violations
            .item(*index, |violations| violations.field("valid_from", |violations| refuse_day(*error, violations)));
    }
    misplaced.is_empty().then_some(periods)
}

fn zone(sent: &SentZone, violations: &mut Violations) -> Option<ZonePeriod> {
    let valid_from = violations.field("valid_from", |violations| match &sent.valid_from {
        None => Some(None),
        Some(day) => time::to_day(day, violations).map(Some),
    });
    violations.field("zone", |violations| match ZonePeriod::new(&sent.zone, valid_from.flatten()) {
        Ok(period) => valid_from.and(Some(period)),
        Err(UnknownZone) => {
            violations.add("must be a time zone of IANA, such as Asia/Shanghai", "须为 IANA 时区，例如 Asia/Shanghai");
            None
        }
    })
}

fn refuse_day(error: ValidFromError, violations: &mut Violations) {
    match error {
        ValidFromError::First => {
            violations
                .add("must be absent in the first period, which holds for all time before", "首个时区不设生效日期");
        }
        ValidFromError::Missing => {
            violations.add("must be set in every period but the first", "除首个时区外均须填写生效日期");
        }
        ValidFromError::NotAscending => {
            violations.add("must be after the day of the period before", "须晚于前一时区的生效日期");
        }
    }
}

fn languages(sent: &Sent, violations: &mut Violations) -> Option<Vec<String>> {
    if sent.languages.is_empty() {
        return Some(Tenant::default().languages);
    }
    let mut languages: Vec<String> = Vec::new();
    for (index, tag) in sent.languages.iter().enumerate() {
        violations.item(index, |violations| match LANGUAGES.iter().find(|known| known.eq_ignore_ascii_case(tag)) {
            Some(known) if languages.iter().any(|other| other == known) => {
                violations.add("must not be there twice; remove one", "重复，请去掉一个");
            }
            Some(known) => languages.push((*known).to_owned()),
            None => {
                let list = LANGUAGES.join(", ");
                violations.add(format!("must be one of {list}"), format!("须为 {list} 之一"));
            }
        });
    }
    (languages.len() == sent.languages.len()).then_some(languages)
}

fn region(sent: &Sent, violations: &mut Violations) -> Option<Country> {
    if sent.region.is_empty() {
        return Some(Tenant::default().region);
    }
    ok(Country::parse(&sent.region), violations)
}
